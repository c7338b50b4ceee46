"""The language of each request.

The switch in every header is a plain link with `?lang=`. Following it from a page of ours, or typing it, is the
person's own choice: it is used and remembered on this device for this person. A link from elsewhere that carries
`?lang=` counts only for those who have not chosen. Then come the account's language, and Accept-Language.
"""

import hashlib
import re
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from register.kernel.i18n import LOCALES, Locale, negotiate, offered, set_locale
from register.kernel.identity import ANONYMOUS, Identity

COOKIE = "language"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_YEAR = 365 * 24 * 60 * 60
_LONGEST_QUERY = 4000


class Language:
    """Sets the current language of a request. Stands inside the session layer, around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        locale, chosen_now = language_of(scope)
        set_locale(locale)

        async def remembering(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                headers.setdefault("content-language", locale.tag)
                if chosen_now:
                    headers.add("set-cookie", _cookie(scope, locale))
            await send(message)

        await self._app(scope, receive, remembering)


def language_of(scope: Scope) -> tuple[Locale, bool]:
    """The language for a request, and whether the person chose it just now."""
    headers, identity = Headers.from_scope(scope), _identity(scope)
    asked = offered(dict(_query(scope)).get("lang"))
    if asked and headers.get("sec-fetch-site", "none") in {"none", "same-origin"}:
        return asked, True
    stored = None if identity.acting is None else identity.locale
    remembered = _remembered(headers.get("cookie", ""), identity)
    return negotiate(remembered or stored, asked.tag if asked else None, headers.get("accept-language")), False


def has_chosen(scope: Scope) -> bool:
    """Whether the person chose a language, now or before on this device."""
    headers = Headers.from_scope(scope)
    asked = offered(dict(_query(scope)).get("lang"))
    return asked is not None or _remembered(headers.get("cookie", ""), _identity(scope)) is not None


def addresses(scope: Scope) -> list[tuple[Locale, str]]:
    """Every language with the address of this same page in it."""
    kept = [(name, value) for name, value in _query(scope) if name != "lang"]
    path = scope.get("raw_path", b"").split(b"?")[0].decode("ascii", "replace") or scope["path"]
    path = path if path.startswith("/") and not path.startswith("//") else "/"
    token = str(scope.get("link_token", ""))  # taken out of the path for the logs; the page itself still knows it
    path = f"{path}/{token}" if _TOKEN.fullmatch(token) else path
    return [(locale, f"{path}?{urlencode([*kept, ('lang', locale.tag)])}") for locale in LOCALES.values()]


def _identity(scope: Scope) -> Identity:
    found = scope.get("identity")
    return found if isinstance(found, Identity) else ANONYMOUS


def _query(scope: Scope) -> list[tuple[str, str]]:
    raw = scope.get("query_string", b"")
    return parse_qsl(raw.decode("latin-1"), keep_blank_values=True) if len(raw) <= _LONGEST_QUERY else []


def _mark(identity: Identity) -> str:
    """Whose choice a cookie holds, so that it does not pass to the next person at the same screen."""
    return "0" if identity.acting is None else hashlib.sha256(identity.acting.bytes).hexdigest()[:8]


def _remembered(cookies: str, identity: Identity) -> str | None:
    try:
        morsel = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return None
    tag, _, mark = (morsel.value if morsel else "").partition(".")
    return tag if mark == _mark(identity) else None


def _cookie(scope: Scope, locale: Locale) -> str:
    secure = "; Secure" if scope["scheme"] == "https" else ""
    value = f"{COOKIE}={locale.tag}.{_mark(_identity(scope))}"
    return f"{value}; Path=/; Max-Age={_YEAR}; SameSite=Lax; HttpOnly{secure}"
