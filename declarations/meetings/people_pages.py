"""Pages of the secretary on those who take part: delegations, their right to vote, participants by name."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import seen_in
from declarations.meetings.people_forms import (
    chosen_id,
    form_of_delegation,
    fresh_delegation,
    read_delegation_form,
    sittings_offered,
)
from declarations.meetings.people_labels import OFFERED
from declarations.meetings.people_list_pages import people_list_pages
from declarations.meetings.people_one_pages import people_one_pages
from declarations.meetings.service import entering, voting
from declarations.meetings.service.entering import PeopleView
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.kernel.paging import decode_cursor
from register.web.forms import read_form
from register.web.rendering import render

_HERE = "/meetings/{meeting:str}"
_READ, _KEEP = {"action": "meeting.read"}, {"action": "meeting.keep"}


@get(_HERE + "/people", opt=_READ, include_in_schema=False)
async def people_page(request: AnyRequest, meeting: FromPath[str], at: FromQuery[str | None] = None) -> Response[str]:
    """The delegations by name, and the ways on from here."""
    view = await entering.list_delegations(identity_of(request), canonical_id(meeting), decode_cursor(at))
    return render(request, "meetings/people.html", view=view, meeting=view.meeting, **OFFERED)


@get(_HERE + "/participants", opt=_READ, include_in_schema=False)
async def participants_page(
    request: AnyRequest, meeting: FromPath[str], at: FromQuery[str | None] = None
) -> Response[str]:
    """Everyone by family name."""
    return _people(
        request, await entering.list_participants(identity_of(request), canonical_id(meeting), decode_cursor(at))
    )


@post(_HERE + "/participants", opt=_READ, status_code=200, include_in_schema=False)
async def find_participants(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """Those whose family name begins so; sent as a form, so that no name stands in an address."""
    form = await read_form(request)
    name = form.line("name")
    return _people(request, await entering.find_participants(identity_of(request), canonical_id(meeting), name), form)


def _people(request: AnyRequest, view: PeopleView, form: Form | None = None) -> Response[str]:
    return render(
        request,
        "meetings/people_participants.html",
        view=view,
        meeting=view.meeting,
        form=form or Form(),
        **OFFERED,
    )


@get(_HERE + "/delegations/new", opt=_KEEP, include_in_schema=False)
async def new_delegation_page(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """The form of a delegation."""
    return await _delegation_form(request, canonical_id(meeting), None, fresh_delegation())


@post(_HERE + "/delegations/new", opt=_KEEP, include_in_schema=False)
async def add_delegation(request: AnyRequest, meeting: FromPath[str]) -> Response[str] | Redirect:
    """Add a delegation."""
    form, held = await read_form(request), canonical_id(meeting)
    try:
        made = await entering.enter_delegation(identity_of(request), held, read_delegation_form(form))
    except Invalid as invalid:
        return await _delegation_form(request, held, None, form.take(invalid.fields), 422)
    return Redirect(f"/meetings/{held}/delegations/{made}", status_code=303)


@get(_HERE + "/delegations/{delegation:str}", opt=_READ, include_in_schema=False)
async def delegation_page(
    request: AnyRequest, meeting: FromPath[str], delegation: FromPath[str], at: FromQuery[str | None] = None
) -> Response[str]:
    """One delegation: its right to vote, who votes for it, its people."""
    return await _delegation(request, canonical_id(meeting), canonical_id(delegation), Form(), at=at)


@get(_HERE + "/delegations/{delegation:str}/edit", opt=_KEEP, include_in_schema=False)
async def edit_delegation_page(request: AnyRequest, meeting: FromPath[str], delegation: FromPath[str]) -> Response[str]:
    """The same form with what stands."""
    held, wanted = canonical_id(meeting), canonical_id(delegation)
    view = await entering.read_delegation(identity_of(request), held, wanted)
    form = form_of_delegation(view.delegation)
    form.put("seen", str(view.delegation.version))
    return await _delegation_form(request, held, wanted, form)


@post(_HERE + "/delegations/{delegation:str}/edit", opt=_KEEP, include_in_schema=False)
async def edit_delegation(
    request: AnyRequest, meeting: FromPath[str], delegation: FromPath[str]
) -> Response[str] | Redirect:
    """Correct a delegation, its credentials or its right to vote."""
    form, held, wanted = await read_form(request), canonical_id(meeting), canonical_id(delegation)
    try:
        command, seen = read_delegation_form(form), seen_in(form.typed("seen"))
        await entering.correct_delegation(identity_of(request), held, wanted, command, seen)
    except Invalid as invalid:
        return await _delegation_form(request, held, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _delegation_form(request, held, wanted, form, 409, conflict)
    return Redirect(f"/meetings/{held}/delegations/{wanted}", status_code=303)


@post(_HERE + "/delegations/{delegation:str}/voting", opt=_KEEP, include_in_schema=False)
async def name_voting(
    request: AnyRequest, meeting: FromPath[str], delegation: FromPath[str]
) -> Response[str] | Redirect:
    """Name who votes for it, at one sitting or at all."""
    form, held, wanted = await read_form(request), canonical_id(meeting), canonical_id(delegation)
    try:
        who, sitting = chosen_id(form, "participant"), chosen_id(form, "sitting")
        form.check()
        await voting.name_voting(identity_of(request), held, wanted, who or wanted, sitting)
    except Invalid as invalid:
        return await _delegation(request, held, wanted, form.take(invalid.fields), 422)
    return Redirect(f"/meetings/{held}/delegations/{wanted}", status_code=303)


@post(_HERE + "/delegations/{delegation:str}/voting/{record:str}/end", opt=_KEEP, include_in_schema=False)
async def end_voting(
    request: AnyRequest, meeting: FromPath[str], delegation: FromPath[str], record: FromPath[str]
) -> Redirect:
    """End a naming without another."""
    held, wanted = canonical_id(meeting), canonical_id(delegation)
    await voting.end_voting(identity_of(request), held, canonical_id(record))
    return Redirect(f"/meetings/{held}/delegations/{wanted}", status_code=303)


async def _delegation(
    request: AnyRequest, meeting: UUID, wanted: UUID, form: Form, status: int = 200, at: str | None = None
) -> Response[str]:
    view = await entering.read_delegation(identity_of(request), meeting, wanted, decode_cursor(at))
    return render(
        request,
        "meetings/people_delegation.html",
        status,
        view=view,
        meeting=view.meeting,
        delegation=view.delegation,
        form=form,
        numbers={each.id: each.number for each in view.sittings},
        sittings_offered=sittings_offered(view.sittings),
        voters=[(str(each.id), each.name) for each in view.voters],
        **OFFERED,
    )


async def _delegation_form(
    request: AnyRequest,
    meeting: UUID,
    wanted: UUID | None,
    form: Form,
    status: int = 200,
    changed: Conflict | None = None,
) -> Response[str]:
    view = await entering.list_delegations(identity_of(request), meeting, None)
    context = {"meeting": view.meeting, "wanted": wanted, "form": form, "changed": changed}
    return render(request, "meetings/people_delegation_form.html", status, **context, **OFFERED)


people_pages: list[ControllerRouterHandler] = [
    people_page,
    participants_page,
    find_participants,
    new_delegation_page,
    add_delegation,
    delegation_page,
    edit_delegation_page,
    edit_delegation,
    name_voting,
    end_voting,
    *people_one_pages,
    *people_list_pages,
]
