"""Pages of whoever comes by a personal link: it only identifies; the code of the hall or of a mail opens.

`?to=` is the page that a letter was about, or that was asked for before coming in.
"""

from urllib.parse import quote, unquote

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.response import Redirect

from declarations.meetings.applying_code import applying_code
from declarations.meetings.service.arriving import (
    closed_meeting,
    count_try,
    enter,
    leave,
    open_link,
    own_token,
    send_code,
)
from register.access.guards import ATTEND, WAY_COOKIE, AnyRequest, identity_of, way_cookie, way_of_participant
from register.access.middleware import MEETING_COOKIE
from register.kernel.errors import Invalid, NotFound
from register.kernel.form import Form
from register.kernel.i18n import current_locale, locale_of, set_locale
from register.web.forms import read_form
from register.web.language import has_chosen
from register.web.rendering import render


@get("/join", opt={"action": "join.open"}, include_in_schema=False)
async def join_page(request: AnyRequest) -> Response[str]:
    """Who is invited, and the field for a code; looking at it consumes nothing, since mail scanners look too."""
    await count_try(client_of(request))
    return await _invited(request, str(request.scope.get("link_token", "")), Form())


@post("/join/code", opt={"action": "join.code"}, status_code=200, include_in_schema=False)
async def ask_for_code(request: AnyRequest) -> Response[str]:
    """Send a code to the address on the secretary's list."""
    form = await read_form(request)
    await count_try(client_of(request))
    token = form.typed("token")
    try:
        await send_code(token)
    except Invalid as invalid:
        return await _invited(request, token, form.take(invalid.fields), 422)
    except NotFound:
        return await _nowhere(request, token)
    return await _invited(request, token, form, was_sent=True)


@post("/attend/mailed-code", opt={"action": "join.code"}, status_code=200, include_in_schema=False)
async def ask_inside(request: AnyRequest) -> Response[str]:
    """The same for whoever came in by the code of the hall, and asked for what is open to them alone."""
    form = await read_form(request)
    await count_try(client_of(request))
    token, to = await own_token(identity_of(request)), way_of_participant(form.typed("to"))
    try:
        await send_code(token)
    except Invalid as invalid:
        return await _invited(request, token, form.take(invalid.fields), 422, to=to)
    return await _invited(request, token, form, was_sent=True, to=to)


@post("/join", opt={"action": "join.enter"}, include_in_schema=False)
async def come_in(request: AnyRequest) -> Response[str] | Redirect:
    """Come in with a code."""
    form = await read_form(request)
    await count_try(client_of(request))
    token = form.typed("token")
    try:
        session = await enter(token, form.typed("code"))
    except Invalid as invalid:
        return await _invited(request, token, form.take(invalid.fields), 422)
    except NotFound:
        return await _nowhere(request, token)
    led = Redirect(_wanted(request), status_code=303)
    led.set_cookie(session_cookie(session))
    led.set_cookie(way_cookie("", 0))
    return led


@post("/attend/leave", opt={"action": "attend.leave"}, include_in_schema=False)
async def go(request: AnyRequest) -> Redirect:
    """Leave: the session of this browser ends."""
    await leave(identity_of(request))
    led = Redirect("/join", status_code=303)
    led.set_cookie(session_cookie("", 0))
    return led


async def _invited(
    request: AnyRequest, token: str, form: Form, status: int = 200, *, was_sent: bool = False, to: str = ""
) -> Response[str]:
    try:
        invitation = await open_link(token)
    except NotFound:
        return await _nowhere(request, token)
    if not has_chosen(request.scope):
        set_locale(locale_of(invitation.participant.language))
    request.scope["link_token"] = token  # type: ignore[typeddict-unknown-key]  # the other languages are at the link
    request.scope["raw_path"] = b"/join"
    page = render(
        request,
        "meetings/join.html",
        status,
        form=form,
        token=token,
        invitation=invitation,
        was_sent=was_sent,
        wanted=_wanted(request),
        way=way_to(to or _asked(request)),
        is_in=not to and identity_of(request).participant == invitation.participant.id,
        keeps_confidence=applying_code(invitation.meeting).keeps_confidence,
    )
    page.set_header("content-language", current_locale().tag)
    return page


async def _nowhere(request: AnyRequest, token: str) -> Response[str]:
    """A link that opens nothing (any more); without one, how to come in."""
    if not token:
        return render(request, "meetings/left.html", leads_on=_wanted(request) != ATTEND)
    closed = await closed_meeting(token)
    keeps_confidence = closed is not None and applying_code(closed).keeps_confidence
    return render(
        request, "meetings/no_link.html", 404, is_closed=closed is not None, keeps_confidence=keeps_confidence
    )


def way_to(path: str) -> str:
    """What stands behind an address of coming in, so that it leads on to that page."""
    return "" if path == ATTEND else f"?to={quote(path, safe='/')}"


def _asked(request: AnyRequest) -> str:
    return way_of_participant(request.query_params.get("to", ""))


def _wanted(request: AnyRequest) -> str:
    """The page to which coming in leads: the one that the letter was about, else the one that was asked for before."""
    asked = _asked(request)
    return way_of_participant(unquote(request.cookies.get(WAY_COOKIE, ""))) if asked == ATTEND else asked


def session_cookie(value: str, seconds: int | None = None) -> Cookie:
    return Cookie(
        key=MEETING_COOKIE, value=value, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax"
    )


def client_of(request: AnyRequest) -> str:
    return request.client.host if request.client else ""


arrival_pages = [join_page, ask_for_code, ask_inside, come_in, go]
