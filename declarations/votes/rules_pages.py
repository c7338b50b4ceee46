"""The body's matrix of standing aside, with the answers that were given before it was as it is."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.meetings.forms_agenda import read_rule
from declarations.meetings.service import matrix
from declarations.meetings.views import meeting_page
from declarations.votes.service.earlier_answers import ask_again, read_rules
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.web.forms import read_form

_RULES = "/meetings/{meeting:str}/standing-aside"


@get(_RULES, opt={"action": "meeting.read"}, include_in_schema=False)
async def matrix_page(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """The body's matrix of standing aside."""
    return await _matrix(request, canonical_id(meeting), Form())


@post(_RULES, opt={"action": "meeting.keep"}, include_in_schema=False)
async def set_rule(request: AnyRequest, meeting: FromPath[str]) -> Response[str] | Redirect:
    """Write or empty one cell."""
    form, wanted = await read_form(request), canonical_id(meeting)
    try:
        await matrix.set_rule(identity_of(request), wanted, read_rule(form))
    except Invalid as invalid:
        return await _matrix(request, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _matrix(request, wanted, form, 409, changed=conflict)
    return Redirect(f"/meetings/{wanted}/standing-aside", status_code=303)


@post(_RULES + "/requests", opt={"action": "vote.remind"}, include_in_schema=False)
async def ask_them_again(request: AnyRequest, meeting: FromPath[str]) -> Redirect:
    """Ask whoever answered before the rules changed to answer again."""
    wanted = canonical_id(meeting)
    sent = await ask_again(identity_of(request), wanted)
    return Redirect(f"/meetings/{wanted}/standing-aside?asked={sent}", status_code=303)


async def _matrix(request: AnyRequest, wanted: UUID, form: Form, status: int = 200, **more: Any) -> Response[str]:
    view = await read_rules(identity_of(request), wanted)
    asked = request.query_params.get("asked", "")
    meeting, shown = view.matrix.kept.meeting, {"rules": view, "asked": asked if asked.isdecimal() else ""}
    return meeting_page(request, "standing_aside.html", meeting, status, view=view.matrix, form=form, **shown, **more)


rules_pages: list[ControllerRouterHandler] = [matrix_page, set_rule, ask_them_again]
