"""Pages of one participant: who it is, the link with its QR code, and who stands in."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import seen_in
from declarations.meetings.people_forms import (
    form_of_participant,
    fresh_participant,
    read_participant_form,
    read_replacement,
    sittings_offered,
)
from declarations.meetings.people_labels import OFFERED
from declarations.meetings.qr import qr_markup
from declarations.meetings.service import entering, linking, voting
from declarations.meetings.service.entering import PersonView
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.web.forms import read_form
from register.web.rendering import render

_HERE = "/meetings/{meeting:str}/participants"
_READ, _KEEP = {"action": "meeting.read"}, {"action": "meeting.keep"}


@get(_HERE + "/new", opt=_KEEP, include_in_schema=False)
async def new_participant_page(
    request: AnyRequest, meeting: FromPath[str], delegation: FromQuery[str | None] = None
) -> Response[str]:
    """The form of a participant."""
    form = fresh_participant(canonical_id(delegation) if delegation else None)
    return await _form(request, canonical_id(meeting), None, form)


@post(_HERE + "/new", opt=_KEEP, include_in_schema=False)
async def add_participant(request: AnyRequest, meeting: FromPath[str]) -> Response[str] | Redirect:
    """Add a participant, with a link."""
    form, held = await read_form(request), canonical_id(meeting)
    try:
        made = await entering.enter_participant(identity_of(request), held, read_participant_form(form))
    except Invalid as invalid:
        return await _form(request, held, None, form.take(invalid.fields), 422)
    return Redirect(f"/meetings/{held}/participants/{made}", status_code=303)


@get(_HERE + "/{participant:str}", opt=_READ, include_in_schema=False)
async def participant_page(request: AnyRequest, meeting: FromPath[str], participant: FromPath[str]) -> Response[str]:
    """One participant."""
    return await _one(request, canonical_id(meeting), canonical_id(participant), Form())


@get(_HERE + "/{participant:str}/edit", opt=_KEEP, include_in_schema=False)
async def edit_participant_page(
    request: AnyRequest, meeting: FromPath[str], participant: FromPath[str]
) -> Response[str]:
    """The same form with what stands."""
    held, wanted = canonical_id(meeting), canonical_id(participant)
    view = await entering.read_participant(identity_of(request), held, wanted)
    form = form_of_participant(view.participant)
    form.put("seen", str(view.participant.version))
    return await _form(request, held, wanted, form)


@post(_HERE + "/{participant:str}/edit", opt=_KEEP, include_in_schema=False)
async def edit_participant(
    request: AnyRequest, meeting: FromPath[str], participant: FromPath[str]
) -> Response[str] | Redirect:
    """Correct a participant."""
    form, held, wanted = await read_form(request), canonical_id(meeting), canonical_id(participant)
    try:
        command, seen = read_participant_form(form), seen_in(form.typed("seen"))
        await entering.correct_participant(identity_of(request), held, wanted, command, seen)
    except Invalid as invalid:
        return await _form(request, held, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _form(request, held, wanted, form, 409, conflict)
    return Redirect(f"/meetings/{held}/participants/{wanted}", status_code=303)


@post(_HERE + "/{participant:str}/link", opt=_KEEP, include_in_schema=False)
async def issue_link(request: AnyRequest, meeting: FromPath[str], participant: FromPath[str]) -> Redirect:
    """Give a new link; the one before is dead."""
    held, wanted = canonical_id(meeting), canonical_id(participant)
    await linking.issue_again(identity_of(request), held, wanted)
    return Redirect(f"/meetings/{held}/participants/{wanted}", status_code=303)


@post(_HERE + "/{participant:str}/revoke", opt=_KEEP, include_in_schema=False)
async def revoke_link(
    request: AnyRequest, meeting: FromPath[str], participant: FromPath[str]
) -> Response[str] | Redirect:
    """Take the link back."""
    held, wanted = canonical_id(meeting), canonical_id(participant)
    try:
        await linking.revoke(identity_of(request), held, wanted)
    except Conflict as conflict:
        return await _one(request, held, wanted, Form(), 409, conflict)
    return Redirect(f"/meetings/{held}/participants/{wanted}", status_code=303)


@post(_HERE + "/{participant:str}/invite", opt=_KEEP, include_in_schema=False)
async def send_link(
    request: AnyRequest, meeting: FromPath[str], participant: FromPath[str]
) -> Response[str] | Redirect:
    """Send the link by mail."""
    held, wanted = canonical_id(meeting), canonical_id(participant)
    try:
        await linking.invite(identity_of(request), held, wanted)
    except Invalid as invalid:
        return await _one(request, held, wanted, Form().take(invalid.fields), 422)
    return Redirect(f"/meetings/{held}/participants/{wanted}", status_code=303)


@post(_HERE + "/{participant:str}/replace", opt=_KEEP, include_in_schema=False)
async def replace_participant(
    request: AnyRequest, meeting: FromPath[str], participant: FromPath[str]
) -> Response[str] | Redirect:
    """Let an alternate of the same delegation stand in."""
    form, held, wanted = await read_form(request), canonical_id(meeting), canonical_id(participant)
    try:
        await voting.replace(identity_of(request), held, wanted, read_replacement(form))
    except Invalid as invalid:
        return await _one(request, held, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _one(request, held, wanted, form, 409, conflict)
    return Redirect(f"/meetings/{held}/participants/{form.typed('alternate')}", status_code=303)


async def _one(
    request: AnyRequest, meeting: UUID, wanted: UUID, form: Form, status: int = 200, changed: Conflict | None = None
) -> Response[str]:
    view = await entering.read_participant(identity_of(request), meeting, wanted)
    link = await _link(request, view)
    return render(
        request,
        "meetings/people_participant.html",
        status,
        view=view,
        meeting=view.meeting,
        participant=view.participant,
        form=form,
        changed=changed,
        link=link,
        drawn=qr_markup(link) if link else "",
        alternates=[(str(each.id), each.name) for each in view.others],
        sittings_offered=sittings_offered(view.sittings),
        **OFFERED,
    )


async def _link(request: AnyRequest, view: PersonView) -> str:
    """The whole address of the link, for the secretary alone while it works."""
    if not view.keeps or view.participant.revoked_at is not None:
        return ""
    return (await linking.read_badge(identity_of(request), view.meeting.id, view.participant.id)).link


async def _form(
    request: AnyRequest,
    meeting: UUID,
    wanted: UUID | None,
    form: Form,
    status: int = 200,
    changed: Conflict | None = None,
) -> Response[str]:
    offered = await entering.offered_delegations(identity_of(request), meeting)
    return render(
        request,
        "meetings/people_participant_form.html",
        status,
        meeting_id=meeting,
        wanted=wanted,
        form=form,
        changed=changed,
        delegations=[(str(each.id), each.name) for each in offered],
        **OFFERED,
    )


people_one_pages: list[ControllerRouterHandler] = [
    new_participant_page,
    add_participant,
    participant_page,
    edit_participant_page,
    edit_participant,
    issue_link,
    revoke_link,
    send_link,
    replace_participant,
]
