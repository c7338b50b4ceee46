"""That a form came from our own page: a token bound to the session, and the browser's word on where it came from.

Anonymous forms (sign-in, links, pre-check) are bound to a short cookie that is set when such a form is shown.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping
from contextvars import ContextVar
from urllib.parse import urlsplit

from markupsafe import Markup

from register.access.tokens import keyed, looks_like_token, new_token

FIELD = "csrf"
HEADER = "x-csrf-token"
FORM_COOKIE = "__Host-register-form"
FORM_COOKIE_SECONDS = 2 * 60 * 60
_NONCE = 16
_MAC = 32
_LONGEST = 100


class Binding:
    """What the tokens of one request are bound to; `shown` when a token was given out."""

    __slots__ = ("_secret", "cookie", "shown")

    def __init__(self, secret: str, *, cookie: str | None = None) -> None:
        self._secret = secret
        self.cookie = cookie
        """The value of the form cookie, for visitors without a session."""
        self.shown = False

    def token(self) -> str:
        """A new token; each is different, so that its bytes tell nothing when pages are compressed."""
        self.shown = True
        nonce = secrets.token_bytes(_NONCE)
        return base64.urlsafe_b64encode(nonce + self._mac(nonce)).decode()

    def holds(self, token: str) -> bool:
        """Whether the token was given out under this binding. Any text may be asked about."""
        if not token.isascii() or len(token) > _LONGEST:
            return False
        try:
            raw = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return False
        return len(raw) == _NONCE + _MAC and hmac.compare_digest(raw[_NONCE:], self._mac(raw[:_NONCE]))

    def _mac(self, nonce: bytes) -> bytes:
        return keyed("csrf", self._secret, nonce.hex())


_current: ContextVar[Binding | None] = ContextVar("register_csrf", default=None)


def bind_session(token: str) -> Binding:
    """Bind the forms of this request to a session."""
    binding = Binding(f"session {token}")
    _current.set(binding)
    return binding


def bind_visitor(cookie: str | None) -> Binding:
    """Bind the forms of this request to a visitor's form cookie, a new one where there is none."""
    value = cookie if cookie and looks_like_token(cookie) else new_token()
    binding = Binding(f"form {value}", cookie=value)
    _current.set(binding)
    return binding


def csrf_field() -> Markup:
    """The hidden field of a form; a template calls it inside every form that posts."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_token())


def csrf_token() -> str:
    """A token for the header, for scripts of ours."""
    binding = _current.get()
    if binding is None:
        message = "a form is rendered outside of a request"
        raise RuntimeError(message)
    return binding.token()


def is_own_origin(headers: Mapping[str, str], host: str) -> bool:
    """Whether the browser says, or does not deny, that the request came from a page of ours.

    `Sec-Fetch-Site` is believed first, because a strict referrer policy makes even our own forms say `Origin: null`.
    """
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    if origin is None or (origin == "null" and site == "same-origin"):
        return True
    try:
        return bool(host) and urlsplit(origin).netloc.casefold() == host.casefold()
    except ValueError:
        return False
