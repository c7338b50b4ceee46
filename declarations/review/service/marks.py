"""The three marks of a conflict, each by an act of its own with the reason why, and how real the reviewer finds it.

ICSC 23; ITU SO 17/07, 1.4 b; ISO Code of Ethics and Conduct, c6.
"""

from datetime import date
from typing import Any

from declarations.codes.vocabulary import Nature
from declarations.filing.conflicts import before_resolving
from declarations.filing.measures import measures_of
from declarations.filing.model import Action, Declaration
from declarations.filing.service.moves import apply_move
from declarations.filing.service.reading import open_steps
from declarations.review.service import measure_notices as notices
from declarations.review.service.holding import Held, hold, required
from declarations.review.service.measures import require_measure
from declarations.review.store_absences import day_of
from register.kernel.dates import is_possible
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, TransitionRefused
from register.kernel.i18n import current_locale, msg
from register.kernel.identity import Identity

_WHY = msg("Say why, in a sentence or two.")


@retry_serialization
async def assess_nature(identity: Identity, reference: str, nature: str, reason: str, seen: int) -> Declaration:
    """Say how real the conflict is as the reviewer sees it, beside what the person declared."""
    async with transaction(identity) as tx:
        held = await hold(tx, reference, Action.ASSESS_NATURE, seen)
        if nature not in set(Nature):
            raise Invalid(fields=[FieldError("nature", msg("Choose how real the conflict is."))])
        said = {"nature": nature, "reason": required("reason", reason, _WHY)}
        return await _mark(tx, held, Action.ASSESS_NATURE, said, {"nature_assessed": nature})


@retry_serialization
async def mark_disclosed(
    identity: Identity, reference: str, to: str, on: date | None, reason: str, seen: int
) -> Declaration:
    """Record to whom of those concerned the conflict was disclosed, and when; the filing itself was to the office."""
    async with transaction(identity) as tx:
        held = await hold(tx, reference, Action.MARK_DISCLOSED, seen)
        faults = []
        if not to.strip():
            faults.append(FieldError("to", msg("Write to whom it was disclosed.")))
        if on is None:
            faults.append(FieldError("on", msg("Write the day on which it was disclosed.")))
        elif not is_possible(on):
            faults.append(FieldError("on", msg("Check the year of this date.")))
        elif on > day_of(tx):
            faults.append(FieldError("on", msg("This day is still to come.")))
        if not reason.strip():
            faults.append(FieldError("reason", _WHY))
        if faults:
            raise Invalid(fields=faults)
        said = {"to": to.strip(), "on": on, "reason": reason.strip()}
        return await _mark(tx, held, Action.MARK_DISCLOSED, said, {"disclosed_at": tx.now})


@retry_serialization
async def mark_addressed(identity: Identity, reference: str, reason: str, seen: int) -> Declaration:
    """Record that what is to be done about the conflict is in place, and why that is enough."""
    async with transaction(identity) as tx:
        held = await hold(tx, reference, Action.MARK_ADDRESSED, seen)
        said = {"reason": required("reason", reason, _WHY)}
        return await _mark(tx, held, Action.MARK_ADDRESSED, said, {"addressed_at": tx.now})


@retry_serialization
async def mark_resolved(identity: Identity, reference: str, reason: str, seen: int) -> Declaration:
    """Record that the conflict is resolved in the best interest of the organization, and why.

    It sets no other mark: how real the conflict is and that it is addressed are said before, each with its own reason.
    Raises TransitionRefused where that was not said, where a measure is reported and neither confirmed nor lifted, and
    where measures were decided and none holds.
    """
    async with transaction(identity) as tx:
        held = await hold(tx, reference, Action.MARK_RESOLVED, seen)
        before = held.declaration
        await require_measure(tx, before)
        said = {"reason": required("reason", reason, _WHY)}
        for missing in before_resolving(before, measures_of(await open_steps(tx, before))):
            raise TransitionRefused(missing)
        return await _mark(tx, held, Action.MARK_RESOLVED, said, {"resolved_at": tx.now})


async def _mark(
    tx: Transaction, held: Held, action: Action, said: dict[str, Any], changes: dict[str, Any]
) -> Declaration:
    after = await apply_move(
        tx,
        held.declaration,
        action,
        parties=held.parties,
        standing=held.standing,
        said=said | {"language": current_locale().tag},
        changes=changes,
    )
    await notices.tell_marked(tx, after)
    return after
