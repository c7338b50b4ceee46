"""Periodic reports for programs: the same services as the pages. Creates carry a key, changes If-Match."""

from litestar import Response, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.filing.api.errors import idempotency_key
from declarations.minutes.pages import language_in
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.access.service.confirming import confirm
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import msg
from register.kernel.paging import Page, decode_cursor
from register.web.etags import etag, if_match
from reports.periodic.files import attached
from reports.periodic.forms import read_decision, read_texts
from reports.periodic.schemas import (
    DataSetMadeOut,
    DecisionIn,
    DraftIn,
    PeriodIn,
    ReleaseIn,
    ReportMadeOut,
    ReportOut,
    ReportsOut,
    SettingAsideIn,
    SummaryOut,
    TextsIn,
)
from reports.periodic.service import following, reading, releasing
from reports.periodic.service.making import make_data_set
from reports.periodic.stored import Report
from reports.periodic.wire import decision_form, read_reason, texts_form_of

_V1, _ONE, _PUBLIC = "/api/v1/reports", "/api/v1/reports/{report:str}", "/api/v1/public/reports"
_TAGS = ["reports"]
_LIST, _READ, _OPEN = {"action": "report.list"}, {"action": "report.read"}, {"action": "report.public"}
_PREPARE, _RELEASE = {"action": "report.prepare"}, {"action": "report.release"}


@get(_V1, opt=_LIST, tags=_TAGS)
async def list_reports(request: AnyRequest, at: FromQuery[str | None] = None) -> ReportsOut:
    """Reports that are open to you, newest first."""
    return _page(await reading.list_reports(identity_of(request), decode_cursor(at)))


@post("/api/v1/data-sets", opt=_PREPARE, tags=_TAGS)
async def count_a_period(request: AnyRequest, data: JSONBody[PeriodIn]) -> DataSetMadeOut:
    """Count a period as the register stands now; the numbers are kept and change no more."""
    key = f"data-set-{idempotency_key(request)}"
    return DataSetMadeOut(await make_data_set(identity_of(request), data.since, data.until, idempotency_key=key))


@post(_V1, opt=_PREPARE, tags=_TAGS)
async def begin_report(request: AnyRequest, data: JSONBody[DraftIn]) -> ReportMadeOut:
    """Begin a report on a data set, or on the numbers and with the texts of another report."""
    who, key = identity_of(request), f"report-{idempotency_key(request)}"
    if data.like is not None and data.data_set is None:
        return ReportMadeOut(
            await following.begin_like(who, data.like, data.profile, marked=data.texts, idempotency_key=key)
        )
    if data.data_set is None or data.like is not None:
        raise Invalid(fields=[FieldError("data_set", msg("Give either a data set or a report."))])
    return ReportMadeOut(await releasing.draft(who, data.data_set, data.profile, idempotency_key=key))


@get(_ONE, opt=_READ, tags=_TAGS)
async def read_report(request: AnyRequest, report: FromPath[str]) -> Response[ReportOut]:
    """A report with its numbers; what is withheld is null and named in `withheld`."""
    found = await reading.read(identity_of(request), canonical_id(report))
    return Response(ReportOut.of(found), headers={"etag": etag(found.report.version)})


@put(_ONE + "/texts", opt=_PREPARE, status_code=200, tags=_TAGS)
async def write_report(request: AnyRequest, report: FromPath[str], data: JSONBody[TextsIn]) -> Response[SummaryOut]:
    """Write what a draft says besides its numbers."""
    seen, command = if_match(request), read_texts(texts_form_of(data))
    return _state(await releasing.write(identity_of(request), canonical_id(report), seen, command))


@post(_ONE + "/freezing", opt=_PREPARE, status_code=200, tags=_TAGS)
async def freeze_draft(request: AnyRequest, report: FromPath[str]) -> Response[SummaryOut]:
    """Freeze a draft: it changes no more and waits for a second person."""
    return _state(await releasing.freeze(identity_of(request), canonical_id(report), if_match(request)))


@post(_ONE + "/release", opt=_RELEASE, status_code=200, tags=_TAGS)
async def release_frozen(request: AnyRequest, report: FromPath[str], data: JSONBody[ReleaseIn]) -> Response[SummaryOut]:
    """Release a frozen report, as somebody who neither wrote nor froze it."""
    who, seen = identity_of(request), if_match(request)
    if data.password and who.session is not None:
        await confirm(who, data.password)
    return _state(await releasing.release(who, canonical_id(report), seen))


@post(_ONE + "/setting-aside", opt=_RELEASE, status_code=200, tags=_TAGS)
async def set_frozen_aside(
    request: AnyRequest, report: FromPath[str], data: JSONBody[SettingAsideIn]
) -> Response[SummaryOut]:
    """Do not release a frozen report, and say why."""
    seen, because = if_match(request), read_reason(data.because)
    return _state(await releasing.set_aside(identity_of(request), canonical_id(report), seen, because))


@post(_ONE + "/corrections", opt=_PREPARE, tags=_TAGS)
async def begin_correction(request: AnyRequest, report: FromPath[str]) -> ReportMadeOut:
    """Count the period of a released report anew and begin its correction; the report itself stays."""
    key = f"correction-{idempotency_key(request)}"
    return ReportMadeOut(await following.correct(identity_of(request), canonical_id(report), idempotency_key=key))


@post(_ONE + "/decision", opt=_PREPARE, status_code=200, tags=_TAGS)
async def note_decision(request: AnyRequest, report: FromPath[str], data: JSONBody[DecisionIn]) -> Response[SummaryOut]:
    """Record what the Assembly decided on a released report, once."""
    seen, said = if_match(request), read_decision(decision_form(data))
    done = await releasing.record_decision(
        identity_of(request), canonical_id(report), seen, said.decided, said.on, said.words
    )
    return _state(done)


@get(_ONE + "/files/{name:str}", opt=_READ, tags=_TAGS)
async def download_report(request: AnyRequest, report: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """`report.xlsx`, `report.pdf`, `covering-paper.docx` or `tables.zip`, in the language of `in`."""
    return await attached(await reading.read(identity_of(request), canonical_id(report)), name, language_in(request))


@get(_PUBLIC, opt=_OPEN, tags=_TAGS)
async def list_public_reports(at: FromQuery[str | None] = None) -> ReportsOut:
    """Released reports for the public, where the organization shows them."""
    return _page(await reading.list_public(decode_cursor(at)))


@get(_PUBLIC + "/{report:str}", opt=_OPEN, tags=_TAGS)
async def read_public_report(report: FromPath[str]) -> ReportOut:
    """A released report for the public."""
    return ReportOut.of(await reading.read_public(canonical_id(report)))


@get(_PUBLIC + "/{report:str}/files/{name:str}", opt=_OPEN, tags=_TAGS)
async def download_public_report(request: AnyRequest, report: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """The same as a file, in the language of `in`."""
    return await attached(await reading.read_public(canonical_id(report)), name, language_in(request))


def _page(found: Page[Report]) -> ReportsOut:
    return ReportsOut([SummaryOut.of(each) for each in found.items], found.newer, found.older)


def _state(report: Report) -> Response[SummaryOut]:
    return Response(SummaryOut.of(report), headers={"etag": etag(report.version)})


periodic_api: list[ControllerRouterHandler] = [
    list_reports,
    count_a_period,
    begin_report,
    read_report,
    write_report,
    freeze_draft,
    release_frozen,
    set_frozen_aside,
    begin_correction,
    note_decision,
    download_report,
    list_public_reports,
    read_public_report,
    download_public_report,
]
