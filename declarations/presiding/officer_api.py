"""What lies before the presiding officer, for programs. Answers and reviews carry If-Match."""

from litestar import Response, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.presiding.schemas import (
    GeneralIn,
    InformationIn,
    MatterOut,
    MeasuresIn,
    OpinionIn,
    OpinionOut,
    OpinionsOut,
    ReasonIn,
    ReportOut,
    ReportsOut,
    ReviewIn,
)
from declarations.presiding.service import guidance, matters, measures, opinions
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.i18n import current_locale
from register.kernel.paging import decode_cursor
from register.web.etags import etag, if_match

_V1, _TAGS = "/api/v1/meetings/{meeting:str}", ["meetings"]
_OPINION, _MATTER = _V1 + "/opinions/{opinion:str}", _V1 + "/matters/{matter:str}"
_READ, _ANSWER, _REVIEW = (
    {"action": "presiding.read"},
    {"action": "presiding.answer"},
    {"action": "presiding.review"},
)


@get(_V1 + "/opinions", opt=_READ, tags=_TAGS)
async def list_asked_opinions(
    request: AnyRequest, meeting: FromPath[str], at: FromQuery[str | None] = None
) -> OpinionsOut:
    """Questions to you as presiding officer, newest first."""
    _, page = await opinions.list_asked(identity_of(request), canonical_id(meeting), decode_cursor(at))
    return OpinionsOut([OpinionOut.of(each) for each in page.items], page.newer, page.older)


@get(_OPINION, opt=_READ, tags=_TAGS)
async def read_asked_opinion(
    request: AnyRequest, meeting: FromPath[str], opinion: FromPath[str]
) -> Response[OpinionOut]:
    """One question to you."""
    found = await opinions.read_asked(identity_of(request), canonical_id(meeting), canonical_id(opinion))
    return Response(OpinionOut.of(found), headers={"etag": etag(found.opinion.version)})


@put(_OPINION + "/answer", opt=_ANSWER, status_code=204, tags=_TAGS)
async def answer_opinion(
    request: AnyRequest, meeting: FromPath[str], opinion: FromPath[str], data: JSONBody[OpinionIn]
) -> None:
    """Give an opinion, once."""
    of, wanted, seen = canonical_id(meeting), canonical_id(opinion), if_match(request)
    await opinions.give(identity_of(request), of, wanted, data.command(), seen)


@put(_OPINION + "/guidance", opt=_ANSWER, status_code=204, tags=_TAGS)
async def propose_meeting_guidance(
    request: AnyRequest, meeting: FromPath[str], opinion: FromPath[str], data: JSONBody[GeneralIn]
) -> None:
    """Propose general words to the asker, who publishes them by agreeing."""
    of, wanted = canonical_id(meeting), canonical_id(opinion)
    await guidance.propose(identity_of(request), of, wanted, data.words())


@get(_V1 + "/matters", opt=_READ, tags=_TAGS)
async def list_reported_matters(
    request: AnyRequest, meeting: FromPath[str], at: FromQuery[str | None] = None
) -> ReportsOut:
    """Reports to you, newest first."""
    _, page = await matters.list_matters(identity_of(request), canonical_id(meeting), decode_cursor(at))
    return ReportsOut([ReportOut.of(each) for each in page.items], page.newer, page.older)


@get(_MATTER, opt=_READ, tags=_TAGS)
async def read_reported_matter(
    request: AnyRequest, meeting: FromPath[str], matter: FromPath[str]
) -> Response[MatterOut]:
    """One report with its review and what followed."""
    found = await matters.read_case(identity_of(request), canonical_id(meeting), canonical_id(matter))
    return Response(MatterOut.of(found), headers={"etag": etag(found.read.matter.version)})


@put(_MATTER + "/review", opt=_REVIEW, status_code=204, tags=_TAGS)
async def record_review(
    request: AnyRequest, meeting: FromPath[str], matter: FromPath[str], data: JSONBody[ReviewIn]
) -> None:
    """Record the review, of other reports of the same case too."""
    of, wanted, seen = canonical_id(meeting), canonical_id(matter), if_match(request)
    await matters.review(identity_of(request), of, wanted, data.command(), seen)


@post(_MATTER + "/measures", opt=_REVIEW, status_code=204, tags=_TAGS)
async def record_measures(
    request: AnyRequest, meeting: FromPath[str], matter: FromPath[str], data: JSONBody[MeasuresIn]
) -> None:
    """Record measures after the review, each as an act of its own."""
    await measures.take(identity_of(request), canonical_id(meeting), canonical_id(matter), data.command())


@post(_MATTER + "/information", opt=_REVIEW, status_code=204, tags=_TAGS)
async def inform_all_participants(
    request: AnyRequest, meeting: FromPath[str], matter: FromPath[str], data: JSONBody[InformationIn]
) -> None:
    """Inform all participants; after another measure, and once."""
    await measures.inform(identity_of(request), canonical_id(meeting), canonical_id(matter), data.command())


@post(_MATTER + "/handover", opt=_REVIEW, status_code=204, tags=_TAGS)
async def hand_over_matter(
    request: AnyRequest, meeting: FromPath[str], matter: FromPath[str], data: JSONBody[ReasonIn]
) -> None:
    """Hand a matter that concerns you to the next officer."""
    of, wanted = canonical_id(meeting), canonical_id(matter)
    await measures.hand_over(identity_of(request), of, wanted, data.reason, current_locale().tag)


@post(_MATTER + "/chair", opt=_REVIEW, status_code=204, tags=_TAGS)
async def take_chair_for_matter(
    request: AnyRequest, meeting: FromPath[str], matter: FromPath[str], data: JSONBody[ReasonIn]
) -> None:
    """Take the chair from somebody whom the case concerns."""
    await measures.take_chair(identity_of(request), canonical_id(meeting), canonical_id(matter), data.reason)


officer_api: list[ControllerRouterHandler] = [
    list_asked_opinions,
    read_asked_opinion,
    answer_opinion,
    propose_meeting_guidance,
    list_reported_matters,
    read_reported_matter,
    record_review,
    record_measures,
    inform_all_participants,
    hand_over_matter,
    take_chair_for_matter,
]
