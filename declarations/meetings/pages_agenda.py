"""Pages of the agenda: its items in their order, one item with whom it concerns, and the published revisions."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import seen_in
from declarations.meetings.forms_agenda import form_of_item, fresh_item, read_concerned, read_item
from declarations.meetings.service import concerning, planning_agenda
from declarations.meetings.service.planning_agenda import AgendaView
from declarations.meetings.views import meeting_page
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.form import Form
from register.kernel.i18n import msg
from register.web.forms import read_form

_AGENDA = "/meetings/{meeting:str}/agenda"
_ITEM = _AGENDA + "/{item:str}"
_READ, _KEEP = {"action": "meeting.read"}, {"action": "meeting.keep"}


@get(_AGENDA, opt=_READ, include_in_schema=False)
async def agenda_page(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """The agenda."""
    return await _agenda(request, canonical_id(meeting))


@get(_AGENDA + "/new", opt=_KEEP, include_in_schema=False)
async def new_item_page(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """The form of a new item."""
    view = await _kept(request, canonical_id(meeting))
    return meeting_page(request, "item_form.html", view.meeting, view=view, form=fresh_item(_next(view)))


@post(_AGENDA + "/new", opt=_KEEP, include_in_schema=False)
async def enter_item(request: AnyRequest, meeting: FromPath[str]) -> Response[str] | Redirect:
    """Put an item on the agenda."""
    form, wanted = await read_form(request), canonical_id(meeting)
    view = await _kept(request, wanted)
    try:
        made = await planning_agenda.enter_item(identity_of(request), wanted, read_item(form, view.meeting))
    except Invalid as invalid:
        return meeting_page(
            request, "item_form.html", view.meeting, 422, view=view, form=form.take(_by_language(invalid, view))
        )
    except Conflict as conflict:
        return meeting_page(request, "item_form.html", view.meeting, 409, view=view, form=form, changed=conflict)
    return Redirect(f"/meetings/{wanted}/agenda/{made}", status_code=303)


@get(_ITEM, opt=_READ, include_in_schema=False)
async def item_page(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> Response[str]:
    """One item: what is decided on it, whom it concerns, and the call for disclosure."""
    return await _item(request, canonical_id(meeting), canonical_id(item), Form())


@get(_ITEM + "/edit", opt=_KEEP, include_in_schema=False)
async def edit_item_page(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> Response[str]:
    """An item, to be corrected."""
    view = await _kept(request, canonical_id(meeting))
    found = view.item(canonical_id(item))
    return meeting_page(request, "item_form.html", view.meeting, view=view, item=found, form=form_of_item(found))


@post(_ITEM + "/edit", opt=_KEEP, include_in_schema=False)
async def correct_item(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> Response[str] | Redirect:
    """Write an item anew."""
    form, wanted, one = await read_form(request), canonical_id(meeting), canonical_id(item)
    view = await _kept(request, wanted)
    shown: dict[str, Any] = {"view": view, "item": view.item(one), "form": form}
    try:
        command, seen = read_item(form, view.meeting), seen_in(form.typed("seen"))
        await planning_agenda.correct_item(identity_of(request), wanted, one, command, seen)
    except Invalid as invalid:
        form.take(_by_language(invalid, view))
        return meeting_page(request, "item_form.html", view.meeting, 422, **shown)
    except Conflict as conflict:
        return meeting_page(request, "item_form.html", view.meeting, 409, changed=conflict, **shown)
    return Redirect(f"/meetings/{wanted}/agenda/{one}", status_code=303)


@post(_ITEM + "/steps", opt=_KEEP, include_in_schema=False)
async def take_item_step(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> Response[str] | Redirect:
    """Move an item, call for disclosure on it, record that it is over, or withdraw it."""
    form, wanted, one = await read_form(request), canonical_id(meeting), canonical_id(item)
    step = form.typed("step")
    try:
        await _step(request, wanted, one, step, seen_in(form.typed("seen")))
    except Invalid as invalid:
        return await _agenda(request, wanted, 422, faults=invalid.fields)
    except Conflict as conflict:
        return await _item(request, wanted, one, Form(), 409, changed=conflict)
    back = f"/meetings/{wanted}/agenda"
    return Redirect(back if step in {"up", "down"} else f"{back}/{one}", status_code=303)


@post(_ITEM + "/concerned", opt=_KEEP, include_in_schema=False)
async def name_party(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> Response[str] | Redirect:
    """Say whom an item concerns."""
    form, wanted, one = await read_form(request), canonical_id(meeting), canonical_id(item)
    try:
        await concerning.name_party(identity_of(request), wanted, one, read_concerned(form))
    except concerning.Ambiguous as several:
        return await _item(request, wanted, one, form.take(several.fields), 422, offered=several.offered)
    except Invalid as invalid:
        return await _item(request, wanted, one, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _item(request, wanted, one, form, 409, changed=conflict)
    return Redirect(f"/meetings/{wanted}/agenda/{one}", status_code=303)


@post(_ITEM + "/concerned/{concerned:str}/withdraw", opt=_KEEP, include_in_schema=False)
async def withdraw_party(
    request: AnyRequest, meeting: FromPath[str], item: FromPath[str], concerned: FromPath[str]
) -> Response[str] | Redirect:
    """Say that an item does not concern somebody any more."""
    await read_form(request)
    wanted, one = canonical_id(meeting), canonical_id(item)
    try:
        await concerning.withdraw_party(identity_of(request), wanted, one, canonical_id(concerned))
    except Conflict as conflict:
        return await _item(request, wanted, one, Form(), 409, changed=conflict)
    return Redirect(f"/meetings/{wanted}/agenda/{one}", status_code=303)


@post(_AGENDA + "/revisions", opt=_KEEP, include_in_schema=False)
async def publish_agenda(request: AnyRequest, meeting: FromPath[str]) -> Response[str] | Redirect:
    """Publish the agenda as it stands."""
    await read_form(request)
    wanted = canonical_id(meeting)
    try:
        number = await planning_agenda.publish(identity_of(request), wanted)
    except Conflict as conflict:
        return await _agenda(request, wanted, 409, changed=conflict)
    return Redirect(f"/meetings/{wanted}/agenda/revisions/{number}", status_code=303)


@get(_AGENDA + "/revisions/{number:int}", opt=_READ, include_in_schema=False)
async def revision_page(request: AnyRequest, meeting: FromPath[str], number: FromPath[int]) -> Response[str]:
    """The agenda as it was published once, with the link to the code."""
    view = await planning_agenda.read_agenda(identity_of(request), canonical_id(meeting))
    found = next((each for each in view.revisions if each.number == number), None)
    if found is None:
        raise NotFound
    return meeting_page(request, "revision.html", view.meeting, view=view, revision=found)


async def _step(request: AnyRequest, wanted: UUID, one: UUID, step: str, seen: int) -> None:
    who = identity_of(request)
    match step:
        case "up" | "down":
            await planning_agenda.move_item(who, wanted, one, up=step == "up")
        case "call":
            await planning_agenda.call_item(who, wanted, one, seen)
        case "end":
            await planning_agenda.end_item(who, wanted, one, seen)
        case "withdraw":
            await planning_agenda.withdraw_item(who, wanted, one, seen)
        case _:
            raise Invalid(fields=[FieldError("step", msg("Choose one of the answers."))])


async def _kept(request: AnyRequest, wanted: UUID) -> AgendaView:
    view = await planning_agenda.read_agenda(identity_of(request), wanted)
    if not view.kept.is_secretary:
        raise NotFound
    return view


async def _agenda(request: AnyRequest, wanted: UUID, status: int = 200, **more: Any) -> Response[str]:
    view = await planning_agenda.read_agenda(identity_of(request), wanted)
    return meeting_page(request, "agenda.html", view.meeting, status, view=view, **more)


async def _item(
    request: AnyRequest, wanted: UUID, one: UUID, form: Form, status: int = 200, **more: Any
) -> Response[str]:
    view = await planning_agenda.read_agenda(identity_of(request), wanted)
    return meeting_page(request, "item.html", view.meeting, status, view=view, item=view.item(one), form=form, **more)


def _by_language(invalid: Invalid, view: AgendaView) -> list[FieldError]:
    first = f"title_{view.meeting.languages[0]}"
    return [FieldError(first, each.message) if each.name == "titles" else each for each in invalid.fields]


def _next(view: AgendaView) -> str:
    return str(sum(each.withdrawn_at is None for each in view.items) + 1)


agenda_pages: list[ControllerRouterHandler] = [
    agenda_page,
    new_item_page,
    enter_item,
    item_page,
    edit_item_page,
    correct_item,
    take_item_step,
    name_party,
    withdraw_party,
    publish_agenda,
    revision_page,
]
