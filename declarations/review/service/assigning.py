"""Giving several cases to one officer at once."""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec

from declarations.filing import store as filing
from declarations.filing.model import Action, Declaration, Party
from declarations.filing.parties_to import parties_to
from declarations.filing.service.moves import Planned, apply_moves
from declarations.review.lawful import OFFICE, open_acts
from declarations.review.service import notices
from declarations.review.store_absences import holding, is_away, present
from register.access.policy import permits
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import Message, msg
from register.kernel.identity import Identity
from register.kernel.paging import PAGE_ROWS
from register.people import store as people
from register.people.model import Person

_NOT_HERE = msg("It is not in your list.")
_IN_CHARGE = msg("An officer has it in charge. Hand it over from its own page, with a reason.")
_NOT_OPEN = msg("It cannot be assigned now.")
_MAY_NOT = msg("The officer you chose may not review it.")


class Assigned(msgspec.Struct, frozen=True):
    """What was assigned, and what was not, each with the reason."""

    done: tuple[Declaration, ...]
    refused: tuple[tuple[str, Message], ...]
    officer: Person


async def officers(identity: Identity) -> list[Person]:
    """Who may be given cases today. NotFound for whoever assigns nothing."""
    if not permits(identity, "case.assign"):
        raise NotFound
    async with transaction(identity) as tx:
        found = [row["role_holders"] for row in await tx.fetch("select role_holders($1)", OFFICE)]
        known = await people.persons(tx, await present(tx, found))
        return sorted(known.values(), key=lambda person: (person.family_name, person.first_name))


@retry_serialization
async def assign_together(identity: Identity, references: Sequence[str], to: UUID | None) -> Assigned:
    """Give the chosen cases that nobody has in charge to one officer, in one transaction and one statement each way.

    A case that cannot be given is left as it is and named with its reason. Raises NotFound, Invalid.
    """
    if not permits(identity, "case.assign"):
        raise NotFound
    async with transaction(identity) as tx:
        officer = await _checked(tx, references, to)
        known = await filing.by_references(tx, list(dict.fromkeys(references)))
        ties, barred = await filing.ties_of_me(tx), await _barred(tx, officer, known.values())
        planned, refused = [], []
        for reference in dict.fromkeys(references):
            found = known.get(reference)
            parties = parties_to(found, identity, ties) if found else frozenset()
            obstacle = _obstacle(found, parties, identity, barred)
            if found is None or obstacle:
                refused.append((reference, obstacle or _NOT_HERE))
                continue
            said = {"to": officer.id, "to_name": officer.name}
            planned.append(Planned(found, parties, said, {"reviewer": officer.id}))
        done = await apply_moves(tx, Action.ASSIGN, planned) if planned else []
        if done:
            await notices.tell_assigned_together(tx, officer.id, len(done))
        return Assigned(tuple(done), tuple(refused), officer)


async def _checked(tx: Transaction, references: Sequence[str], to: UUID | None) -> Person:
    faults = []
    if not references:
        faults.append(FieldError("case", msg("Choose at least one case.")))
    if len(references) > PAGE_ROWS:
        faults.append(FieldError("case", msg("Choose at most %(n)s cases.", n=PAGE_ROWS)))
    is_free = to is not None and await holding(tx, to, [OFFICE]) and not await is_away(tx, to)
    officer = await people.person(tx, to) if to is not None and is_free else None
    if officer is None:
        faults.append(FieldError("officer", msg("Choose an ethics officer who is not away.")))
    if officer is None or faults:
        raise Invalid(fields=faults)
    return officer


async def _barred(tx: Transaction, officer: Person, cases: Collection[Declaration]) -> frozenset[UUID]:
    """Which of these cases the officer may not review: their own, a superior's, or one from which they recused."""
    above = frozenset(await people.superiors(tx, officer.id))
    recused = await filing.recused_from(tx, [case.id for case in cases])
    return frozenset(
        case.id
        for case in cases
        if officer.id in {case.declarant, case.filed_by}
        or case.declarant in above
        or officer.id in recused.get(case.id, ())
    )


def _obstacle(
    found: Declaration | None, parties: frozenset[Party], identity: Identity, barred: frozenset[UUID]
) -> Message | None:
    """Why a case cannot be given to the officer by this person."""
    if found is None or Party.OFFICE not in parties:
        return _NOT_HERE
    if found.id in barred:
        return _MAY_NOT
    if Action.ASSIGN in open_acts(found, parties, identity):
        return None
    return _IN_CHARGE if found.reviewer is not None else _NOT_OPEN
