"""The participant's own part of a meeting for programs: the same services as the pages, and what the phone sends to."""

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.votes.attend_schemas import (
    AnswerIn,
    AttendOut,
    BesideOut,
    GiftAmendmentIn,
    GiftIn,
    GiftOut,
    GiftsOut,
    ReceiptOut,
    StandIn,
    StandingOut,
)
from declarations.votes.item_view import beside
from declarations.votes.service import disclosing, gifts, standing
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.paging import decode_cursor
from register.web.etags import if_match

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


@get(_V1 + "/gifts", opt={"action": "attend.read"}, tags=_TAGS)
async def list_meeting_gifts(request: AnyRequest, at: FromQuery[str | None] = None) -> GiftsOut:
    """The gifts that you declared for this meeting, newest first."""
    page = await gifts.own_gifts(identity_of(request), decode_cursor(at))
    return GiftsOut([GiftOut.of(each) for each in page.items], page.newer, page.older)


@post(_V1 + "/gifts", opt={"action": "attend.disclose"}, tags=_TAGS)
async def declare_meeting_gift(request: AnyRequest, data: JSONBody[GiftIn]) -> GiftOut:
    """Declare a gift for this meeting. The same `client_key` again is the same gift."""
    return GiftOut.of(await gifts.declare_gift(identity_of(request), data.command()))


@get(_V1 + "/gifts/{reference:str}", opt={"action": "attend.read"}, tags=_TAGS)
async def read_meeting_gift(request: AnyRequest, reference: FromPath[str]) -> Response[GiftOut]:
    """One of them."""
    gift = (await gifts.own_gift(identity_of(request), reference)).declaration
    return Response(GiftOut.of(gift), headers={"etag": gift.etag})


@post(_V1 + "/gifts/{reference:str}/amendment", opt={"action": "attend.disclose"}, status_code=200, tags=_TAGS)
async def amend_meeting_gift(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[GiftAmendmentIn]
) -> Response[GiftOut]:
    """A new version with its reason; the old one stays readable. If-Match: the state you read."""
    seen = if_match(request)
    gift = await gifts.amend_gift(identity_of(request), reference, data.command(), data.reason, seen)
    return Response(GiftOut.of(gift), headers={"etag": gift.etag})


attend_api: list[ControllerRouterHandler] = [
    read_own_meeting,
    give_answer,
    read_beside_item,
    record_standing_aside,
    take_choice_back,
    list_meeting_gifts,
    declare_meeting_gift,
    read_meeting_gift,
    amend_meeting_gift,
]
