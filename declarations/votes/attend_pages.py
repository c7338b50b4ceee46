"""The participant's own pages: the code, the statement for the meeting, and the items that were called."""

from typing import Any
from uuid import UUID, uuid4

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from declarations.meetings.arrival_pages import way_to
from declarations.meetings.labels import PARTY_ROLES
from declarations.meetings.service.acknowledging import OwnCode, own_code
from declarations.meetings.views import item_state, meeting_page
from declarations.votes.attend_forms import fresh, read_answer, read_standing
from declarations.votes.gift_pages import gift_pages
from declarations.votes.item_view import SHOWN, beside, fill
from declarations.votes.labels import LEVELS, OWN_MEASURES, STANCES
from declarations.votes.service.disclosing import AnswerCommand, OwnScreen, answer, own_screen
from declarations.votes.service.standing import stand_aside, take_part_again
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, IdempotencyMismatch, Invalid, NotFound
from register.kernel.form import Form
from register.web.forms import read_form
from register.web.rendering import render

_HERE, _CODE = "/attend", "/attend/code"


@get(_HERE, opt={"action": "attend.read"}, include_in_schema=False)
async def attend_page(request: AnyRequest) -> Response[str] | Redirect:
    """What this meeting asks of the participant, and what they have answered; the code comes first."""
    own = await own_code(identity_of(request))
    if own.may_acknowledge:
        return Redirect(_CODE, status_code=303)
    return _page(request, "attend.html", await own_screen(identity_of(request)), fresh(), own=own)


@post(_HERE + "/statement", opt={"action": "attend.disclose"}, include_in_schema=False)
async def state_it(request: AnyRequest) -> Response[str] | Redirect:
    """The one statement for the whole meeting."""
    return await _answered(request, None)


@get(_HERE + "/items/{item:str}", opt={"action": "attend.read"}, include_in_schema=False)
async def item_page(request: AnyRequest, item: FromPath[str], of: FromQuery[str] = "") -> Response[str] | Redirect:
    """One item that was called; the code comes first."""
    wanted = canonical_id(item)
    if (await own_code(identity_of(request))).may_acknowledge:
        return Redirect(_CODE + way_to(f"{_HERE}/items/{wanted}"), status_code=303)
    return await _item(request, wanted, fresh(), of=of[:20])


@get(_HERE + "/agenda", opt={"action": "attend.read"}, include_in_schema=False)
async def agenda_page(request: AnyRequest) -> Response[str]:
    """The agenda as it was last published."""
    screen = await own_screen(identity_of(request))
    if screen.agenda is None:
        raise NotFound
    return meeting_page(request, "attended_agenda.html", screen.meeting, revision=screen.agenda)


@post(_HERE + "/items/{item:str}", opt={"action": "attend.disclose"}, include_in_schema=False)
async def disclose_it(request: AnyRequest, item: FromPath[str]) -> Response[str] | Redirect:
    """Answer on it."""
    return await _answered(request, canonical_id(item))


@post(_HERE + "/items/{item:str}/standing-aside", opt={"action": "attend.disclose"}, include_in_schema=False)
async def stand_aside_on_it(request: AnyRequest, item: FromPath[str]) -> Response[str] | Redirect:
    """Record what one does on it."""
    wanted, form = canonical_id(item), await read_form(request)
    try:
        await stand_aside(identity_of(request), wanted, *read_standing(form))
    except Invalid as invalid:
        form.put("client_key", str(uuid4()))
        return await _item(request, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        form.put("client_key", str(uuid4()))
        return await _item(request, wanted, form, 409, refused=conflict)
    return Redirect(f"{_HERE}/items/{wanted}#standing-aside", status_code=303)


@post(_HERE + "/items/{item:str}/taking-part", opt={"action": "attend.disclose"}, include_in_schema=False)
async def take_part_in_it(request: AnyRequest, item: FromPath[str]) -> Response[str] | Redirect:
    """Take one's own choice back."""
    wanted = canonical_id(item)
    try:
        await take_part_again(identity_of(request), wanted)
    except Conflict as conflict:
        return await _item(request, wanted, fresh(), 409, refused=conflict)
    return Redirect(f"{_HERE}/items/{wanted}#standing-aside", status_code=303)


async def _item(
    request: AnyRequest,
    item: UUID,
    form: Form,
    status: int = 200,
    *,
    of: str = "",
    refused: Conflict | None = None,
) -> Response[str]:
    """The item. An item that is no longer called has no form to come back to: the refusal has a page of its own."""
    screen = await own_screen(identity_of(request))
    if refused is not None and item not in {each.id for each in screen.called}:
        raise refused
    found = await beside(identity_of(request), item)
    fill(form, found, of, screen.answers.get(item), screen.words.get(item))
    return _page(request, "item.html", screen, form, status, item=item, beside=found, refused=refused, **SHOWN)


async def _answered(request: AnyRequest, item: UUID | None) -> Response[str] | Redirect:
    form = await read_form(request)
    try:
        await _keep(request, read_answer(form, item))
    except Invalid as invalid:
        return await _returned(request, item, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _returned(request, item, form, 409, conflict)
    return Redirect(f"{_HERE}/items/{item}" if item else _HERE, status_code=303)


async def _returned(
    request: AnyRequest, item: UUID | None, form: Form, status: int, refused: Conflict | None = None
) -> Response[str]:
    """The form again, with all that was typed and what is in its way."""
    if item is not None:
        return await _item(request, item, form, status, refused=refused)
    identity = identity_of(request)
    screen, own = await own_screen(identity), await own_code(identity)
    return _page(request, "attend.html", screen, form, status, own=own, refused=refused)


async def _keep(request: AnyRequest, command: AnswerCommand) -> None:
    """Keep it; a page that was gone back to, and answered otherwise, says something new under its old key."""
    try:
        await answer(identity_of(request), command)
    except IdempotencyMismatch:
        await answer(identity_of(request), msgspec.structs.replace(command, client_key=uuid4()))


def _page(
    request: AnyRequest,
    template: str,
    screen: OwnScreen,
    form: Form,
    status: int = 200,
    *,
    item: UUID | None = None,
    own: OwnCode | None = None,
    refused: Conflict | None = None,
    **shown: Any,
) -> Response[str]:
    one = next((each for each in screen.called if each.id == item), None)
    if item is not None and one is None:
        raise NotFound
    return render(
        request,
        f"votes/{template}",
        status,
        form=form,
        screen=screen,
        own=own,
        refused=refused,
        item=one,
        answered=screen.answers.get(item),
        said=screen.words.get(item),
        stances=[(value.value, label) for value, label in STANCES.items()],
        levels=[(value.value, label) for value, label in LEVELS.items()],
        stance_words=STANCES,
        level_words=LEVELS,
        measures=OWN_MEASURES,
        party_roles=PARTY_ROLES,
        item_state=item_state,
        **shown,
    )


attend_pages = [
    attend_page,
    state_it,
    agenda_page,
    item_page,
    disclose_it,
    stand_aside_on_it,
    take_part_in_it,
    *gift_pages,
]
