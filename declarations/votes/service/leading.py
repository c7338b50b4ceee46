"""One item for those who lead the meeting: what was disclosed, who stands aside, who is missing, how it was voted."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from declarations.meetings import store as meetings
from declarations.meetings import store_people as people
from declarations.meetings.model import Delegation, Item, Measure, Meeting, Participant, Signed, Status
from declarations.meetings.rights import Kept
from declarations.meetings.service.planning_agenda import item_of
from declarations.votes import store, store_board
from declarations.votes.model import Answer, Aside, Snapshot, Words
from declarations.votes.sealing import words_of
from declarations.votes.service.counting import Indication, Persons, indication
from declarations.votes.service.earlier_answers import given_before
from declarations.votes.service.open_votes import ABSTAIN, Seen, keeps_from_voting, votes_seen
from declarations.votes.service.standing_led import Stands, Withdrawn, officer_names, stands
from declarations.votes.service.watching import disclosed_to, led
from register.access.limits import count
from register.kernel.db import Transaction, transaction
from register.kernel.errors import Conflict
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.ledger.readings import record_reading
from register.notices.service import post

KIND = "agenda_item"
_REMINDERS, _HOUR = 4, 3600
_AT_ONCE = 200


class Disclosed(NamedTuple):
    """One answer with whose it is; `is_later` where the snapshot of the vote does not hold it."""

    answer: Answer
    who: Participant
    words: Words
    is_later: bool
    is_before_rule: bool
    """Given before the rules on standing aside changed, which it does not follow."""


class ItemLed(NamedTuple):
    """One item as chair and secretary see it."""

    kept: Kept
    item: Item
    disclosed: list[Disclosed]
    asides: list[Stands]
    withdrawn: list[Withdrawn]
    missing: list[Participant]
    snapshot: Snapshot | None
    votes: list[Seen]
    delegations: list[Delegation]
    indication: Indication | None
    officers: Mapping[UUID, str]
    """The names of those who dispensed, or withdrew it."""

    @property
    def without_papers(self) -> list[Participant]:
        """From whom the papers of the item are withheld, for whoever hands them out."""
        return [each.who for each in self.asides if each.aside.measure is Measure.PAPERS_WITHHELD]

    @property
    def standing(self) -> list[Stands]:
        """Those who stand aside, or are dispensed from it."""
        return [each for each in self.asides if each.aside.stands]

    @property
    def taking_part(self) -> list[Stands]:
        """Those who disclosed something, and speak and vote all the same."""
        return [each for each in self.asides if not each.aside.stands]

    def may_announce(self, who: Participant) -> tuple[Measure, ...]:
        """What may be written down here as announced; nobody without a vote says that they vote."""
        votes = any(each.id == who.delegation and each.may_vote for each in self.delegations)
        return (Measure.LEAVES, Measure.SPEAKS, *([Measure.SPEAKS_AND_VOTES] if votes else []))

    @property
    def meeting(self) -> Meeting:
        """The meeting of the item."""
        return self.kept.meeting

    @property
    def takes_records(self) -> bool:
        """Whether votes, and what somebody then did, are still written down: until the meeting is closed."""
        return self.meeting.status is not Status.CLOSED

    @property
    def takes_answers(self) -> bool:
        """Whether somebody can still answer."""
        return self.meeting.status is Status.OPEN and self.item.called_at is not None and self.item.withdrawn_at is None


async def read_item(identity: Identity, meeting: UUID, item: UUID) -> ItemLed:
    """What was disclosed to this meeting on an item; recorded in the reading log. NotFound for anyone else."""
    async with transaction(identity) as tx:
        kept = await disclosed_to(tx, "vote.read", meeting)
        found = await item_of(tx, meeting, item)
        answers = await store_board.disclosed(tx, meeting, item)
        asides = await store.asides(tx, item)
        withdrawn = await store.withdrawn(tx, item)
        about = [each.participant for each in answers] + [each.participant for each in (*asides, *withdrawn)]
        named = await people.named(tx, about)
        standing = await stands(tx, kept, found, asides, named)
        snapshot = await store_board.snapshot(tx, item)
        role = "meeting_secretary" if kept.is_secretary else "presiding_officer"
        await record_reading(tx, kind=KIND, subject=item, role=role, purpose="disclosures")
        missing = await store_board.missing(tx, meeting, item) if found.called_at else []
        earlier = await given_before(tx, kept.meeting, found, answers, asides)
        votes, delegations = await votes_seen(tx, found), await people.delegations(tx, meeting)
        figures = await _indication(tx, kept.meeting, found, asides, votes)
    before = set(snapshot.content["answers"].values()) if snapshot else set()
    disclosed = [
        Disclosed(
            each,
            named[each.participant],
            words_of(each),
            is_later=bool(snapshot) and str(each.id) not in before,
            is_before_rule=each.participant in earlier,
        )
        for each in answers
    ]
    gone = [Withdrawn(each, named[each.participant]) for each in withdrawn]
    officers = await officer_names(identity, [*asides, *withdrawn])
    return ItemLed(kept, found, disclosed, standing, gone, missing, snapshot, votes, delegations, figures, officers)


async def remind(identity: Identity, meeting: UUID, item: UUID) -> int:
    """Send a notice to whoever has not answered and has an address; how many. Conflict where nothing is called for.

    It offers and never urges where no mandate asks for disclosure. Raises TooManyRequests above a few in an hour.
    """
    await count("reminder of an item", str(item), limit=_REMINDERS, seconds=_HOUR)
    async with transaction(identity) as tx:
        found = (await disclosed_to(tx, "vote.remind", meeting)).meeting
        about = await item_of(tx, meeting, item)
        if found.status is not Status.OPEN or about.called_at is None or about.withdrawn_at or about.ended_at:
            raise Conflict(msg("No disclosure is called for on this item."))
        wanted = [each for each in await store_board.missing(tx, meeting, item) if each.email]
        offer = (
            msg("You may disclose an interest before this item. Nobody is obliged to, and nobody is late.")
            if found.is_voluntary
            else msg("Disclosure before this item is asked for by %(mandate)s.", mandate=found.mandate)
        )
        opened = msg("Item %(number)s of %(title)s is open for your answer.", number=about.number, title=found.titles)
        for number, who in enumerate(wanted, start=1):
            link = f"/attend/items/{about.id}"
            await post(tx, recipient=who.id, subject=msg("An item of the meeting"), body=[opened, offer], link=link)
            if number % _AT_ONCE == 0:
                await tx.send_later_ones()
    return len(wanted)


async def _indication(
    tx: Transaction, meeting: Meeting, item: Item, asides: list[Aside], votes: list[Seen]
) -> Indication | None:
    """Persons counted are those who vote for the delegations that are entitled, be they named already or not."""
    if meeting.quorum_of is None:
        return None
    entitled = {each.id for each in await people.delegations(tx, meeting.id) if each.may_vote}
    voting = await people.voting_at(tx, meeting.id, item.sitting, item.voting_at or tx.now)
    persons = {who for delegation, who in voting.items() if delegation in entitled}
    voters = (await people.named(tx, list(persons))).values()
    come = {each.id: each.acknowledged_medium for each in voters if each.acknowledged_at}
    aside = {each.participant for each in asides if keeps_from_voting(each)} & persons
    unnamed = len(entitled - voting.keys())
    counted = Persons(
        entitled=len(persons) + unnamed,
        present=len(come),
        aside_entitled=len(aside),
        aside_present=len(aside & come.keys()),
        abstained=sum(each.vote.choice == ABSTAIN for each in votes),
        recorded=sum(medium in {Signed.PAPER, Signed.LIST} for medium in come.values()),
        without_delegate=unnamed,
    )
    return indication(meeting, counted)


async def clerk_screen(identity: Identity, meeting: UUID) -> tuple[Meeting, list[Item]]:
    """The meeting and the items on which somebody may still answer, for whoever writes answers down."""
    async with transaction(identity) as tx:
        found = (await led(tx, "vote.record", meeting)).meeting
        items = [each for each in await meetings.items(tx, meeting) if each.called_at and not each.withdrawn_at]
    return found, items
