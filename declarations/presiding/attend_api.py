"""Asking the presiding officer and reporting to them, for programs. A `client_key` sent again is not done twice."""

from litestar import get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.presiding.schemas import (
    AgreementIn,
    InformedOut,
    MadeOut,
    MeetingGuidanceOut,
    MeetingGuidancesOut,
    OfficerOut,
    OpinionOut,
    OpinionsOut,
    QuestionIn,
    ReportIn,
    ReportOut,
    ReportsOut,
)
from declarations.presiding.service import guidance, matters, measures, opinions
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.paging import decode_cursor

_V1, _TAGS = "/api/v1/attend", ["meetings"]


@get(_V1 + "/opinions", opt={"action": "attend.ask"}, tags=_TAGS)
async def list_own_opinions(request: AnyRequest, at: FromQuery[str | None] = None) -> OpinionsOut:
    """Your questions to the presiding officer, newest first."""
    page = await opinions.list_own(identity_of(request), decode_cursor(at))
    return OpinionsOut([OpinionOut.of(each) for each in page.items], page.newer, page.older)


@post(_V1 + "/opinions", opt={"action": "attend.ask"}, tags=_TAGS)
async def ask_presiding_officer(request: AnyRequest, data: JSONBody[QuestionIn]) -> MadeOut:
    """Ask whether a situation is compatible with the code (INTERPOL 22)."""
    return MadeOut((await opinions.ask(identity_of(request), data.command())).id)


@post(_V1 + "/opinions/{opinion:str}/again", opt={"action": "attend.ask"}, status_code=204, tags=_TAGS)
async def send_own_question_again(request: AnyRequest, opinion: FromPath[str]) -> None:
    """Send an unanswered question to whoever presides now."""
    await opinions.send_again(identity_of(request), canonical_id(opinion))


@put(_V1 + "/opinions/{opinion:str}/guidance", opt={"action": "attend.ask"}, status_code=204, tags=_TAGS)
async def agree_to_general_words(request: AnyRequest, opinion: FromPath[str], data: JSONBody[AgreementIn]) -> None:
    """Agree that these very words are published, or have them withdrawn."""
    await guidance.decide(identity_of(request), canonical_id(opinion), agrees=data.agrees)


@get(_V1 + "/reports", opt={"action": "attend.report"}, tags=_TAGS)
async def list_own_reports(request: AnyRequest, at: FromQuery[str | None] = None) -> ReportsOut:
    """Your reports, newest first, and who presides."""
    page = await matters.list_own_reports(identity_of(request), decode_cursor(at))
    present = [OfficerOut.of(each) for each in await matters.officers_present(identity_of(request))]
    return ReportsOut([ReportOut.of(each) for each in page.items], page.newer, page.older, present)


@post(_V1 + "/reports", opt={"action": "attend.report"}, tags=_TAGS)
async def report_to_presiding_officer(request: AnyRequest, data: JSONBody[ReportIn]) -> MadeOut:
    """Report abuse, harassment or a breach (INTERPOL 9, 23). It passes by the officers whom it names."""
    return MadeOut((await matters.report(identity_of(request), data.command())).id)


@get(_V1 + "/informed", opt={"action": "attend.read"}, tags=_TAGS)
async def read_informed(request: AnyRequest) -> list[InformedOut]:
    """What the presiding officer told all participants."""
    found = await measures.list_informed(identity_of(request))
    return [InformedOut(row.informed_at, texts) for row, texts in found]


@get(_V1 + "/guidance", opt={"action": "attend.read"}, tags=_TAGS)
async def list_attended_guidance(request: AnyRequest, at: FromQuery[str | None] = None) -> MeetingGuidancesOut:
    """Opinions in general words, for participants."""
    return await _guidance(request, at)


@get("/api/v1/guidance/meetings", opt={"action": "guidance.read"}, tags=_TAGS)
async def list_meeting_guidance(request: AnyRequest, at: FromQuery[str | None] = None) -> MeetingGuidancesOut:
    """The same for everyone who is signed in."""
    return await _guidance(request, at)


async def _guidance(request: AnyRequest, at: str | None) -> MeetingGuidancesOut:
    page = await guidance.list_published(identity_of(request), decode_cursor(at))
    return MeetingGuidancesOut([MeetingGuidanceOut.of(each) for each in page.items], page.newer, page.older)


attend_presiding_api: list[ControllerRouterHandler] = [
    list_own_opinions,
    ask_presiding_officer,
    send_own_question_again,
    agree_to_general_words,
    list_own_reports,
    report_to_presiding_officer,
    read_informed,
    list_attended_guidance,
    list_meeting_guidance,
]
