"""Pages of a meeting: the list, setting one up, its overview, and its steps from opening to closing."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import seen_in
from declarations.meetings.forms import form_of_meeting, fresh_meeting, read_meeting_form
from declarations.meetings.pages_agenda import agenda_pages
from declarations.meetings.pages_code import code_pages
from declarations.meetings.pages_officers import officers_pages
from declarations.meetings.pages_sittings import sittings_pages
from declarations.meetings.service import completing, preparing
from declarations.meetings.service.overview import overview
from declarations.meetings.service.secretariat import account_of
from declarations.meetings.views import meeting_page
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.access.policy import permits
from register.kernel.errors import Conflict, FieldError, Invalid
from register.kernel.form import YES, Form
from register.kernel.i18n import msg
from register.kernel.paging import decode_cursor
from register.web.forms import read_form

_LIST, _HERE = "/meetings", "/meetings/{meeting:str}"
_READ, _KEEP, _CREATE = {"action": "meeting.read"}, {"action": "meeting.keep"}, {"action": "meeting.create"}


@get(_LIST, opt={"action": "meeting.list"}, include_in_schema=False)
async def meetings_page(request: AnyRequest) -> Response[str]:
    """The meetings in which one has a part, the newest first."""
    who, cursor = identity_of(request), decode_cursor(request.query_params.get("at"))
    page = await preparing.list_meetings(who, cursor)
    return meeting_page(request, "meetings.html", page=page, may_create=permits(who, "meeting.create"))


@get(_LIST + "/new", opt=_CREATE, include_in_schema=False)
async def new_meeting_page(request: AnyRequest) -> Response[str]:
    """The form of a new meeting."""
    return meeting_page(request, "meeting_form.html", form=fresh_meeting())


@post(_LIST + "/new", opt=_CREATE, include_in_schema=False)
async def set_meeting_up(request: AnyRequest) -> Response[str] | Redirect:
    """Make a meeting and name its secretary."""
    form = await read_form(request)
    try:
        command = read_meeting_form(form)
        secretary = await account_of(form.line("secretary"), "secretary")
        made = await preparing.set_up(identity_of(request), command, secretary)
    except Invalid as invalid:
        return meeting_page(request, "meeting_form.html", status=422, form=form.take(invalid.fields))
    return Redirect(f"{_LIST}/{made}", status_code=303)


@get(_HERE, opt=_READ, include_in_schema=False)
async def meeting_overview(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """A meeting on one page."""
    return await _overview(request, canonical_id(meeting), Form())


@get(_HERE + "/edit", opt=_KEEP, include_in_schema=False)
async def edit_meeting_page(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """The particulars, to be corrected."""
    found = (await preparing.read_meeting(identity_of(request), canonical_id(meeting))).meeting
    return meeting_page(request, "meeting_form.html", found, form=form_of_meeting(found))


@post(_HERE + "/edit", opt=_KEEP, include_in_schema=False)
async def correct_meeting(request: AnyRequest, meeting: FromPath[str]) -> Response[str] | Redirect:
    """Write the particulars anew."""
    form, wanted, who = await read_form(request), canonical_id(meeting), identity_of(request)
    try:
        await preparing.correct(who, wanted, read_meeting_form(form), seen_in(form.typed("seen")))
    except (Invalid, Conflict) as fault:
        found = (await preparing.read_meeting(who, wanted)).meeting
        status, form = (422, form.take(fault.fields)) if isinstance(fault, Invalid) else (409, form)
        changed = fault if isinstance(fault, Conflict) else None
        return meeting_page(request, "meeting_form.html", found, status, form=form, changed=changed)
    return Redirect(f"{_LIST}/{wanted}", status_code=303)


@post(_HERE + "/steps", opt=_KEEP, include_in_schema=False)
async def take_step(request: AnyRequest, meeting: FromPath[str]) -> Response[str] | Redirect:
    """Open, complete or close."""
    form, wanted = await read_form(request), canonical_id(meeting)
    try:
        await _step(request, wanted, form)
    except Invalid as invalid:
        return await _overview(request, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _overview(request, wanted, form, 409, conflict)
    return Redirect(f"{_LIST}/{wanted}", status_code=303)


async def _step(request: AnyRequest, wanted: UUID, form: Form) -> None:
    who, seen = identity_of(request), seen_in(form.typed("seen"))
    match form.typed("step"):
        case "open":
            await preparing.open_it(who, wanted)
        case "complete":
            await completing.complete(who, wanted, seen, despite=form.typed("despite") == YES)
        case "close":
            await completing.close(who, wanted, seen)
        case _:
            raise Invalid(fields=[FieldError("step", msg("Choose one of the answers."))])


async def _overview(
    request: AnyRequest, wanted: UUID, form: Form, status: int = 200, changed: Conflict | None = None
) -> Response[str]:
    view = await overview(identity_of(request), wanted)
    return meeting_page(request, "meeting.html", view.meeting, status, view=view, form=form, changed=changed)


meetings_pages: list[ControllerRouterHandler] = [
    meetings_page,
    new_meeting_page,
    set_meeting_up,
    meeting_overview,
    edit_meeting_page,
    correct_meeting,
    take_step,
    *sittings_pages,
    *officers_pages,
    *agenda_pages,
    *code_pages,
]
