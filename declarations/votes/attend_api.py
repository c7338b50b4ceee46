"""The participant's own part of a meeting for programs: the same services as the pages, and what the phone sends to."""

from litestar import get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.votes.attend_schemas import AnswerIn, AttendOut, BesideOut, ReceiptOut, StandIn, StandingOut
from declarations.votes.item_view import beside
from declarations.votes.service import disclosing, standing
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of

_V1, _TAGS = "/api/v1/attend", ["meetings"]


@get(_V1, opt={"action": "attend.read"}, tags=_TAGS)
async def read_own_meeting(request: AnyRequest) -> AttendOut:
    """Your meeting: the items on which disclosure is called for, and what you have answered."""
    return AttendOut.of(await disclosing.own_screen(identity_of(request)))


@post(_V1 + "/answers", opt={"action": "attend.disclose"}, tags=_TAGS)
async def give_answer(request: AnyRequest, data: JSONBody[AnswerIn]) -> ReceiptOut:
    """Answer on an item, or for the whole meeting. The same `client_key` again is the same answer, received once."""
    return ReceiptOut.of(await disclosing.answer(identity_of(request), data.command()))


@get(_V1 + "/items/{item:str}", opt={"action": "attend.read"}, tags=_TAGS)
async def read_beside_item(request: AnyRequest, item: FromPath[str]) -> BesideOut:
    """What you alone see of an item: your own declarations that touch it, and what you may do."""
    return BesideOut.of(await beside(identity_of(request), canonical_id(item)))


@post(_V1 + "/items/{item:str}/standing-aside", opt={"action": "attend.disclose"}, status_code=200, tags=_TAGS)
async def record_standing_aside(request: AnyRequest, item: FromPath[str], data: JSONBody[StandIn]) -> StandingOut:
    """Record what you will do on an item. A rule of the body is the least of it."""
    wanted = canonical_id(item)
    return StandingOut.of(await standing.stand_aside(identity_of(request), wanted, data.measure, data.replaced_by))


@post(_V1 + "/items/{item:str}/taking-part", opt={"action": "attend.disclose"}, status_code=204, tags=_TAGS)
async def take_choice_back(request: AnyRequest, item: FromPath[str]) -> None:
    """Take your own choice back. Where a rule of the body applies, it applies again."""
    await standing.take_part_again(identity_of(request), canonical_id(item))


attend_api: list[ControllerRouterHandler] = [
    read_own_meeting,
    give_answer,
    read_beside_item,
    record_standing_aside,
    take_choice_back,
]
