"""The agenda, whom it concerns, the matrix of standing aside and the code at the meeting, for programs."""

from litestar import Response, delete, get, post, put
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.filing.api.errors import idempotency_key
from declarations.meetings.schemas import MadeOut
from declarations.meetings.schemas_agenda import (
    AgendaOut,
    CodeIn,
    ConcernedIn,
    ItemIn,
    ItemOut,
    NumberOut,
    OrderIn,
    RuleIn,
    RulesOut,
)
from declarations.meetings.service import completing, concerning, matrix, planning_agenda
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.web.etags import etag, if_match

_ONE, _TAGS = "/api/v1/meetings/{meeting:str}", ["meetings"]
_AGENDA = _ONE + "/agenda"
_ITEM = _AGENDA + "/{item:str}"
_READ, _KEEP = {"action": "meeting.read"}, {"action": "meeting.keep"}


@get(_AGENDA, opt=_READ, tags=_TAGS)
async def read_agenda(request: AnyRequest, meeting: FromPath[str]) -> AgendaOut:
    """The agenda with whom its items concern, and its published revisions."""
    return AgendaOut.of(await planning_agenda.read_agenda(identity_of(request), canonical_id(meeting)))


@post(_AGENDA, opt=_KEEP, tags=_TAGS)
async def enter_item(request: AnyRequest, meeting: FromPath[str], data: JSONBody[ItemIn]) -> MadeOut:
    """Put an item at the end of the agenda."""
    key, held = f"item-{idempotency_key(request)}", canonical_id(meeting)
    return MadeOut(await planning_agenda.enter_item(identity_of(request), held, data.command(), idempotency_key=key))


@put(_AGENDA, opt=_KEEP, status_code=204, tags=_TAGS)
async def arrange_agenda(request: AnyRequest, meeting: FromPath[str], data: JSONBody[OrderIn]) -> None:
    """Put the items into another order; each of them is named once."""
    await planning_agenda.arrange(identity_of(request), canonical_id(meeting), data.items)


@post(_AGENDA + "/revisions", opt=_KEEP, tags=_TAGS)
async def publish_agenda(request: AnyRequest, meeting: FromPath[str]) -> NumberOut:
    """Publish the agenda as it stands, with the link to the code."""
    return NumberOut(await planning_agenda.publish(identity_of(request), canonical_id(meeting)))


@get(_ITEM, opt=_READ, tags=_TAGS)
async def read_item(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> Response[ItemOut]:
    """An item with whom it concerns."""
    view = await planning_agenda.read_agenda(identity_of(request), canonical_id(meeting))
    found = view.item(canonical_id(item))
    return Response(ItemOut.of(found, view), headers={"etag": etag(found.version)})


@put(_ITEM, opt=_KEEP, status_code=204, tags=_TAGS)
async def correct_item(
    request: AnyRequest, meeting: FromPath[str], item: FromPath[str], data: JSONBody[ItemIn]
) -> Response[None]:
    """Write an item anew."""
    held, wanted, seen = canonical_id(meeting), canonical_id(item), if_match(request)
    return _done(await planning_agenda.correct_item(identity_of(request), held, wanted, data.command(), seen))


@post(_ITEM + "/call", opt=_KEEP, status_code=204, tags=_TAGS)
async def call_item(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> Response[None]:
    """Call for disclosure on an item."""
    held, wanted, seen = canonical_id(meeting), canonical_id(item), if_match(request)
    return _done(await planning_agenda.call_item(identity_of(request), held, wanted, seen))


@post(_ITEM + "/end", opt=_KEEP, status_code=204, tags=_TAGS)
async def end_item(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> Response[None]:
    """Record that an item is over."""
    held, wanted, seen = canonical_id(meeting), canonical_id(item), if_match(request)
    return _done(await planning_agenda.end_item(identity_of(request), held, wanted, seen))


@post(_ITEM + "/withdrawal", opt=_KEEP, status_code=204, tags=_TAGS)
async def withdraw_item(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> Response[None]:
    """Take an item off the agenda; what was disclosed on it stays."""
    held, wanted, seen = canonical_id(meeting), canonical_id(item), if_match(request)
    return _done(await planning_agenda.withdraw_item(identity_of(request), held, wanted, seen))


@post(_ITEM + "/concerned", opt=_KEEP, tags=_TAGS)
async def name_party(
    request: AnyRequest, meeting: FromPath[str], item: FromPath[str], data: JSONBody[ConcernedIn]
) -> MadeOut:
    """Say whom an item concerns; refused at `party` where the directory knows several of that name."""
    held, wanted = canonical_id(meeting), canonical_id(item)
    return MadeOut(await concerning.name_party(identity_of(request), held, wanted, data.command()))


@delete(_ITEM + "/concerned/{concerned:str}", opt=_KEEP, tags=_TAGS)
async def withdraw_party(
    request: AnyRequest, meeting: FromPath[str], item: FromPath[str], concerned: FromPath[str]
) -> None:
    """Say that an item does not concern somebody any more."""
    held, wanted = canonical_id(meeting), canonical_id(item)
    await concerning.withdraw_party(identity_of(request), held, wanted, canonical_id(concerned))


@get(_ONE + "/standing-aside", opt=_READ, tags=_TAGS)
async def read_matrix(request: AnyRequest, meeting: FromPath[str]) -> RulesOut:
    """What the body's rules ask of whoever has an interest."""
    return RulesOut.of(await matrix.read_matrix(identity_of(request), canonical_id(meeting)))


@put(_ONE + "/standing-aside", opt=_KEEP, status_code=204, tags=_TAGS)
async def set_rule(request: AnyRequest, meeting: FromPath[str], data: JSONBody[RuleIn]) -> None:
    """Write one cell of the matrix, with its citation, or empty it."""
    await matrix.set_rule(identity_of(request), canonical_id(meeting), data.command())


@put(_ONE + "/code", opt=_KEEP, status_code=204, tags=_TAGS)
async def record_code(request: AnyRequest, meeting: FromPath[str], data: JSONBody[CodeIn]) -> Response[None]:
    """Record what became of the code at the meeting."""
    wanted, seen = canonical_id(meeting), if_match(request)
    return _done(await completing.record_code(identity_of(request), wanted, data.command(), seen))


def _done(version: int) -> Response[None]:
    return Response(None, status_code=204, headers={"etag": etag(version)})


agenda_api: list[ControllerRouterHandler] = [
    read_agenda,
    enter_item,
    arrange_agenda,
    publish_agenda,
    read_item,
    correct_item,
    call_item,
    end_item,
    withdraw_item,
    name_party,
    withdraw_party,
    read_matrix,
    set_rule,
    record_code,
]
