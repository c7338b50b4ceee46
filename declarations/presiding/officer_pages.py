"""Pages of whoever presides: questions to answer."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.presiding.forms import read_general, read_opinion, read_seen
from declarations.presiding.matter_pages import matter_pages
from declarations.presiding.service import guidance, opinions
from declarations.presiding.views import presiding_page
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.kernel.paging import decode_cursor
from register.web.forms import read_form

_OPINIONS = "/meetings/{meeting:str}/opinions"


@get(_OPINIONS, opt={"action": "presiding.read"}, include_in_schema=False)
async def asked_opinions_page(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """What was asked of the acting officer."""
    wanted = request.query_params.get("answer")
    return await _asked(request, canonical_id(meeting), Form(), answering=canonical_id(wanted) if wanted else None)


@post(_OPINIONS + "/{opinion:str}", opt={"action": "presiding.answer"}, include_in_schema=False)
async def give_opinion(request: AnyRequest, meeting: FromPath[str], opinion: FromPath[str]) -> Response[str] | Redirect:
    """Answer."""
    form, of, wanted = await read_form(request), canonical_id(meeting), canonical_id(opinion)
    try:
        await opinions.give(identity_of(request), of, wanted, read_opinion(form), read_seen(form))
    except Invalid as invalid:
        return await _asked(request, of, form.take(invalid.fields), 422, answering=wanted)
    except Conflict as conflict:
        return await _asked(request, of, form, 409, refused=conflict, answering=wanted)
    return Redirect(f"/meetings/{of}/opinions", status_code=303)


async def _asked(
    request: AnyRequest,
    meeting: UUID,
    form: Form,
    status: int = 200,
    *,
    refused: Conflict | None = None,
    answering: UUID | None = None,
) -> Response[str]:
    cursor = decode_cursor(request.query_params.get("at"))
    found, page = await opinions.list_asked(identity_of(request), meeting, cursor)
    return presiding_page(
        request,
        "asked_opinions.html",
        status,
        meeting=found,
        page=page,
        form=form,
        refused=refused,
        answering=answering,
    )


@get(_OPINIONS + "/{opinion:str}/guidance", opt={"action": "presiding.answer"}, include_in_schema=False)
async def general_words_page(request: AnyRequest, meeting: FromPath[str], opinion: FromPath[str]) -> Response[str]:
    """The form for an opinion in general words."""
    return await _general(request, canonical_id(meeting), canonical_id(opinion), Form())


@post(_OPINIONS + "/{opinion:str}/guidance", opt={"action": "presiding.answer"}, include_in_schema=False)
async def propose_general_words(
    request: AnyRequest, meeting: FromPath[str], opinion: FromPath[str]
) -> Response[str] | Redirect:
    """Propose them to the asker."""
    form, of, wanted = await read_form(request), canonical_id(meeting), canonical_id(opinion)
    try:
        await guidance.propose(identity_of(request), of, wanted, read_general(form))
    except Invalid as invalid:
        return await _general(request, of, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _general(request, of, wanted, form, 409, conflict)
    return Redirect(f"/meetings/{of}/opinions", status_code=303)


async def _general(
    request: AnyRequest, meeting: UUID, wanted: UUID, form: Form, status: int = 200, refused: Conflict | None = None
) -> Response[str]:
    found = await opinions.read_asked(identity_of(request), meeting, wanted)
    return presiding_page(request, "general.html", status, meeting=meeting, each=found, form=form, refused=refused)


officer_pages: list[ControllerRouterHandler] = [
    asked_opinions_page,
    give_opinion,
    general_words_page,
    propose_general_words,
    *matter_pages,
]
