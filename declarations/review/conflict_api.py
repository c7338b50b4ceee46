"""Conflicts of interest for programs: nature, marks, measures. The same services as the pages; all need If-Match."""

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from declarations.filing.model import Declaration
from declarations.filing.pages.addresses import reference_in
from declarations.review.conflict_schemas import (
    DisclosureIn,
    MarkIn,
    MeasureIn,
    MeasureWordsIn,
    NatureIn,
    WaitingMeasureOut,
    WaitingMeasuresOut,
)
from declarations.review.model import Following
from declarations.review.schemas import CaseStateOut
from declarations.review.service import marks, measures
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.form import Form
from register.kernel.paging import decode_cursor
from register.web.etags import etag, if_match

_CASE = "/api/v1/cases/{reference:str}"
_OWN = "/api/v1/declarations/{reference:str}"
_TAGS = ["cases"]


def _text(text: str) -> str:
    """Text as strictly as a form reads it. Raises Invalid, BadRequest."""
    form = Form({"words": [text]})
    found = form.text("words")
    form.check()
    return found


def _state(after: Declaration) -> Response[CaseStateOut]:
    return Response(CaseStateOut.of(after), headers={"etag": etag(after.head_seq)})


@post(_CASE + "/nature", opt={"action": "case.assess"}, status_code=200, tags=_TAGS)
async def assess_nature(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[NatureIn]
) -> Response[CaseStateOut]:
    """Say how real the conflict is, beside what the person declared."""
    seen, reason = if_match(request), _text(data.reason)
    return _state(await marks.assess_nature(identity_of(request), reference_in(reference), data.nature, reason, seen))


@post(_CASE + "/disclosure", opt={"action": "case.mark"}, status_code=200, tags=_TAGS)
async def mark_disclosed(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[DisclosureIn]
) -> Response[CaseStateOut]:
    """Record that those whom the conflict concerns know of it."""
    seen, to, reason = if_match(request), _text(data.to), _text(data.reason)
    return _state(await marks.mark_disclosed(identity_of(request), reference_in(reference), to, data.on, reason, seen))


@post(_CASE + "/addressing", opt={"action": "case.mark"}, status_code=200, tags=_TAGS)
async def mark_addressed(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[MarkIn]
) -> Response[CaseStateOut]:
    """Record that the conflict is addressed."""
    seen, reason = if_match(request), _text(data.reason)
    return _state(await marks.mark_addressed(identity_of(request), reference_in(reference), reason, seen))


@post(_CASE + "/resolution", opt={"action": "case.mark"}, status_code=200, tags=_TAGS)
async def mark_resolved(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[MarkIn]
) -> Response[CaseStateOut]:
    """Record that the conflict is resolved in the best interest of the Organization.

    409 until its nature is assessed, it is addressed, and each reported measure is confirmed or lifted.
    """
    seen, reason = if_match(request), _text(data.reason)
    return _state(await marks.mark_resolved(identity_of(request), reference_in(reference), reason, seen))


@post(_CASE + "/measures", opt={"action": "case.measure"}, status_code=200, tags=_TAGS)
async def set_measure(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[MeasureIn]
) -> Response[CaseStateOut]:
    """Set one more measure after the decision."""
    seen, command = if_match(request), data.command()
    return _state(await measures.set_measure(identity_of(request), reference_in(reference), command, seen))


@post(_CASE + "/measures/{measure:str}/confirmation", opt={"action": "case.measure"}, status_code=200, tags=_TAGS)
async def confirm_measure(
    request: AnyRequest, reference: FromPath[str], measure: FromPath[str], data: JSONBody[MeasureWordsIn]
) -> Response[CaseStateOut]:
    """Confirm that a measure is carried out."""
    seen, wanted, words = if_match(request), canonical_id(measure), _text(data.words)
    return _state(await measures.confirm_measure(identity_of(request), reference_in(reference), wanted, words, seen))


@post(_CASE + "/measures/{measure:str}/lifting", opt={"action": "case.measure"}, status_code=200, tags=_TAGS)
async def lift_measure(
    request: AnyRequest, reference: FromPath[str], measure: FromPath[str], data: JSONBody[MeasureWordsIn]
) -> Response[CaseStateOut]:
    """Lift a measure, with the reason why it is needed no longer."""
    seen, wanted, words = if_match(request), canonical_id(measure), _text(data.words)
    return _state(await measures.lift_measure(identity_of(request), reference_in(reference), wanted, words, seen))


@post(
    _OWN + "/measures/{measure:str}/report",
    opt={"action": "declaration.measure"},
    status_code=200,
    tags=["Declarations"],
)
async def report_measure(
    request: AnyRequest, reference: FromPath[str], measure: FromPath[str], data: JSONBody[MeasureWordsIn]
) -> Response[CaseStateOut]:
    """Say of a measure on your own declaration that it is carried out, and how."""
    seen, wanted, words = if_match(request), canonical_id(measure), _text(data.words)
    return _state(await measures.report_measure(identity_of(request), reference_in(reference), wanted, words, seen))


@get("/api/v1/measures", opt={"action": "measure.list"}, tags=_TAGS)
async def list_measures(
    request: AnyRequest, show: FromQuery[Following] = Following.WAITING, at: FromQuery[str | None] = None
) -> WaitingMeasuresOut:
    """Measures on conflicts, the earliest day first: due or reported, either of the two, or set for a later day."""
    page = (await measures.list_followed(identity_of(request), show, decode_cursor(at))).page
    return WaitingMeasuresOut([WaitingMeasureOut.of(each) for each in page.items], page.newer, page.older)


conflict_api = [
    assess_nature,
    mark_disclosed,
    mark_addressed,
    mark_resolved,
    set_measure,
    confirm_measure,
    lift_measure,
    report_measure,
    list_measures,
]
