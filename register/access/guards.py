"""The guard of every route: default deny, then the policy, then the origin of what is posted."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, State
from litestar.handlers import BaseRouteHandler

from register.access.configuration import current
from register.access.csrf import FIELD, HEADER, is_own_origin
from register.access.middleware import Arrival
from register.access.policy import permits, relations_by_role
from register.access.scopes import scope_of
from register.kernel.errors import CsrfFailed, InsufficientScope, NotFound, NotSignedIn
from register.kernel.formdata import Files, parse_form
from register.kernel.identity import ANONYMOUS, Identity

AnyConnection = ASGIConnection[Any, Any, Any, Any]
AnyRequest = Request[Any, Any, State]
SIGN_IN, COME_IN, ATTEND = "/sign-in", "/join", "/attend"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
READ_FORM = "register_form"
"""Where a form that was read is kept in the scope, for `register.web.forms.read_form`."""
READ_FILES = "register_files"
"""The files that came with it, on routes with `opt={"files": True}`; for `register.web.forms.read_files`."""
_LONGEST_NEXT = 500
WAY_COOKIE = "__Host-register-way"
"""The page of an item that was asked for without a session; whoever then opens their link is led there."""
_SAME_FOR_ALL = "/attend/items/"
"""On a device of the hall that may be somebody else. Other pages would tell them what the one before was about."""
_WAY_SECONDS = 3600
_PAGES_OF_MEETINGS = ("/attend/", "/meetings/")
_DOTS = frozenset({".", ".."})


class SignInFirst(Exception):
    """A page was asked for without a session: go and sign in, then come back."""

    def __init__(self, way_back: str) -> None:
        self.way_back = way_back
        super().__init__(SIGN_IN)


def lead_to_sign_in(request: AnyRequest, first: SignInFirst) -> Response[None]:
    """303 to the sign-in page, which leads back; a participant, who has no account, is told how to come in."""
    if request.url.path.startswith(ATTEND):
        led = Response(None, status_code=303, headers={"location": COME_IN})
        page = first.way_back.partition("?")[0]
        if page.startswith(_SAME_FOR_ALL):
            led.set_cookie(way_cookie(page, _WAY_SECONDS))
        return led
    location = SIGN_IN if first.way_back == "/" else f"{SIGN_IN}?next={quote(first.way_back, safe='/')}"
    return Response(None, status_code=303, headers={"location": location})


def way_cookie(path: str, seconds: int) -> Cookie:
    """Where to lead a participant who comes in within that time, in this browser; with no time, nowhere any more."""
    value = quote(path, safe="")
    return Cookie(key=WAY_COOKIE, value=value, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax")


def way_of_participant(path: str) -> str:
    """The path when it leads to a page of participants or of a meeting, else to the first page of the meeting."""
    found = local_path(path)
    page = found.partition("#")[0].partition("?")[0]
    climbs = not _DOTS.isdisjoint(page.casefold().replace("%2e", ".").split("/"))  # a browser leaves the page for it
    return found if f"{page}/".startswith(_PAGES_OF_MEETINGS) and not climbs else ATTEND


HANDLERS: Mapping[type[Exception] | int, Callable[[AnyRequest, Any], Response[Any]]] = {SignInFirst: lead_to_sign_in}
"""For `Litestar(exception_handlers=…)`, beside those of the error pages."""


def identity_of(connection: AnyConnection) -> Identity:
    """Whoever is behind the request; ANONYMOUS where the session layer found nobody."""
    found = connection.scope.get("identity")
    return found if isinstance(found, Identity) else ANONYMOUS


def arrival_of(connection: AnyConnection) -> Arrival:
    """What the session layer found out. NotFound where it did not run: nothing is open without it."""
    found = connection.scope.get("access")
    if not isinstance(found, Arrival):
        raise NotFound
    return found


async def access_guard(connection: AnyConnection, handler: BaseRouteHandler) -> None:
    """Refuse whatever the policy does not open to this identity. For `Litestar(guards=[access_guard])`."""
    arrival = arrival_of(connection)
    action = handler.opt.get("action")
    if not isinstance(action, str):
        raise NotFound
    if arrival.error is not None:
        raise arrival.error
    if not permits(arrival.identity, action, anonymous_pre_check=current().anonymous_pre_check):
        raise _refusal(connection, arrival, action)
    method = str(connection.scope.get("method", "GET"))
    if method not in SAFE_METHODS and not arrival.by_key:
        await _check_origin(connection, arrival, takes_files=bool(handler.opt.get("files")))


def _refusal(connection: AnyConnection, arrival: Arrival, action: str) -> Exception:
    if arrival.identity.acting is not None:
        narrow = arrival.by_key and scope_of(action) and relations_by_role(arrival.identity, action)
        return InsufficientScope() if narrow else NotFound()
    if is_program(connection):
        return NotSignedIn()
    return SignInFirst(_way_back(connection))


def is_program(connection: AnyConnection) -> bool:
    """Whether a program asks, which is told rather than led."""
    return connection.scope["path"].startswith(("/api/", "/schema"))


def _way_back(connection: AnyConnection) -> str:
    """Where to go after signing in: the page that was asked for, or the page whose form was sent."""
    if connection.scope.get("method") in SAFE_METHODS:
        query = connection.scope.get("query_string", b"").decode("latin-1")
        return local_path(f"{connection.scope['path']}?{query}" if query else connection.scope["path"])
    referrer = connection.headers.get("referer", "")
    try:
        found = urlsplit(referrer)
    except ValueError:
        return "/"
    return local_path(found.path) if found.netloc == connection.headers.get("host") else "/"


def local_path(text: str) -> str:
    """The path when it leads to a page of ours, else the start page. Nobody is led away by a link to sign in."""
    if (
        not text.startswith("/")
        or text.startswith(("//", "/\\", SIGN_IN))
        or len(text) > _LONGEST_NEXT
        or not text.isascii()  # an address travels encoded, and a header holds nothing else
        or any(ord(letter) < 0x21 or letter == "\\" or ord(letter) == 0x7F for letter in text)
    ):
        return "/"
    return text


async def _check_origin(connection: AnyConnection, arrival: Arrival, *, takes_files: bool) -> None:
    if not is_own_origin(connection.headers, connection.headers.get("host", "")):
        raise CsrfFailed  # also without a cookie: an answer may set one, and let somebody in as another
    if is_program(connection) and not connection.headers.get("cookie"):
        return  # nothing that a browser would add by itself: there is no session to ride on
    token = connection.headers.get(HEADER)
    if token is None and not is_program(connection) and isinstance(connection, Request):
        files: Files | None = {} if takes_files else None
        fields = parse_form(connection.headers.get("content-type", ""), await connection.body(), files)
        connection.scope[READ_FORM] = fields  # type: ignore[literal-required]  # ours, beside the keys of ASGI
        connection.scope[READ_FILES] = files or {}  # type: ignore[literal-required]  # the same
        token = (fields.get(FIELD) or [""])[-1]
    if not arrival.binding.holds(token or ""):
        raise CsrfFailed
