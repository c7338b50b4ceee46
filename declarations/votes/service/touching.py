"""What the register holds of a participant and touches an item: put before this participant alone, and kept nowhere.

Nothing of it reaches the meeting; it is found anew each time the person looks, and goes when the page goes.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from declarations.codes.adopted import library_in
from declarations.codes.decisions import Alert
from declarations.codes.engine import evaluate
from declarations.codes.facts import parse_facts
from declarations.codes.library import Library, regime_for
from declarations.codes.model import Evaluation, Finding, ProfileVersion
from declarations.codes.vocabulary import Capacity
from declarations.filing.service.settings import filing_settings
from declarations.meetings import store as meetings
from declarations.meetings.model import Concerned, Delegation, Item, Meeting, Participant, Sitting, Type
from declarations.meetings.store_people import participant
from declarations.parties.matching import match
from declarations.votes import store
from declarations.votes.service.attending import attended
from register.kernel.dates import local
from register.kernel.db import Transaction, transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity

CAPACITIES = {
    Type.REPRESENTATIVE: Capacity.REPRESENTATIVE,
    Type.OBSERVER: Capacity.OBSERVER,
    Type.INVITED_PERSON: Capacity.INVITED_PERSON,
}


class Touch(NamedTuple):
    """One declaration of this person that touches an item, whom of the item, and what the rules say of it now."""

    held: store.Held
    concerned: str
    is_close_to_vote: bool
    findings: tuple[Finding, ...]
    """Those that hold because the giver is concerned by the vote."""


class Vote(NamedTuple):
    """What the rules ask of the vote on an item."""

    meeting: Meeting
    capacity: Capacity
    may_vote: bool
    days: tuple[date, date]
    """The first and the last day on which it may fall: one and the same where it is known."""

    def day_near(self, event: date) -> date:
        """The day of the vote; of several possible ones the nearest to the event, so that nothing is overlooked."""
        first, last = self.days
        return min(max(event, first), last)


async def touching(identity: Identity, wanted: UUID) -> list[Touch]:
    """What touches one item. NotFound for whoever did not come by a link, and for an item of another meeting."""
    async with transaction(identity) as tx:
        _, meeting = await attended(tx)
        item = await meetings.one(tx, Item, wanted)
        if item.meeting != meeting.id:
            raise NotFound
        parties = [each for each in await meetings.concerned(tx, meeting.id) if each.item == item.id]
        held = await store.held_of_me(tx) if parties else []
        found = [(each, name) for each in held if (name := await _concerned(tx, each, parties))]
        if not found:
            return []
        library, vote = await library_in(tx), await vote_on(tx, meeting, item)
    return [_judged(each, name, vote, library) for each, name in found]


async def _concerned(tx: Transaction, held: store.Held, parties: Iterable[Concerned]) -> str:
    """The party of the item that the declaration names: the same entry of the directory, or an alike name."""
    for party in parties:
        family = await store.family_of(tx, party.party) if party.party else frozenset()
        if not family.isdisjoint(held.family) or match(party.name, held.party_name):
            return party.name
    return ""


async def vote_on(tx: Transaction, meeting: Meeting, item: Item | None) -> Vote:
    """The vote on an item, or some vote of the meeting, as far as the acting participant has a part in it."""
    who = await participant(tx, tx.identity.participant) if tx.identity.participant else None
    if who is None:
        raise NotFound
    return Vote(meeting, CAPACITIES[who.type], await entitled(tx, who), await _days(tx, meeting, item))


async def entitled(tx: Transaction, who: Participant) -> bool:
    """Whether the delegation of a participant votes, so that the participant may."""
    if who.delegation is None or who.type is not Type.REPRESENTATIVE:
        return False
    return (await meetings.one(tx, Delegation, who.delegation)).may_vote


async def _days(tx: Transaction, meeting: Meeting, item: Item | None) -> tuple[date, date]:
    def both(moment: datetime) -> tuple[date, date]:
        return local(moment).date(), local(moment).date()

    if item and item.voting_at:
        return both(item.voting_at)
    if item and item.sitting:
        return both((await meetings.one(tx, Sitting, item.sitting)).starts_at)
    if meeting.ballot_opens and meeting.ballot_closes:
        return local(meeting.ballot_opens).date(), local(meeting.ballot_closes).date()
    return meeting.starts_on, meeting.ends_on


def _judged(held: store.Held, name: str, vote: Vote, library: Library) -> Touch:
    version = _version(vote, library)
    if held.kind != "gift" or held.event_date is None or version is None:
        return Touch(held, name, False, ())
    with_vote, without = (_evaluation(held, vote, version, is_concerned=said) for said in (True, False))
    is_close = Alert.VOTE_TIME in with_vote.alerts
    others = {finding.rule for finding in without.findings}
    added = tuple(finding for finding in with_vote.findings if finding.rule not in others)
    return Touch(held, name, is_close, added if is_close else ())


def _version(vote: Vote, library: Library) -> ProfileVersion | None:
    """The regime of the participant, where it stands on the code of this meeting; a code speaks for its own alone."""
    profile = library.profile(regime_for(vote.capacity, filing_settings().regimes, library))
    version, _ = profile.version_on(vote.meeting.starts_on)
    return version if vote.meeting.code in version.codes else None


def _evaluation(held: store.Held, vote: Vote, version: ProfileVersion, *, is_concerned: bool) -> Evaluation:
    said = {name: getattr(held, name) for name in ("direction", "category", "giver_type", "giver_relation")}
    day = held.event_date or vote.meeting.starts_on
    facts = {
        "kind": "gift",
        "capacity": str(vote.capacity),
        "event_date": day.isoformat(),
        **{name: value for name, value in said.items() if value},
        "meeting": {
            "may_vote": vote.may_vote,
            "vote_date": vote.day_near(day).isoformat(),
            "giver_concerned": is_concerned,
        },
    }
    return evaluate(parse_facts(facts), version, on=day)
