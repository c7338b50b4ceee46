"""Pages of the sittings, and of the code that is shown in the hall."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.meetings.forms import put_moment, read_sitting
from declarations.meetings.service import sitting_plan
from declarations.meetings.views import meeting_page
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.form import Form
from register.web.forms import read_form

_HERE = "/meetings/{meeting:str}/sittings"
_ONE = _HERE + "/{sitting:str}"
_READ, _KEEP = {"action": "meeting.read"}, {"action": "meeting.keep"}


@get(_HERE, opt=_READ, include_in_schema=False)
async def sittings_page(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """The sittings with the codes of the hall."""
    return await _sittings(request, canonical_id(meeting), Form())


@post(_HERE, opt=_KEEP, include_in_schema=False)
async def plan_sitting(request: AnyRequest, meeting: FromPath[str]) -> Response[str] | Redirect:
    """Add a sitting."""
    form, wanted = await read_form(request), canonical_id(meeting)
    try:
        await sitting_plan.plan_sitting(identity_of(request), wanted, read_sitting(form))
    except Invalid as invalid:
        return await _sittings(request, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _sittings(request, wanted, form, 409, conflict)
    return Redirect(f"/meetings/{wanted}/sittings", status_code=303)


@get(_ONE, opt=_KEEP, include_in_schema=False)
async def sitting_page(request: AnyRequest, meeting: FromPath[str], sitting: FromPath[str]) -> Response[str]:
    """One sitting: its code in large figures for the hall, and its times."""
    return await _sitting(request, canonical_id(meeting), canonical_id(sitting), None)


@post(_ONE, opt=_KEEP, include_in_schema=False)
async def correct_sitting(
    request: AnyRequest, meeting: FromPath[str], sitting: FromPath[str]
) -> Response[str] | Redirect:
    """Give a sitting another time."""
    form, wanted, one = await read_form(request), canonical_id(meeting), canonical_id(sitting)
    try:
        await sitting_plan.correct_sitting(identity_of(request), wanted, one, read_sitting(form))
    except Invalid as invalid:
        return await _sitting(request, wanted, one, form.take(invalid.fields), 422)
    return Redirect(f"/meetings/{wanted}/sittings", status_code=303)


@post(_ONE + "/code", opt=_KEEP, include_in_schema=False)
async def turn_code(request: AnyRequest, meeting: FromPath[str], sitting: FromPath[str]) -> Redirect:
    """Replace the code of the hall."""
    await read_form(request)
    wanted, one = canonical_id(meeting), canonical_id(sitting)
    await sitting_plan.turn_code(identity_of(request), wanted, one)
    return Redirect(f"/meetings/{wanted}/sittings/{one}", status_code=303)


async def _sittings(
    request: AnyRequest, wanted: UUID, form: Form, status: int = 200, changed: Conflict | None = None
) -> Response[str]:
    view = await sitting_plan.list_sittings(identity_of(request), wanted)
    return meeting_page(request, "sittings.html", view.meeting, status, view=view, form=form, changed=changed)


async def _sitting(request: AnyRequest, wanted: UUID, one: UUID, form: Form | None, status: int = 200) -> Response[str]:
    view = await sitting_plan.list_sittings(identity_of(request), wanted)
    found = next((each for each in view.sittings if each.id == one), None)
    if found is None or not view.kept.is_secretary:
        raise NotFound
    if form is None:
        form = Form()
        form.put("number", str(found.number))
        put_moment(form, "starts", found.starts_at)
        put_moment(form, "ends", found.ends_at)
    return meeting_page(request, "sitting.html", view.meeting, status, view=view, sitting=found, form=form)


sittings_pages: list[ControllerRouterHandler] = [
    sittings_page,
    plan_sitting,
    sitting_page,
    correct_sitting,
    turn_code,
]
