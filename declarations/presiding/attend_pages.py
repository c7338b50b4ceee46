"""Pages of participants: asking the presiding officer for an opinion."""

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.presiding.forms import fresh, read_question
from declarations.presiding.service import opinions
from declarations.presiding.views import presiding_page
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.kernel.paging import decode_cursor
from register.web.forms import read_form

_OPINIONS = "/attend/opinions"


@get(_OPINIONS, opt={"action": "attend.ask"}, include_in_schema=False)
async def own_opinions_page(request: AnyRequest) -> Response[str]:
    """One's own questions with their answers, and the form for another."""
    return await _opinions(request, fresh())


@post(_OPINIONS, opt={"action": "attend.ask"}, include_in_schema=False)
async def ask_for_opinion(request: AnyRequest) -> Response[str] | Redirect:
    """Ask."""
    form = await read_form(request)
    try:
        await opinions.ask(identity_of(request), read_question(form))
    except Invalid as invalid:
        return await _opinions(request, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _opinions(request, form, 409, conflict)
    return Redirect(_OPINIONS, status_code=303)


@post(_OPINIONS + "/{opinion:str}/again", opt={"action": "attend.ask"}, include_in_schema=False)
async def send_question_again(request: AnyRequest, opinion: FromPath[str]) -> Response[str] | Redirect:
    """Send an unanswered question to whoever presides now."""
    try:
        await opinions.send_again(identity_of(request), canonical_id(opinion))
    except Conflict as conflict:
        return await _opinions(request, fresh(), 409, conflict)
    return Redirect(_OPINIONS, status_code=303)


async def _opinions(
    request: AnyRequest, form: Form, status: int = 200, refused: Conflict | None = None
) -> Response[str]:
    page = await opinions.list_own(identity_of(request), decode_cursor(request.query_params.get("at")))
    return presiding_page(request, "own_opinions.html", status, form=form, page=page, refused=refused)


attend_presiding_pages: list[ControllerRouterHandler] = [own_opinions_page, ask_for_opinion, send_question_again]
