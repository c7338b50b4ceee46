"""Standing aside that was announced, written down beside what the person disclosed."""

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.meetings.model import Measure
from declarations.votes.item_led_view import item_led
from declarations.votes.service.told import ToldCommand, record_aside
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, FieldError, Invalid
from register.kernel.form import Form
from register.web.forms import read_form

ANNOUNCED = (Measure.LEAVES, Measure.SPEAKS, Measure.SPEAKS_AND_VOTES)
"""What is written down on the page; whoever is replaced says so on their own."""


@post("/meetings/{meeting:str}/items/{item:str}/asides", opt={"action": "vote.record"}, include_in_schema=False)
async def record_it(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> Response[str] | Redirect:
    """What somebody announced that they will do."""
    form, held, about = await read_form(request), canonical_id(meeting), canonical_id(item)
    who = canonical_id(form.typed("participant"))
    try:
        measure = form.choice("measure", set(ANNOUNCED))
        form.check()
        command = ToldCommand(participant=who, measure=Measure(str(measure)))
        await record_aside(identity_of(request), held, about, command)
    except Invalid as invalid:
        again = Form()  # the page has this field once for each who disclosed something
        again.take(FieldError(f"told-{who}", each.message) for each in invalid.fields)
        return await item_led(request, held, about, again, 422)
    except Conflict as refused:
        return await item_led(request, held, about, Form(), 409, refused)
    return Redirect(f"/meetings/{held}/items/{about}", status_code=303)


told_pages: list[ControllerRouterHandler] = [record_it]
