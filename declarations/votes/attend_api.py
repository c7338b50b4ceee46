"""The participant's own part of a meeting for programs: the same services as the pages, and what the phone sends to."""

from litestar import get, post
from litestar.params import JSONBody
from litestar.types import ControllerRouterHandler

from declarations.votes.attend_schemas import AnswerIn, AttendOut, ReceiptOut
from declarations.votes.service import disclosing
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


attend_api: list[ControllerRouterHandler] = [read_own_meeting, give_answer]
