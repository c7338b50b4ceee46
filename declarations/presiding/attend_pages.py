"""Pages of participants: asking the presiding officer, reporting to them, and what all are told."""

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.presiding.forms import fresh, read_question, read_report
from declarations.presiding.service import guidance, matters, measures, opinions
from declarations.presiding.views import presiding_page
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import YES, Form
from register.kernel.paging import decode_cursor
from register.web.forms import read_form

_OPINIONS = "/attend/opinions"
_REPORT = "/attend/report"


@get(_OPINIONS, opt={"action": "attend.ask"}, include_in_schema=False)
async def own_opinions_page(request: AnyRequest) -> Response[str]:
    """One's own questions with their answers, and the form for another."""
    return await _opinions(request, fresh())


@post(_OPINIONS, opt={"action": "attend.ask"}, include_in_schema=False)
async def ask_for_opinion(request: AnyRequest) -> Response[str] | Redirect:
    """Ask."""
    form = await read_form(request)
    try:
        sent = await opinions.ask(identity_of(request), read_question(form))
    except Invalid as invalid:
        return await _opinions(request, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _opinions(request, form, 409, conflict)
    return Redirect(f"{_OPINIONS}?received={sent.id}", status_code=303)


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
    return presiding_page(
        request, "own_opinions.html", status, form=form, page=page, refused=refused, received=_received(request)
    )


@post(_OPINIONS + "/{opinion:str}/guidance", opt={"action": "attend.ask"}, include_in_schema=False)
async def agree_to_guidance(request: AnyRequest, opinion: FromPath[str]) -> Redirect:
    """Agree that these very words are published, or have them withdrawn."""
    form = await read_form(request)
    agrees = form.typed("agrees") == YES
    await guidance.decide(identity_of(request), canonical_id(opinion), agrees=agrees)
    return Redirect(_OPINIONS, status_code=303)


@get(_REPORT, opt={"action": "attend.report"}, include_in_schema=False)
async def report_page(request: AnyRequest) -> Response[str]:
    """One's own reports, and the form for another."""
    return await _reports(request, fresh())


@post(_REPORT, opt={"action": "attend.report"}, include_in_schema=False)
async def report_it(request: AnyRequest) -> Response[str] | Redirect:
    """Report."""
    form = await read_form(request)
    try:
        sent = await matters.report(identity_of(request), read_report(form))
    except Invalid as invalid:
        return await _reports(request, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _reports(request, form, 409, conflict)
    return Redirect(f"{_REPORT}?received={sent.id}", status_code=303)


@get("/attend/informed", opt={"action": "attend.read"}, include_in_schema=False)
async def informed_page(request: AnyRequest) -> Response[str]:
    """What the presiding officer told all participants."""
    found = await measures.list_informed(identity_of(request))
    return presiding_page(request, "informed.html", found=found)


@get("/attend/guidance", opt={"action": "attend.read"}, include_in_schema=False)
async def attended_guidance_page(request: AnyRequest) -> Response[str]:
    """Opinions in general words, for participants."""
    return await _guidance(request, "/attend/guidance")


@get("/guidance/meetings", opt={"action": "guidance.read"}, include_in_schema=False)
async def meeting_guidance_page(request: AnyRequest) -> Response[str]:
    """The same for everyone who is signed in."""
    return await _guidance(request, "/guidance/meetings")


async def _guidance(request: AnyRequest, address: str) -> Response[str]:
    cursor = decode_cursor(request.query_params.get("at"))
    page = await guidance.list_published(identity_of(request), cursor)
    return presiding_page(request, "guidance.html", page=page, address=address)


async def _reports(
    request: AnyRequest, form: Form, status: int = 200, refused: Conflict | None = None
) -> Response[str]:
    who = identity_of(request)
    page = await matters.list_own_reports(who, decode_cursor(request.query_params.get("at")))
    present = await matters.officers_present(who)
    return presiding_page(
        request,
        "report.html",
        status,
        form=form,
        page=page,
        refused=refused,
        received=_received(request),
        officers=[(str(each.id), each.name) for each in present],
    )


def _received(request: AnyRequest) -> str:
    """What was just sent, so that the page says so above its empty form."""
    return request.query_params.get("received", "")


attend_presiding_pages: list[ControllerRouterHandler] = [
    own_opinions_page,
    ask_for_opinion,
    send_question_again,
    agree_to_guidance,
    report_page,
    report_it,
    informed_page,
    attended_guidance_page,
    meeting_guidance_page,
]
