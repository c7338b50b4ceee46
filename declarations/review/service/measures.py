"""Measures on a conflict: decided, reported as carried out by the person, confirmed or lifted by the office."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.vocabulary import Measure
from declarations.filing import store as filing
from declarations.filing.conflicts import FOLLOW_FIRST
from declarations.filing.measures import Carrier, MeasureNow, MeasureState, SetMeasure, measures_in, measures_of
from declarations.filing.model import Action, Decision, Declaration
from declarations.filing.service.moves import apply_move, parties_in
from declarations.filing.service.reading import open_steps
from declarations.filing.service.stale import refuse_stale
from declarations.review import store_measures as store
from declarations.review.model import DecisionCommand, Following, MeasureCommand
from declarations.review.service import measure_notices as notices
from declarations.review.service.holding import hold, required
from declarations.review.service.scopes import desk_of
from declarations.review.store_absences import day_of
from declarations.review.store_measures import WaitingMeasure
from register.access.policy import permits
from register.kernel.dates import is_possible
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound, TransitionRefused
from register.kernel.i18n import current_locale, msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.paging import PAGE_ROWS, Cursor, Page

MOST = 8
"""As many as the catalogue has."""
_WHY = msg("Say why, in a sentence or two.")


def measure_faults(tx: Transaction, declaration: Declaration, command: DecisionCommand) -> list[FieldError]:
    """What is wrong with the measures of a decision: on a conflict it sets at least one, each with its day."""
    takes = declaration.kind == "conflict" and command.decision == Decision.MEASURE
    if not takes:
        told = msg("Measures belong to the decision “Measure” on a conflict of interest. Remove them, or choose it.")
        return [FieldError("measures", told)] if command.measures else []
    if not command.measures:
        return [FieldError("measures", msg("Choose at least one measure."))]
    if len(command.measures) > MOST:
        return [FieldError("measures", msg("Set at most %(n)s measures.", n=MOST))]
    return [
        FieldError(f"measures.{number}.{fault.name}", fault.message)
        for number, each in enumerate(command.measures)
        for fault in _faults(tx, each)
    ]


def _faults(tx: Transaction, command: MeasureCommand) -> list[FieldError]:
    faults = []
    if command.code not in set(Measure):
        faults.append(FieldError("code", msg("Choose a measure.")))
    if command.due_on is None:
        faults.append(FieldError("due_on", msg("Write the day by which it is to be carried out.")))
    elif not is_possible(command.due_on):
        faults.append(FieldError("due_on", msg("Check the year of this date.")))
    elif command.due_on < day_of(tx):
        faults.append(FieldError("due_on", msg("This day has passed. Choose today or a later day.")))
    if command.code == Measure.OTHER and not command.words.strip():
        faults.append(FieldError("words", msg("Say what the measure is.")))
    if command.carrier is Carrier.OTHERS and not command.carried_by.strip():
        faults.append(FieldError("carried_by", msg("Write who carries it out.")))
    return faults


def _set(command: MeasureCommand) -> SetMeasure:
    if command.due_on is None:
        raise ValueError("a measure without its day was accepted")
    by = command.carried_by.strip() if command.carrier is Carrier.OTHERS else ""
    return SetMeasure(new_id(), command.code, command.due_on, command.words.strip(), command.carrier, by)


def measures_said(command: DecisionCommand) -> dict[str, Any]:
    """The measures as the event keeps them: whoever reads them is told them in their own language."""
    return {"measures": [_set(each) for each in command.measures]} if command.measures else {}


async def keep_decided(tx: Transaction, after: Declaration, said: Mapping[str, Any]) -> None:
    """Keep the rows of the measures that a decision has set."""
    if after.outcome == Decision.MEASURE:
        await store.add(tx, after, measures_in(said))


@retry_serialization
async def set_measure(
    identity: Identity, reference: str, command: MeasureCommand, seen: int, *, language: str = ""
) -> Declaration:
    """Set one more measure on a conflict that was decided so. Raises Invalid by field."""
    async with transaction(identity) as tx:
        held = await hold(tx, reference, Action.SET_MEASURE, seen)
        faults = _faults(tx, command)
        if faults:
            raise Invalid(fields=faults)
        measure = _set(command)
        said = {"measures": [measure], "measure": measure.code, "words": measure.words}
        after = await apply_move(
            tx,
            held.declaration,
            Action.SET_MEASURE,
            parties=held.parties,
            standing=held.standing,
            said=said | {"language": language or current_locale().tag},
        )
        await store.add(tx, after, [measure])
        await notices.tell_set(tx, after)
        return after


@retry_serialization
async def report_measure(identity: Identity, reference: str, measure: UUID, words: str, seen: int) -> Declaration:
    """The declarant says, in words, that a measure of theirs is carried out; the office confirms it.

    Raises NotFound for whose case it is not and for no such measure, TransitionRefused for one that needs no report.
    """
    if not permits(identity, "declaration.measure"):
        raise NotFound
    async with transaction(identity) as tx:
        before = await filing.by_reference(tx, reference, lock=True)
        if identity.person not in {before.declarant, before.filed_by}:
            raise NotFound
        await refuse_stale(tx, before, seen)
        found = await _found(tx, before, measure)
        if found.state is not MeasureState.SET or found.set.carrier is not Carrier.DECLARANT:
            raise TransitionRefused(msg("This measure is not waiting for your report."))
        told = required("words", words, msg("Write what you have done."))
        after = await apply_move(
            tx,
            before,
            Action.REPORT_MEASURE,
            parties=await parties_in(tx, before),
            said=_of(found, told),
        )
        await store.move(tx, measure, MeasureState.REPORTED, done=True)
        await notices.tell_reported(tx, after)
        return after


@retry_serialization
async def confirm_measure(identity: Identity, reference: str, measure: UUID, words: str, seen: int) -> Declaration:
    """Confirm that a measure is carried out, whoever carries it out."""
    return await _end(identity, reference, measure, Action.CONFIRM_MEASURE, words.strip(), seen)


@retry_serialization
async def lift_measure(identity: Identity, reference: str, measure: UUID, reason: str, seen: int) -> Declaration:
    """Lift a measure, with the reason why it is needed no longer."""
    told = required("words", reason, _WHY)
    return await _end(identity, reference, measure, Action.LIFT_MEASURE, told, seen)


async def _end(identity: Identity, reference: str, measure: UUID, action: Action, words: str, seen: int) -> Declaration:
    async with transaction(identity) as tx:
        held = await hold(tx, reference, action, seen)
        found = await _found(tx, held.declaration, measure)
        is_done = action is Action.CONFIRM_MEASURE
        ended = {MeasureState.LIFTED, MeasureState.DONE} if is_done else {MeasureState.LIFTED}
        if found.state in ended:
            raise TransitionRefused(msg("This measure is confirmed or lifted already."))
        after = await apply_move(
            tx, held.declaration, action, parties=held.parties, standing=held.standing, said=_of(found, words)
        )
        await store.move(tx, measure, MeasureState.DONE if is_done else MeasureState.LIFTED, done=is_done)
        await notices.tell_ended(tx, after)
        return after


def _of(found: MeasureNow, words: str) -> dict[str, Any]:
    said = {"measure_id": found.set.id, "measure": found.set.code, "language": current_locale().tag}
    return said | ({"words": words} if words else {})


async def _found(tx: Transaction, declaration: Declaration, measure: UUID) -> MeasureNow:
    steps = await open_steps(tx, declaration)
    known = {each.set.id: each for each in measures_of(steps)}
    if measure not in known:
        raise NotFound
    return known[measure]


async def require_measure(tx: Transaction, declaration: Declaration) -> None:
    """Raises TransitionRefused for a conflict that needs measures of which none is in force or carried out."""
    if declaration.outcome == Decision.MEASURE and not await store.has_any(tx, declaration.id):
        raise TransitionRefused(msg("Every measure was lifted. Set another one before you go on."))


async def require_answered(tx: Transaction, declaration: Declaration) -> None:
    """Raises TransitionRefused where a person reported a measure and the office neither confirmed nor lifted it."""
    if await store.has_reported(tx, declaration.id):
        raise TransitionRefused(FOLLOW_FIRST)


class Followed(msgspec.Struct, frozen=True):
    """A list of measures, and how many the others hold."""

    which: Following
    page: Page[WaitingMeasure]
    counts: dict[Following, int]
    today: date


async def list_followed(
    identity: Identity, which: Following = Following.WAITING, cursor: Cursor | None = None
) -> Followed:
    """Measures in force that are due, reported or set for later, the earliest day first. NotFound without a desk."""
    if not permits(identity, "measure.list") or not desk_of(identity):
        raise NotFound
    async with transaction(identity) as tx:
        today = day_of(tx)
        page = await store.followed(tx, which, today, cursor, PAGE_ROWS)
        return Followed(which, page, await store.counted(tx, today), today)
