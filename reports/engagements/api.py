"""Audits under a written mandate for programs: the same services as the pages. Creates carry a key."""

from dataclasses import dataclass

from litestar import Response, get, post
from litestar.openapi.spec import OpenAPIFormat, OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Operation, Schema
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream
from litestar.types import ControllerRouterHandler

from declarations.filing.api.errors import idempotency_key
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.access.service.confirming import confirm
from register.kernel.paging import decode_cursor
from register.web.etags import etag, if_match
from reports.download import MEDIA
from reports.engagements.files import sent
from reports.engagements.schemas import (
    AnswerIn,
    AuditorOut,
    EndIn,
    EngagementDetailOut,
    EngagementIn,
    EngagementOut,
    EngagementsOut,
    ExtractIn,
    MadeOut,
    UnmaskedOut,
    UnmaskingIn,
    UnmaskingOut,
)
from reports.engagements.service import ending, extracting, recording, unmasking

_V1, _TAGS = "/api/v1/engagements", ["audit engagements"]
_ONE, _CASE = _V1 + "/{engagement:str}", _V1 + "/{engagement:str}/unmaskings/{wanted:str}"
_RECORD, _READ = {"action": "engagement.record"}, {"action": "engagement.read"}


@dataclass
class _File(Operation):
    """An extract in the description of the interface."""

    def __post_init__(self) -> None:
        file = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        made = (self.responses or {}).get("200")
        if isinstance(made, OpenAPIResponse):
            made.content = {media: OpenAPIMediaType(schema=file) for media in MEDIA.values()}


@get(_V1, opt={"action": "engagement.list"}, tags=_TAGS)
async def list_engagements(request: AnyRequest, at: FromQuery[str | None] = None) -> EngagementsOut:
    """Engagements that are open to you, newest first; an auditor's are those that name them."""
    page = await recording.list_engagements(identity_of(request), decode_cursor(at))
    return EngagementsOut([EngagementOut.of(each) for each in page.items], page.newer, page.older)


@get("/api/v1/engagement-auditors", opt=_RECORD, tags=_TAGS)
async def list_auditors(request: AnyRequest) -> list[AuditorOut]:
    """Who can be named in an engagement."""
    return [AuditorOut.of(each) for each in await recording.candidates(identity_of(request))]


@post(_V1, opt=_RECORD, tags=_TAGS)
async def record_engagement(request: AnyRequest, data: JSONBody[EngagementIn]) -> MadeOut:
    """Record an engagement from its written mandate."""
    key = f"engagement-{idempotency_key(request)}"
    return MadeOut(await recording.record_engagement(identity_of(request), data.recorded(), idempotency_key=key))


@get(_ONE, opt=_READ, tags=_TAGS)
async def read_engagement(request: AnyRequest, engagement: FromPath[str]) -> Response[EngagementDetailOut]:
    """One of them, with extracts and requests under it."""
    found = await recording.read_engagement(identity_of(request), canonical_id(engagement))
    return Response(EngagementDetailOut.of(found), headers={"etag": etag(found.engagement.version)})


@post(_ONE + "/end", opt={"action": "engagement.end"}, status_code=200, tags=_TAGS)
async def end_engagement(
    request: AnyRequest, engagement: FromPath[str], data: JSONBody[EndIn]
) -> Response[EngagementDetailOut]:
    """End it early: its extracts are deleted, and nobody is unmasked any more."""
    who, wanted = identity_of(request), canonical_id(engagement)
    await ending.end_engagement(who, wanted, if_match(request), data.because)
    found = await recording.read_engagement(who, wanted)
    return Response(EngagementDetailOut.of(found), headers={"etag": etag(found.engagement.version)})


@post(_ONE + "/extracts", opt={"action": "engagement.extract"}, status_code=202, tags=_TAGS)
async def ask_extract(request: AnyRequest, engagement: FromPath[str], data: JSONBody[ExtractIn]) -> MadeOut:
    """Have an extract made; the engagement tells its `state`, and a message goes out when it is ready."""
    who, key = identity_of(request), f"extract-{idempotency_key(request)}"
    wanted = canonical_id(engagement)
    return MadeOut(await extracting.ask_extract(who, wanted, data.language, data.format, idempotency_key=key))


@get(_ONE + "/extracts/{wanted:str}/file", opt={"action": "engagement.download"}, tags=_TAGS, operation_class=_File)
async def download_extract(request: AnyRequest, engagement: FromPath[str], wanted: FromPath[str]) -> Stream:
    """The file, for the auditor who asked for it, until it expires; each time stands in the reading log."""
    return sent(await extracting.fetch_extract(identity_of(request), canonical_id(engagement), canonical_id(wanted)))


@post(_ONE + "/unmaskings", opt={"action": "engagement.unmask"}, tags=_TAGS)
async def ask_unmasking(request: AnyRequest, engagement: FromPath[str], data: JSONBody[UnmaskingIn]) -> MadeOut:
    """Ask to learn whose one case is; a reviewer with no part in the case or the audit agrees or refuses."""
    who, key = identity_of(request), f"unmasking-{idempotency_key(request)}"
    wanted = canonical_id(engagement)
    asked = unmasking.ask_unmasking(
        who, wanted, data.pseudonym, data.reason, names_others=data.names_others, idempotency_key=key
    )
    return MadeOut(await asked)


@get(_CASE, opt=_READ, tags=_TAGS)
async def read_unmasking(
    request: AnyRequest, engagement: FromPath[str], wanted: FromPath[str]
) -> Response[UnmaskingOut]:
    """A request, for who asked and for reviewers with no part in the case."""
    read = await unmasking.read_unmasking(identity_of(request), canonical_id(engagement), canonical_id(wanted))
    return Response(UnmaskingOut.of(read), headers={"etag": etag(read[1].version)})


@post(_CASE + "/answer", opt={"action": "engagement.answer"}, status_code=200, tags=_TAGS)
async def answer_unmasking(
    request: AnyRequest, engagement: FromPath[str], wanted: FromPath[str], data: JSONBody[AnswerIn]
) -> Response[UnmaskingOut]:
    """Agree or refuse, as somebody with no part in the case who did not ask."""
    who, seen = identity_of(request), if_match(request)
    under, of = canonical_id(engagement), canonical_id(wanted)
    if data.password and who.session is not None:
        await confirm(who, data.password)
    await unmasking.answer_unmasking(who, under, of, seen, agrees=data.answer == "agree", reason=data.reason)
    read = await unmasking.read_unmasking(who, under, of)
    return Response(UnmaskingOut.of(read), headers={"etag": etag(read[1].version)})


@get(_CASE + "/case", opt={"action": "engagement.unmasked"}, tags=_TAGS)
async def read_unmasked(request: AnyRequest, engagement: FromPath[str], wanted: FromPath[str]) -> UnmaskedOut:
    """Whose the case is, once a second person agreed; that it was opened stands in the reading log."""
    who = identity_of(request)
    _, asked, found = await unmasking.read_unmasked(who, canonical_id(engagement), canonical_id(wanted))
    return UnmaskedOut.of(asked, found)


engagements_api: list[ControllerRouterHandler] = [
    list_engagements,
    list_auditors,
    record_engagement,
    read_engagement,
    end_engagement,
    ask_extract,
    download_extract,
    ask_unmasking,
    read_unmasking,
    answer_unmasking,
    read_unmasked,
]
