"""Pages of the one officer who reviews a report: the list, the case, its review and what follows."""

from collections.abc import Awaitable
from textwrap import shorten
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.presiding.forms import read_informing, read_measure, read_review, read_seen
from declarations.presiding.service import matters, measures
from declarations.presiding.views import presiding_page
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.kernel.i18n import current_locale
from register.kernel.paging import decode_cursor
from register.web.forms import read_form

_MATTERS = "/meetings/{meeting:str}/matters"
_ONE = _MATTERS + "/{matter:str}"


@get(_MATTERS, opt={"action": "presiding.read"}, include_in_schema=False)
async def matters_page(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """What was reported to the acting officer."""
    cursor = decode_cursor(request.query_params.get("at"))
    found, page = await matters.list_matters(identity_of(request), canonical_id(meeting), cursor)
    return presiding_page(request, "matters.html", meeting=found, page=page)


@get(_ONE, opt={"action": "presiding.read"}, include_in_schema=False)
async def matter_page(request: AnyRequest, meeting: FromPath[str], matter: FromPath[str]) -> Response[str]:
    """One report with what was done."""
    return await _case(request, canonical_id(meeting), canonical_id(matter), Form())


@post(_ONE + "/review", opt={"action": "presiding.review"}, include_in_schema=False)
async def review_matter(request: AnyRequest, meeting: FromPath[str], matter: FromPath[str]) -> Response[str] | Redirect:
    """Record the review."""
    form, of, wanted = await read_form(request), canonical_id(meeting), canonical_id(matter)

    async def done() -> None:
        await matters.review(identity_of(request), of, wanted, read_review(form), read_seen(form))

    return await _stepped(request, of, wanted, form, done())


@post(_ONE + "/measures", opt={"action": "presiding.review"}, include_in_schema=False)
async def take_measures(request: AnyRequest, meeting: FromPath[str], matter: FromPath[str]) -> Response[str] | Redirect:
    """Record what was done."""
    form, of, wanted = await read_form(request), canonical_id(meeting), canonical_id(matter)

    async def done() -> None:
        await measures.take(identity_of(request), of, wanted, read_measure(form))

    return await _stepped(request, of, wanted, form, done())


@post(_ONE + "/information", opt={"action": "presiding.review"}, include_in_schema=False)
async def inform_everyone(
    request: AnyRequest, meeting: FromPath[str], matter: FromPath[str]
) -> Response[str] | Redirect:
    """Inform all participants."""
    form, of, wanted = await read_form(request), canonical_id(meeting), canonical_id(matter)

    async def done() -> None:
        await measures.inform(identity_of(request), of, wanted, read_informing(form))

    return await _stepped(request, of, wanted, form, done())


@post(_ONE + "/handover", opt={"action": "presiding.review"}, include_in_schema=False)
async def hand_matter_over(
    request: AnyRequest, meeting: FromPath[str], matter: FromPath[str]
) -> Response[str] | Redirect:
    """Hand it to the next officer."""
    form, of, wanted = await read_form(request), canonical_id(meeting), canonical_id(matter)
    reason, language = form.typed("reason"), current_locale().tag
    step = measures.hand_over(identity_of(request), of, wanted, reason, language)
    return await _stepped(request, of, wanted, form, step, f"/meetings/{of}/matters")


@post(_ONE + "/chair", opt={"action": "presiding.review"}, include_in_schema=False)
async def take_the_chair(
    request: AnyRequest, meeting: FromPath[str], matter: FromPath[str]
) -> Response[str] | Redirect:
    """Take the chair from whom the case concerns."""
    form, of, wanted = await read_form(request), canonical_id(meeting), canonical_id(matter)
    step = measures.take_chair(identity_of(request), of, wanted, form.typed("chair_reason"))
    return await _stepped(request, of, wanted, form, step)


async def _stepped(
    request: AnyRequest, meeting: UUID, matter: UUID, form: Form, step: Awaitable[None], after: str = ""
) -> Response[str] | Redirect:
    try:
        await step
    except Invalid as invalid:
        return await _case(request, meeting, matter, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _case(request, meeting, matter, form, 409, conflict)
    return Redirect(after or f"/meetings/{meeting}/matters/{matter}", status_code=303)


async def _case(
    request: AnyRequest, meeting: UUID, matter: UUID, form: Form, status: int = 200, refused: Conflict | None = None
) -> Response[str]:
    case = await matters.read_case(identity_of(request), meeting, matter)
    others = [(str(each.matter.id), _named(each)) for each in case.others]
    return presiding_page(request, "matter.html", status, case=case, form=form, refused=refused, others=others)


def _named(report: matters.ReadMatter) -> str:
    """A report in one line: by whom, and how it begins."""
    name = report.reporter.name if report.reporter else ""
    return f"{name} · {shorten(report.words.text, width=80, placeholder='…')}"


matter_pages: list[ControllerRouterHandler] = [
    matters_page,
    matter_page,
    review_matter,
    take_measures,
    inform_everyone,
    hand_matter_over,
    take_the_chair,
]
