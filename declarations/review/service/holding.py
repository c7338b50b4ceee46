"""Taking hold of a case for one act: locked, as it was seen, and open to the person."""

from uuid import UUID

import msgspec

from declarations.filing import store
from declarations.filing.model import Action, Declaration, Party, Standing
from declarations.filing.service.moves import lawful_move, parties_in
from declarations.filing.service.reading import DESK_PARTIES
from declarations.filing.service.stale import refuse_stale
from declarations.review import store_absences as absences
from declarations.review.lawful import ACTS, acting_role, decided_elsewhere, open_acts
from register.access.policy import permits
from register.kernel.db import Transaction
from register.kernel.errors import FieldError, Invalid, NotFound, TransitionRefused
from register.kernel.i18n import Message, msg
from register.people import store as people

_NOT_YOURS = msg("Another authority is named to decide this case. The ethics office puts a recommendation before it.")
_FOUR_EYES = msg("You put this case before the authority, so another person decides it.")


class Held(msgspec.Struct, frozen=True):
    """A case in hand."""

    declaration: Declaration
    parties: frozenset[Party]
    standing: Standing | None = None
    """In whose place the person acts."""


async def hold(tx: Transaction, reference: str, action: Action, seen: int) -> Held:
    """Lock the case for `action`.

    Raises NotFound for whoever the case is not open to, Stale with what changed since event `seen`, TransitionRefused
    where the step is not possible now.
    """
    if not permits(tx.identity, ACTS[action]):
        raise NotFound
    declaration = await store.by_reference(tx, reference, lock=True)
    parties = await parties_in(tx, declaration)
    if parties.isdisjoint(DESK_PARTIES):
        raise NotFound
    await refuse_stale(tx, declaration, seen)
    if action not in open_acts(declaration, parties, tx.identity):
        _refuse(declaration, action, parties)
    return Held(declaration, parties, await standing_in(tx, declaration, parties))


async def standing_in(tx: Transaction, declaration: Declaration, parties: frozenset[Party]) -> Standing | None:
    """In whose place the person acts in this case: the executive head's, or that of the absent officer who has it."""
    day, me = absences.day_of(tx), tx.identity.person
    if acting_role(declaration, parties, tx.identity) == "recorded_delegate":
        return await _named(tx, await absences.head_behind_delegation(tx, day))
    if declaration.reviewer is None or me is None or declaration.reviewer == me:
        return None
    absent = {absence.person for absence in await absences.stood_in_for(tx, me, day)}
    return await _named(tx, declaration.reviewer) if declaration.reviewer in absent else None


async def _named(tx: Transaction, person: UUID | None) -> Standing | None:
    found = await people.person(tx, person) if person else None
    return Standing(found.id, found.name) if found else None


def _refuse(declaration: Declaration, action: Action, parties: frozenset[Party]) -> None:
    """Say why a step is not open."""
    if action is Action.DECIDE and decided_elsewhere(declaration):
        raise TransitionRefused(_FOUR_EYES if Party.AUTHORITY in parties else _NOT_YOURS)
    lawful_move(declaration, action, parties)
    raise TransitionRefused


def required(field: str, text: str, missing: Message) -> str:
    """Words that an act cannot do without. Raises Invalid."""
    if not text.strip():
        raise Invalid(fields=[FieldError(field, missing)])
    return text.strip()
