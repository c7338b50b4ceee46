"""Meetings for programs: the same services as the pages. Creates carry a key, changes If-Match."""

from litestar import Response, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.filing.api.errors import idempotency_key
from declarations.meetings.api_agenda import agenda_api
from declarations.meetings.schemas import (
    CodeOut,
    CompleteIn,
    MadeOut,
    MeetingIn,
    MeetingOut,
    MeetingsOut,
    OfficerIn,
    OfficersOut,
    ReasonIn,
    SetUpIn,
    SittingIn,
    SittingsOut,
)
from declarations.meetings.service import completing, preparing, presiding_change, sitting_plan
from declarations.meetings.service.overview import overview
from declarations.meetings.service.secretariat import account_of
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.paging import decode_cursor
from register.web.etags import etag, if_match

_ALL, _TAGS = "/api/v1/meetings", ["meetings"]
_ONE = _ALL + "/{meeting:str}"
_SITTING = _ONE + "/sittings/{sitting:str}"
_READ, _KEEP = {"action": "meeting.read"}, {"action": "meeting.keep"}


@get(_ALL, opt={"action": "meeting.list"}, tags=_TAGS)
async def list_meetings(request: AnyRequest, at: FromQuery[str | None] = None) -> MeetingsOut:
    """The meetings in which you have a part, the newest first."""
    page = await preparing.list_meetings(identity_of(request), decode_cursor(at))
    return MeetingsOut([MeetingOut.of(each) for each in page.items], page.newer, page.older)


@post(_ALL, opt={"action": "meeting.create"}, tags=_TAGS)
async def set_meeting_up(request: AnyRequest, data: JSONBody[SetUpIn]) -> MadeOut:
    """Set a meeting up and name its secretary."""
    key, command = f"meeting-{idempotency_key(request)}", data.command()
    secretary = await account_of(data.secretary, "secretary")
    return MadeOut(await preparing.set_up(identity_of(request), command, secretary, idempotency_key=key))


@get(_ONE, opt=_READ, tags=_TAGS)
async def read_meeting(request: AnyRequest, meeting: FromPath[str]) -> Response[MeetingOut]:
    """A meeting with the functions that you hold in it."""
    view = await overview(identity_of(request), canonical_id(meeting))
    return Response(MeetingOut.of(view.meeting, view), headers={"etag": etag(view.meeting.version)})


@put(_ONE, opt=_KEEP, status_code=204, tags=_TAGS)
async def correct_meeting(request: AnyRequest, meeting: FromPath[str], data: JSONBody[MeetingIn]) -> Response[None]:
    """Write the particulars of a meeting anew."""
    wanted, seen = canonical_id(meeting), if_match(request)
    return _done(await preparing.correct(identity_of(request), wanted, data.command(), seen))


@post(_ONE + "/opening", opt=_KEEP, status_code=204, tags=_TAGS)
async def open_meeting(request: AnyRequest, meeting: FromPath[str]) -> Response[None]:
    """Let participants come in."""
    return _done(await preparing.open_it(identity_of(request), canonical_id(meeting)))


@post(_ONE + "/completion", opt=_KEEP, status_code=204, tags=_TAGS)
async def complete_meeting(request: AnyRequest, meeting: FromPath[str], data: JSONBody[CompleteIn]) -> Response[None]:
    """Record that the last sitting is over; refused while something is `missing`, unless `despite` says so."""
    wanted, seen = canonical_id(meeting), if_match(request)
    return _done(await completing.complete(identity_of(request), wanted, seen, despite=data.despite))


@post(_ONE + "/closing", opt=_KEEP, status_code=204, tags=_TAGS)
async def close_meeting(request: AnyRequest, meeting: FromPath[str]) -> Response[None]:
    """Close a meeting for good: links, sessions and streams end."""
    return _done(await completing.close(identity_of(request), canonical_id(meeting), if_match(request)))


@get(_ONE + "/sittings", opt=_READ, tags=_TAGS)
async def list_sittings(request: AnyRequest, meeting: FromPath[str]) -> SittingsOut:
    """The sittings of a meeting; their codes for its secretary only."""
    return SittingsOut.of(await sitting_plan.list_sittings(identity_of(request), canonical_id(meeting)))


@post(_ONE + "/sittings", opt=_KEEP, tags=_TAGS)
async def plan_sitting(request: AnyRequest, meeting: FromPath[str], data: JSONBody[SittingIn]) -> MadeOut:
    """Plan a sitting."""
    return MadeOut(await sitting_plan.plan_sitting(identity_of(request), canonical_id(meeting), data.command()))


@put(_SITTING, opt=_KEEP, status_code=204, tags=_TAGS)
async def correct_sitting(
    request: AnyRequest, meeting: FromPath[str], sitting: FromPath[str], data: JSONBody[SittingIn]
) -> None:
    """Give a sitting another number or time."""
    held, wanted = canonical_id(meeting), canonical_id(sitting)
    await sitting_plan.correct_sitting(identity_of(request), held, wanted, data.command())


@post(_SITTING + "/code", opt=_KEEP, status_code=200, tags=_TAGS)
async def turn_code(request: AnyRequest, meeting: FromPath[str], sitting: FromPath[str]) -> CodeOut:
    """Replace the code of the hall; whoever is in stays in."""
    held, wanted = canonical_id(meeting), canonical_id(sitting)
    return CodeOut(await sitting_plan.turn_code(identity_of(request), held, wanted))


@get(_ONE + "/officers", opt=_READ, tags=_TAGS)
async def list_officers(request: AnyRequest, meeting: FromPath[str]) -> OfficersOut:
    """Those who hold functions, then those who held one."""
    return OfficersOut.of(await presiding_change.list_officers(identity_of(request), canonical_id(meeting)))


@post(_ONE + "/officers", opt=_KEEP, tags=_TAGS)
async def name_officer(request: AnyRequest, meeting: FromPath[str], data: JSONBody[OfficerIn]) -> MadeOut:
    """Name somebody; another presiding officer takes the chair over and needs a reason."""
    return MadeOut(await presiding_change.name_officer(identity_of(request), canonical_id(meeting), data.command()))


@post(_ONE + "/officers/{officer:str}/end", opt=_KEEP, status_code=204, tags=_TAGS)
async def end_function(
    request: AnyRequest, meeting: FromPath[str], officer: FromPath[str], data: JSONBody[ReasonIn]
) -> None:
    """Record that somebody no longer holds a function, and why."""
    held, wanted = canonical_id(meeting), canonical_id(officer)
    await presiding_change.end_function(identity_of(request), held, wanted, data.reason.strip())


def _done(version: int) -> Response[None]:
    return Response(None, status_code=204, headers={"etag": etag(version)})


meetings_api: list[ControllerRouterHandler] = [
    list_meetings,
    set_meeting_up,
    read_meeting,
    correct_meeting,
    open_meeting,
    complete_meeting,
    close_meeting,
    list_sittings,
    plan_sitting,
    correct_sitting,
    turn_code,
    list_officers,
    name_officer,
    end_function,
    *agenda_api,
]
