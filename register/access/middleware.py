"""The session layer: who is behind each request, found once, before anything else looks at it.

Wraps the whole application, so that the page of an unknown address knows its reader too. What fails here is kept and
raised by the guard of the route, so that it is shown like every other error.
"""

from http.cookies import CookieError, SimpleCookie

from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from register.access.configuration import current
from register.access.csrf import FORM_COOKIE, FORM_COOKIE_SECONDS, Binding, bind_session, bind_visitor
from register.access.proxies import origin_of, scheme_of
from register.access.service.resolving import identity_of_key, identity_of_participant, identity_of_session
from register.kernel.errors import NotSignedIn, RegisterError
from register.kernel.identity import ANONYMOUS, Identity

SESSION_COOKIE = "__Host-register"
DEVICE_COOKIE = "__Host-register-device"
MEETING_COOKIE = "__Host-register-meeting"
"""The session of a participant without an account, of one meeting."""
LINK_PATHS = ("/link/", "/opinion/", "/join/")
ASKS_FOR_CODE = "/join/code"
"""Below a path of links and none itself: where a code is asked for by mail."""
_OF_PARTICIPANTS = ("/attend", "/api/v1/attend", "/join")
"""Pages of participants: there the link counts before an account that the same browser may have."""
_WITHOUT_PEOPLE = ("/static/", "/healthz", "/readyz")
_LONGEST_COOKIES = 8000
_BEARER = "bearer "


class IdentityMiddleware:
    """Sets `identity` and `access` in the scope of each request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        _believe_proxies(scope)
        _hide_link(scope)
        arrival = await _arrive(scope)
        scope["identity"] = arrival.identity  # type: ignore[typeddict-unknown-key]  # ours, beside the keys of ASGI
        scope["access"] = arrival  # type: ignore[typeddict-unknown-key]  # the same

        async def with_form_cookie(message: Message) -> None:
            binding = arrival.binding
            if message["type"] == "http.response.start" and binding.shown and binding.cookie:
                MutableScopeHeaders.from_message(message).add("set-cookie", _form_cookie(binding.cookie))
            await send(message)

        await self._app(scope, receive, with_form_cookie)


class Arrival:
    """What the session layer found out about one request."""

    __slots__ = ("binding", "by_key", "cookies", "error", "identity")

    def __init__(self, cookies: dict[str, str]) -> None:
        self.cookies = cookies
        self.identity: Identity = ANONYMOUS
        self.by_key = False
        """Whether the request carries an API key, which no browser adds by itself: it needs no proof of its origin."""
        self.error: RegisterError | None = None
        self.binding: Binding = bind_visitor(cookies.get(FORM_COOKIE))


async def look_again(scope: Scope) -> Identity:
    """Who is behind a request that is still answered, as things stand now. Raises what the session layer found."""
    arrival = await _arrive(scope)
    if arrival.error is not None:
        raise arrival.error
    return arrival.identity


async def _arrive(scope: Scope) -> Arrival:
    headers = Headers.from_scope(scope)
    arrival = Arrival(_cookies(headers.getall("cookie", [])))
    if scope["path"].startswith(_WITHOUT_PEOPLE):
        return arrival
    authorization = headers.get("authorization", "")
    try:
        if authorization.casefold().startswith(_BEARER):
            arrival.by_key = True
            arrival.identity = await identity_of_key(authorization[len(_BEARER) :].strip())
            if arrival.identity is ANONYMOUS:
                arrival.error = NotSignedIn()
        else:
            await _by_cookie(arrival, scope["path"])
    except RegisterError as error:
        arrival.error = error
    return arrival


async def _by_cookie(arrival: Arrival, path: str) -> None:
    """The account of this browser, or the participant who came by a link; on the pages of participants, these first."""
    account, meeting = arrival.cookies.get(SESSION_COOKIE), arrival.cookies.get(MEETING_COOKIE)
    tries = [(account, False), (meeting, True)]
    for token, by_link in reversed(tries) if path.startswith(_OF_PARTICIPANTS) else tries:
        if not token:
            continue
        api = path.startswith("/api/")
        found = await (identity_of_participant(token) if by_link else identity_of_session(token, api=api))
        if found is not ANONYMOUS:
            arrival.identity, arrival.binding = found, bind_session(token)
            return


def _cookies(headers: list[str]) -> dict[str, str]:
    """The cookies of a request; what cannot be read is no cookie."""
    text = "; ".join(headers)
    if len(text) > _LONGEST_COOKIES:
        return {}
    found: dict[str, str] = {}
    for part in text.split(";"):
        try:
            read = SimpleCookie(part)
        except CookieError:
            continue
        for name, morsel in read.items():
            found.setdefault(name, morsel.value)
    return found


def _form_cookie(value: str) -> str:
    return f"{FORM_COOKIE}={value}; Path=/; Max-Age={FORM_COOKIE_SECONDS}; Secure; HttpOnly; SameSite=Lax"


def _believe_proxies(scope: Scope) -> None:
    """Put the visitor's own address and scheme in the place of the proxy's."""
    trusted, client = current().trusted_proxies, scope.get("client")
    if not trusted or client is None:
        return
    headers = Headers.from_scope(scope)
    scope["scheme"] = scheme_of(client[0], scope["scheme"], headers.get("x-forwarded-proto", ""), trusted)
    scope["client"] = (origin_of(client[0], headers.get("x-forwarded-for", ""), trusted), client[1])


def _hide_link(scope: Scope) -> None:
    """Take the token of a one-time link out of the path, so that no log of any layer below ever holds it."""
    path = scope["path"]
    for before in LINK_PATHS:
        if path.startswith(before) and len(path) > len(before) and path != ASKS_FOR_CODE:
            scope["link_token"] = path[len(before) :]  # type: ignore[typeddict-unknown-key]  # ours
            scope["path"] = before.rstrip("/")
            scope["raw_path"] = scope["path"].encode()
