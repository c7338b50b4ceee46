"""Open votes by hand or from a file. Of a secret ballot nothing is ever entered, and nothing is compared with it."""

import csv
import io
from collections.abc import Iterable
from uuid import UUID

import msgspec

from declarations.meetings import store as meetings
from declarations.meetings import store_people as people
from declarations.meetings.model import Item, Measure
from declarations.meetings.service.planning_agenda import item_of
from declarations.meetings.service.secretariat import held
from declarations.votes import store, store_board
from declarations.votes.board import is_open_ballot
from declarations.votes.model import Aside, OpenVote
from declarations.votes.records import VOTES
from declarations.votes.vote_names import Names
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id

CHOICES = ("yes", "no", "abstain")
ABSTAIN = "abstain"
_LONGEST_FILE = 200_000
_NOT_UNDERSTOOD = msg("Choose a file with two columns: the delegation, and how it voted.")


class Seen(msgspec.Struct, frozen=True):
    """An open vote with whoever cast it, and whether that person stood aside on this item."""

    vote: OpenVote
    delegation: str
    stood_aside: bool


def choices_of(item: Item) -> tuple[str, ...]:
    """What can be voted: the options of the item, else for, against; and abstaining."""
    return (*item.options, ABSTAIN) if item.options else CHOICES


@retry_serialization
async def enter(identity: Identity, meeting: UUID, item: UUID, votes: dict[UUID, str], source: str = "hand") -> None:
    """Enter how delegations voted; what was entered before for one of them is replaced, and kept.

    Raises NotFound for anyone but the secretary, Invalid, Conflict before the vote is opened or for a secret ballot.
    """
    async with transaction(identity) as tx:
        await held(tx, meeting)
        found = await _votable(tx, meeting, item)
        known = {each.id: each for each in await people.delegations(tx, meeting)}
        if any(each not in known or choice not in choices_of(found) for each, choice in votes.items()):
            raise Invalid(fields=[FieldError("choice", msg("Choose one of the answers."))])
        await _enter(tx, found, votes, source)


@retry_serialization
async def enter_file(identity: Identity, meeting: UUID, item: UUID, content: bytes) -> int:
    """Enter the votes of a file, all or none; how many. Raises as `enter`, and Invalid naming the first wrong row."""
    rows = read_rows(content)
    async with transaction(identity) as tx:
        await held(tx, meeting)
        found = await _votable(tx, meeting, item)
        known = Names((each.name, each.id) for each in await people.delegations(tx, meeting))
        choices = Names((each, each) for each in dict.fromkeys(choices_of(found)))
        votes = one_each((_understood(number, row, known, choices) for number, row in rows), "file")
        await _enter(tx, found, votes, "file")
    return len(votes)


def one_each(said: Iterable[tuple[UUID, str]], field: str) -> dict[UUID, str]:
    """Each delegation with its vote. Raises Invalid where one stands twice with different votes: nobody guesses."""
    votes: dict[UUID, str] = {}
    for delegation, choice in said:
        if votes.setdefault(delegation, choice) != choice:
            wrong = msg("One delegation stands twice, with different votes. Nothing was entered.")
            raise Invalid(fields=[FieldError(field, wrong)])
    return votes


def read_rows(content: bytes) -> list[tuple[int, list[str]]]:
    """The rows of a file with their numbers, its heading left out. Raises Invalid where it cannot be read."""
    try:
        text = content.decode("utf-8-sig")
        dialect = csv.Sniffer().sniff(text[:2000], delimiters=",;\t") if text.strip() else csv.excel
        rows = list(csv.reader(io.StringIO(text, newline=""), dialect))
    except (UnicodeDecodeError, csv.Error):
        rows = []
    if len(content) > _LONGEST_FILE or len(rows) < 2:
        raise Invalid(fields=[FieldError("file", _NOT_UNDERSTOOD)])
    return [(number, row) for number, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)]


async def votes_seen(tx: Transaction, item: Item) -> list[Seen]:
    """The open votes of an item for the secretary; a vote by somebody who stood aside is pointed out."""
    if not is_open_ballot(item):
        return []
    names = {each.id: each.name for each in await people.delegations(tx, item.meeting)}
    aside = {each.participant for each in await store.asides(tx, item.id) if keeps_from_voting(each)}
    votes = await store_board.open_votes(tx, item.id)
    seen = [Seen(vote, names.get(vote.delegation, ""), vote.participant in aside) for vote in votes]
    places = {each: place for place, each in enumerate(names)}
    return sorted(seen, key=lambda each: (not each.stood_aside, places.get(each.vote.delegation, len(places))))


def keeps_from_voting(aside: Aside) -> bool:
    """Whether somebody who stands aside so, or is allowed no more than this, does not vote."""
    return aside.measure not in {Measure.SPEAKS_AND_VOTES, Measure.HANDS_OVER_CHAIR}


async def _votable(tx: Transaction, meeting: UUID, item: UUID) -> Item:
    found = await item_of(tx, meeting, item)
    if not is_open_ballot(found):
        raise Conflict(msg("Only open votes are entered. Nothing of a secret ballot is kept here."))
    if found.voting_at is None:
        raise Conflict(msg("Open the vote first."))
    return found


async def _enter(tx: Transaction, item: Item, votes: dict[UUID, str], source: str) -> None:
    before = {each.delegation: each for each in await store_board.open_votes(tx, item.id)}
    voting = await people.voting_at(tx, item.meeting, item.sitting, item.voting_at or tx.now)
    for delegation, choice in votes.items():
        if delegation in before:
            if before[delegation].choice == choice:
                continue
            await meetings.change(tx, VOTES[OpenVote], before[delegation], "replaced", replaced_at=tx.now)
        row = OpenVote(
            id=new_id(),
            meeting=item.meeting,
            item=item.id,
            delegation=delegation,
            participant=voting.get(delegation),
            choice=choice,
            source=source,
            recorded_by=tx.identity.acting,
            recorded_at=tx.now,
        )
        await meetings.keep(tx, VOTES[OpenVote], row, "entered")


def _understood(number: int, row: list[str], known: Names[UUID], choices: Names[str]) -> tuple[UUID, str]:
    delegations, said = known.meant(row[0]), choices.meant(row[1]) if len(row) > 1 else []
    if len(delegations) > 1 or len(said) > 1:
        wrong = msg(
            "Row %(number)s can mean several delegations or votes. Write it exactly as it stands on this page.",
            number=number,
        )
        raise Invalid(fields=[FieldError("file", wrong)])
    if not delegations or not said:
        wrong = msg("Row %(number)s is not understood: the delegation or the vote is not known.", number=number)
        raise Invalid(fields=[FieldError("file", wrong)])
    return delegations[0], said[0]
