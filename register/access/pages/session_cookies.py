"""The cookies that sign-in sets, and what a request says of its visitor."""

from litestar import Response
from litestar.datastructures import Cookie

from register.access.browser import short_name
from register.access.guards import AnyRequest, arrival_of
from register.access.middleware import DEVICE_COOKIE, SESSION_COOKIE
from register.access.model import SignedIn, Visitor
from register.access.service.signing_in import sign_out
from register.access.tokens import looks_like_token

_HALF_A_YEAR = 180 * 24 * 60 * 60
_LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


def visitor_of(request: AnyRequest) -> Visitor:
    """Where a try comes from."""
    cookies = arrival_of(request).cookies
    session = cookies.get(SESSION_COOKIE, "")
    return Visitor(
        address=request.client.host if request.client else "",
        browser=short_name(request.headers.get("user-agent", "")),
        device=cookies.get(DEVICE_COOKIE),
        session=session if looks_like_token(session) else None,
    )


def is_safe_to_sign_in(request: AnyRequest) -> bool:
    """Whether the browser will keep the cookie: over https, or on this very machine."""
    host = request.headers.get("host", "")
    return request.scope["scheme"] == "https" or host.rpartition(":")[0] in _LOOPBACK or host in _LOOPBACK


def led_in(signed_in: SignedIn, location: str) -> Response[None]:
    """303 with a cookie for this host only, over https only, which no script reads and no other site sends."""
    response: Response[None] = Response(None, status_code=303, headers={"location": location})
    response.set_cookie(_cookie(SESSION_COOKIE, signed_in.token))
    response.set_cookie(_cookie(DEVICE_COOKIE, signed_in.device, _HALF_A_YEAR))
    return response


async def led_out(request: AnyRequest, location: str) -> Response[None]:
    """End the session and take its cookie away."""
    await sign_out(arrival_of(request).cookies.get(SESSION_COOKIE, ""))
    response: Response[None] = Response(None, status_code=303, headers={"location": location})
    response.set_cookie(_cookie(SESSION_COOKIE, "", 0))
    return response


def _cookie(name: str, value: str, seconds: int | None = None) -> Cookie:
    return Cookie(key=name, value=value, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax")
