"""The board and the vote for programs of those who lead a meeting: the same services as the pages."""

from litestar import Response, get, post, put
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.meetings.schemas import MadeOut
from declarations.votes.attend_schemas import ReceiptOut
from declarations.votes.board_schemas import (
    BoardOut,
    DidIn,
    DispenseIn,
    EarlierAnswersOut,
    EnteredOut,
    ItemLedOut,
    RecordIn,
    RemindedOut,
    VotesIn,
    WithdrawIn,
)
from declarations.votes.service import dispensing, earlier_answers, freezing, leading, open_votes, recording, watching
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.web.etags import etag, if_match

_V1, _TAGS = "/api/v1/meetings/{meeting:str}", ["meetings"]
_ITEM = _V1 + "/items/{item:str}"


@get(_V1 + "/board", opt={"action": "vote.watch"}, tags=_TAGS)
async def read_live_board(request: AnyRequest, meeting: FromPath[str]) -> BoardOut:
    """Who has answered and who has not, in numbers by item and delegation."""
    return BoardOut.of(await watching.read_board(identity_of(request), canonical_id(meeting)))


@get(_ITEM + "/disclosures", opt={"action": "vote.read"}, tags=_TAGS)
async def read_disclosures(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> Response[ItemLedOut]:
    """What was disclosed to the meeting on an item. Recorded in the reading log."""
    view = await leading.read_item(identity_of(request), canonical_id(meeting), canonical_id(item))
    return Response(ItemLedOut.of(view), headers={"etag": etag(view.item.version)})


@post(_V1 + "/answers", opt={"action": "vote.record"}, tags=_TAGS)
async def record_answer(request: AnyRequest, meeting: FromPath[str], data: JSONBody[RecordIn]) -> ReceiptOut:
    """Write down an answer that was given aloud, on paper or on a list. The same `client_key` is the same answer."""
    held = canonical_id(meeting)
    made = await recording.record_answer(identity_of(request), held, data.participant, data.medium, data.command())
    return ReceiptOut.of(made)


@post(_ITEM + "/vote", opt={"action": "vote.open"}, status_code=204, tags=_TAGS)
async def open_the_vote(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> Response[None]:
    """Open the vote and keep who is entitled, who has answered and who stands aside."""
    held, about, seen = canonical_id(meeting), canonical_id(item), if_match(request)
    version = await freezing.open_vote(identity_of(request), held, about, seen)
    return Response(None, status_code=204, headers={"etag": etag(version)})


@post(_ITEM + "/reminder", opt={"action": "vote.remind"}, status_code=200, tags=_TAGS)
async def remind_missing(request: AnyRequest, meeting: FromPath[str], item: FromPath[str]) -> RemindedOut:
    """Send a notice to whoever has not answered and has an address."""
    return RemindedOut(await leading.remind(identity_of(request), canonical_id(meeting), canonical_id(item)))


@get(_V1 + "/standing-aside/earlier-answers", opt={"action": "meeting.read"}, tags=_TAGS)
async def read_earlier_answers(request: AnyRequest, meeting: FromPath[str]) -> EarlierAnswersOut:
    """How many answers on open items were given before the rules on standing aside changed, and keep what applied."""
    return EarlierAnswersOut.of(await earlier_answers.read_rules(identity_of(request), canonical_id(meeting)))


@post(_V1 + "/standing-aside/requests", opt={"action": "vote.remind"}, status_code=200, tags=_TAGS)
async def ask_to_answer_again(request: AnyRequest, meeting: FromPath[str]) -> RemindedOut:
    """Ask whoever gave one of them, and has an address, to answer again."""
    return RemindedOut(await earlier_answers.ask_again(identity_of(request), canonical_id(meeting)))


@put(_ITEM + "/asides/{aside:str}", opt={"action": "vote.note"}, status_code=204, tags=_TAGS)
async def note_what_was_done(
    request: AnyRequest, meeting: FromPath[str], item: FromPath[str], aside: FromPath[str], data: JSONBody[DidIn]
) -> None:
    """Record what somebody who stands aside then did."""
    places = canonical_id(meeting), canonical_id(item), canonical_id(aside)
    await recording.note_what_was_done(identity_of(request), *places, data.did, data.replaced_by)


@post(_ITEM + "/asides/{aside:str}/dispensation", opt={"action": "vote.dispense"}, tags=_TAGS)
async def grant_dispensation(
    request: AnyRequest, meeting: FromPath[str], item: FromPath[str], aside: FromPath[str], data: JSONBody[DispenseIn]
) -> MadeOut:
    """Dispense somebody from what a rule of the body asks for; by whoever presides over the sitting of the item."""
    places = canonical_id(meeting), canonical_id(item), canonical_id(aside)
    return MadeOut((await dispensing.dispense(identity_of(request), *places, data.command())).id)


@post(_ITEM + "/asides/{aside:str}/withdrawal", opt={"action": "vote.dispense"}, status_code=204, tags=_TAGS)
async def withdraw_dispensation(
    request: AnyRequest, meeting: FromPath[str], item: FromPath[str], aside: FromPath[str], data: JSONBody[WithdrawIn]
) -> None:
    """Withdraw a dispensation with the reason; the rule of the body applies again."""
    places = canonical_id(meeting), canonical_id(item), canonical_id(aside)
    await dispensing.withdraw(identity_of(request), *places, data.words())


@post(_ITEM + "/votes", opt={"action": "vote.enter"}, status_code=200, tags=_TAGS)
async def enter_open_votes(
    request: AnyRequest, meeting: FromPath[str], item: FromPath[str], data: JSONBody[VotesIn]
) -> EnteredOut:
    """Enter how delegations voted in an open vote. Nothing is entered of a secret ballot."""
    votes = open_votes.one_each(((each.delegation, each.choice) for each in data.votes), "votes")
    await open_votes.enter(identity_of(request), canonical_id(meeting), canonical_id(item), votes, "file")
    return EnteredOut(len(votes))


@post("/api/v1/attend/answers/{answer:str}/confirmation", opt={"action": "attend.confirm"}, status_code=204, tags=_TAGS)
async def confirm_recorded_answer(request: AnyRequest, answer: FromPath[str]) -> None:
    """Confirm what the secretary wrote down for you."""
    await recording.confirm(identity_of(request), canonical_id(answer))


board_api: list[ControllerRouterHandler] = [
    read_live_board,
    read_disclosures,
    record_answer,
    open_the_vote,
    remind_missing,
    read_earlier_answers,
    ask_to_answer_again,
    note_what_was_done,
    grant_dispensation,
    withdraw_dispensation,
    enter_open_votes,
    confirm_recorded_answer,
]
