"""Dispensation from what the body's rule asks for on an item: by whoever presides there, with the rule and a reason.

Only a rule of the body can be dispensed from. Standing aside by one's own choice is nobody else's to undo.
"""

from typing import NamedTuple
from uuid import UUID

import msgspec

from declarations.meetings import store as meetings
from declarations.meetings import store_people as people
from declarations.meetings.model import Function, Item, Level, Measure, Meeting, Officer, Participant
from declarations.meetings.rights import not_closed, own_functions
from declarations.meetings.service.planning_agenda import standing_item
from declarations.votes import store
from declarations.votes.model import Aside
from declarations.votes.records import VOTES
from declarations.votes.service.standing import STRICTNESS, follow_matrix
from declarations.votes.service.watching import led
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.ledger.readings import record_reading
from register.notices.service import post

LONGEST = 300
_SUBJECT = msg("A dispensation")


class DispenseCommand(msgspec.Struct, frozen=True, kw_only=True):
    """What is allowed, by which rule of the body, and why."""

    allows: Measure
    rule: str
    reason: str


class AsideCase(NamedTuple):
    """One person who stands aside on one item, before whoever presides."""

    meeting: Meeting
    item: Item
    aside: Aside
    who: Participant

    @property
    def offered(self) -> tuple[Measure, ...]:
        """What may be allowed: less than the rule asks for."""
        allowed = (Measure.SPEAKS_AND_VOTES, Measure.SPEAKS)
        return tuple(each for each in allowed if STRICTNESS[each] < STRICTNESS[self.aside.measure])


async def read_aside(identity: Identity, meeting: UUID, item: UUID, aside: UUID) -> AsideCase:
    """The case for whoever may dispense from it, or withdraw that; in the reading log. NotFound for anyone else."""
    async with transaction(identity) as tx:
        case = await _case(tx, meeting, item, aside)
        await record_reading(tx, kind="agenda_item", subject=item, role="presiding_officer", purpose="disclosures")
    return case


@retry_serialization
async def dispense(identity: Identity, meeting: UUID, item: UUID, aside: UUID, command: DispenseCommand) -> Aside:
    """Dispense somebody from what a rule of the body asks for on an item; the person is told.

    Raises NotFound for whoever does not preside over the item, or is concerned; Invalid by field, Conflict where no
    rule applies to the person.
    """
    async with transaction(identity) as tx:
        case = await _case(tx, meeting, item, aside, lock=True)
        if not case.aside.by_matrix:
            raise Conflict(msg("No rule of the body applies to this person on this item."))
        _refuse_faulty(case, command)
        await meetings.change(tx, VOTES[Aside], case.aside, "ended", ended_at=tx.now)
        row = Aside(
            id=new_id(),
            meeting=meeting,
            item=item,
            participant=case.who.id,
            measure=command.allows,
            by_matrix=False,
            citation=command.rule.strip(),
            dispensed=True,
            reason=command.reason.strip(),
            recorded_by=tx.identity.acting,
            recorded_at=tx.now,
        )
        await meetings.keep(tx, VOTES[Aside], row, "dispensed")
        await _tell(tx, case, granted=True)
        return row


@retry_serialization
async def withdraw(identity: Identity, meeting: UUID, item: UUID, aside: UUID, reason: str) -> None:
    """Withdraw a dispensation; the rule of the body applies again, and the person is told. Raises as `dispense`."""
    async with transaction(identity) as tx:
        case = await _case(tx, meeting, item, aside, lock=True)
        if not case.aside.dispensed:
            raise Conflict(msg("There is no dispensation to withdraw."))
        _refuse_empty(reason=reason)
        said = {"withdrawn_because": reason.strip(), "withdrawn_by": tx.identity.acting}
        await meetings.change(tx, VOTES[Aside], case.aside, "withdrawn", ended_at=tx.now, **said)
        answers = await store.latest(tx, case.who.id)
        levels = next((each.levels for each in answers if each.item == item), ())
        await follow_matrix(tx, case.meeting, case.who.id, case.item, [Level(level) for level in levels])
        await _tell(tx, case, granted=False)


async def may_dispense(tx: Transaction, item: Item, who: Participant) -> bool:
    """Whether the acting officer presides over the sitting of the item; a deputy only in place of a chair concerned."""
    if _is(tx.identity, who):
        return False
    own = {each.function for each in await own_functions(tx, item.meeting) if _sits(each, item)}
    if Function.PRESIDING_OFFICER in own:
        return True
    chairs = [each for each in await meetings.officers(tx, item.meeting) if _presides_now(tx, each, item)]
    concerned = [each for each in chairs if each.participant == who.id or (each.person and each.person == who.person)]
    return Function.DEPUTY in own and bool(chairs) and len(concerned) == len(chairs)


def _is(identity: Identity, who: Participant) -> bool:
    return identity.participant == who.id or (identity.person is not None and identity.person == who.person)


def _sits(officer: Officer, item: Item) -> bool:
    return officer.sitting is None or item.sitting is None or officer.sitting == item.sitting


def _presides_now(tx: Transaction, officer: Officer, item: Item) -> bool:
    runs = officer.since <= tx.now and (officer.until is None or officer.until > tx.now)
    return officer.function is Function.PRESIDING_OFFICER and runs and _sits(officer, item)


async def _case(tx: Transaction, meeting: UUID, item: UUID, aside: UUID, *, lock: bool = False) -> AsideCase:
    kept = await led(tx, "vote.dispense", meeting)
    about = await standing_item(tx, meeting, item)
    found = await store.aside(tx, about.id, aside, lock=lock)
    who = await people.member(tx, meeting, found.participant)
    if not await may_dispense(tx, about, who):
        raise NotFound
    not_closed(kept.meeting)
    return AsideCase(kept.meeting, about, found, who)


def _refuse_faulty(case: AsideCase, command: DispenseCommand) -> None:
    if command.allows not in case.offered:
        raise Invalid(fields=[FieldError("allows", msg("Choose one of the answers."))])
    _refuse_empty(rule=command.rule, reason=command.reason)


def _refuse_empty(**said: str) -> None:
    missing = {"rule": msg("Name the rule of the body that allows it."), "reason": msg("Say why.")}
    faults = [FieldError(name, missing[name]) for name, words in said.items() if not words.strip()]
    too_long = msg("Write at most %(n)s characters.", n=LONGEST)
    faults += [FieldError(name, too_long) for name, words in said.items() if len(words.strip()) > LONGEST]
    if faults:
        raise Invalid(fields=faults)


async def _tell(tx: Transaction, case: AsideCase, *, granted: bool) -> None:
    if not case.who.email:
        return
    named = {"number": case.item.number, "title": case.meeting.titles}
    told = (
        msg("On item %(number)s of %(title)s a dispensation was recorded for you. Read it on your page.", **named)
        if granted
        else msg("On item %(number)s of %(title)s your dispensation was withdrawn. Read why on your page.", **named)
    )
    await post(tx, recipient=case.who.id, subject=_SUBJECT, body=[told], link=f"/attend/items/{case.item.id}")
