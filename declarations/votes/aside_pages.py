"""What somebody who stands aside then did, and dispensation from what a rule of the body asks for."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.meetings.model import Measure
from declarations.votes.item_led_view import item_led
from declarations.votes.labels import ALLOWED, MEASURES
from declarations.votes.model import Did
from declarations.votes.service.dispensing import LONGEST, DispenseCommand, dispense, read_aside, withdraw
from declarations.votes.service.recording import note_what_was_done
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import FieldError, Invalid
from register.kernel.form import Form
from register.web.forms import read_form
from register.web.rendering import render

_ITEM = "/meetings/{meeting:str}/items/{item:str}"
_ASIDE = _ITEM + "/asides/{aside:str}"


@post(_ASIDE, opt={"action": "vote.note"}, include_in_schema=False)
async def note_it(
    request: AnyRequest, meeting: FromPath[str], item: FromPath[str], aside: FromPath[str]
) -> Response[str] | Redirect:
    """What somebody who stands aside then did."""
    form, held, about = await read_form(request), canonical_id(meeting), canonical_id(item)
    try:
        did = form.choice("did", set(Did))
        form.check()
        by = form.typed("replaced_by") if did == Did.REPLACED else ""
        place = canonical_id(by) if by else None
        await note_what_was_done(identity_of(request), held, about, canonical_id(aside), Did(str(did)), place)
    except Invalid as invalid:
        again = Form()  # the page has these fields once for each who stands aside
        for name in ("did", "replaced_by"):
            again.put(f"{name}-{aside}", form.typed(name))
        again.take(FieldError(f"{each.name}-{aside}", each.message) for each in invalid.fields)
        return await item_led(request, held, about, again, 422)
    return Redirect(f"/meetings/{held}/items/{about}", status_code=303)


@get(_ASIDE + "/dispensation", opt={"action": "vote.dispense"}, include_in_schema=False)
async def dispensation_page(
    request: AnyRequest, meeting: FromPath[str], item: FromPath[str], aside: FromPath[str]
) -> Response[str]:
    """The form of a dispensation, or of its withdrawal."""
    return await _page(request, canonical_id(meeting), canonical_id(item), canonical_id(aside), Form())


@post(_ASIDE + "/dispensation", opt={"action": "vote.dispense"}, include_in_schema=False)
async def dispense_it(
    request: AnyRequest, meeting: FromPath[str], item: FromPath[str], aside: FromPath[str]
) -> Response[str] | Redirect:
    """Dispense somebody."""
    form, places = await read_form(request), (canonical_id(meeting), canonical_id(item), canonical_id(aside))
    try:
        allows = form.choice("allows", set(ALLOWED))
        rule, reason = form.line("rule", longest=LONGEST), form.line("reason", longest=LONGEST)
        form.check()
        command = DispenseCommand(allows=Measure(str(allows)), rule=rule, reason=reason)
        await dispense(identity_of(request), *places, command)
    except Invalid as invalid:
        return await _page(request, *places, form.take(invalid.fields), 422)
    return Redirect(f"/meetings/{places[0]}/items/{places[1]}", status_code=303)


@post(_ASIDE + "/withdrawal", opt={"action": "vote.dispense"}, include_in_schema=False)
async def withdraw_it(
    request: AnyRequest, meeting: FromPath[str], item: FromPath[str], aside: FromPath[str]
) -> Response[str] | Redirect:
    """Withdraw a dispensation."""
    form, places = await read_form(request), (canonical_id(meeting), canonical_id(item), canonical_id(aside))
    try:
        reason = form.line("reason", longest=LONGEST)
        form.check()
        await withdraw(identity_of(request), *places, reason)
    except Invalid as invalid:
        return await _page(request, *places, form.take(invalid.fields), 422)
    return Redirect(f"/meetings/{places[0]}/items/{places[1]}", status_code=303)


async def _page(
    request: AnyRequest, meeting: UUID, item: UUID, aside: UUID, form: Form, status: int = 200
) -> Response[str]:
    case = await read_aside(identity_of(request), meeting, item, aside)
    return render(
        request,
        "votes/dispensation.html",
        status,
        case=case,
        form=form,
        measures=MEASURES,
        allowed=ALLOWED,
        offered=[(each.value, ALLOWED[each]) for each in case.offered],
    )


aside_pages: list[ControllerRouterHandler] = [note_it, dispensation_page, dispense_it, withdraw_it]
