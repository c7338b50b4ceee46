"""The signing list: several recommended cases, one act, each with its own step in its own history, or none at all."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from declarations.authorizations.service.granting import end_faults, settle
from declarations.filing import store as filing
from declarations.filing.measures import measures_in
from declarations.filing.model import Action, Declaration, Party, Standing, Step
from declarations.filing.parties_to import parties_to
from declarations.filing.service.moves import Planned, apply_moves
from declarations.filing.service.reading import day_in, last_steps
from declarations.review.lawful import HOLDERS, acting_role, open_acts
from declarations.review.model import Recommendation
from declarations.review.service import notices
from declarations.review.service.deciding import REASONS_REQUIRED, RECOMMENDED, instrument_needed
from declarations.review.service.holding import standing_in
from declarations.review.service.measures import keep_decided
from declarations.review.store_absences import day_of
from declarations.review.store_signing import to_sign
from declarations.review.three_tests import faults_of_doubt
from register.access.policy import permits
from register.access.service.confirming import require_confirmed
from register.kernel.currency import Money
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound, Stale
from register.kernel.i18n import Message, current_locale, msg
from register.kernel.identity import Identity
from register.kernel.paging import PAGE_ROWS, Cursor, Page
from register.ledger.readings import record_readings
from register.people import store as people

_CHANGED = msg("It has changed since you opened the list.")
_NOT_HERE = msg("It is no longer before you.")
_NOT_OPEN = msg("It cannot be signed now.")


class SigningRow(msgspec.Struct, frozen=True):
    """One case that waits for a signature, with what the office recommends."""

    declaration: Declaration
    recommendation: Recommendation

    @property
    def value(self) -> Money | None:
        """The value as declared."""
        found = self.declaration
        return None if found.amount is None or found.currency is None else Money(found.amount, found.currency)


class SigningList(msgspec.Struct, frozen=True):
    """A page of the signing list."""

    page: Page[SigningRow]
    names: dict[UUID, str]
    today: date


class Chosen(msgspec.Struct, frozen=True):
    """A case that was chosen, as it was seen."""

    reference: str
    seen: int


async def signing_list(identity: Identity, cursor: Cursor | None = None) -> SigningList:
    """The cases that were recommended to the person and that they may decide, soonest due first.

    Each is recorded as read. Own cases and those of superiors are never in it. NotFound for whoever signs nothing.
    """
    authorities = _authorities(identity)
    async with transaction(identity) as tx:
        page = await to_sign(tx, authorities, cursor)
        steps = await last_steps(tx, page.items, RECOMMENDED)
        shown = [SigningRow(each, _recommendation(each, steps[each.id])) for each in page.items if each.id in steps]
        subjects = [row.declaration.id for row in shown]
        await record_readings(tx, kind="declaration", subjects=subjects, role=_role(identity), purpose="review")
        persons = await people.persons(tx, [row.declaration.declarant for row in shown])
        return SigningList(
            page=Page(shown, page.newer, page.older),
            names={person: found.name for person, found in persons.items()},
            today=day_of(tx),
        )


def _authorities(identity: Identity) -> list[str]:
    found = [authority for authority, roles in HOLDERS.items() if identity.has(*roles)]
    if not found or not permits(identity, "case.sign"):
        raise NotFound
    return found


def _role(identity: Identity) -> str:
    return next(role for roles in HOLDERS.values() for role in roles if identity.has(role))


def _recommendation(declaration: Declaration, step: Step) -> Recommendation:
    return Recommendation(
        decision=declaration.recommendation or "",
        reasons=str(step.said.get("reasons") or ""),
        conditions=str(step.said.get("conditions") or ""),
        by=str(step.said.get("actor_name") or ""),
        at=step.at,
        rule=str(step.said.get("rule") or ""),
        valid_until=day_in(step.said, "valid_until"),
        tests=step.said.get("tests"),
        measures=measures_in(step.said),
        language=str(step.said.get("language") or ""),
    )


@retry_serialization
async def sign(identity: Identity, chosen: Sequence[Chosen], reasons: str) -> list[Declaration]:
    """Decide every chosen case as it was recommended, each by its own step: all of them, or none.

    The reasons are those of the authority and are read by each declarant. Whoever signed in a while ago has confirmed
    by the password that it is still them. Raises NotFound, Invalid, and Stale that names each case that stands in the
    way; then nothing was signed.
    """
    _authorities(identity)
    _check(chosen, reasons)
    await require_confirmed(identity)
    async with transaction(identity) as tx:
        known = await filing.by_references(tx, [each.reference for each in chosen])
        steps = await last_steps(tx, list(known.values()), RECOMMENDED)
        ties = await filing.ties_of_me(tx)
        parties = {ref: parties_to(found, identity, ties) for ref, found in known.items()}
        obstacles = [_obstacle(each, known, parties, identity) or _fault(tx, each, known, steps) for each in chosen]
        faults = [FieldError(each.reference, found) for each, found in zip(chosen, obstacles, strict=True) if found]
        if faults:
            raise Stale(msg("Nothing was signed. Some of the cases stand in the way."), faults)
        standing = await _standing(tx, known, parties)
        instrument = await instrument_needed(tx) if standing else ""
        planned = [
            _planned(tx, found, parties[ref], steps[found.id], reasons.strip(), standing, instrument)
            for ref, found in known.items()
        ]
        signed = await apply_moves(tx, Action.DECIDE, planned)
        for each in signed:
            await settle(tx, each, day_in(steps[each.id].said, "valid_until"))
            await keep_decided(tx, each, steps[each.id].said)
        await notices.tell_decided(tx, signed)
        return signed


def _check(chosen: Sequence[Chosen], reasons: str) -> None:
    faults = []
    if not chosen or len({each.reference for each in chosen}) != len(chosen):
        faults.append(FieldError("case", msg("Choose at least one case.")))
    if len(chosen) > PAGE_ROWS:
        faults.append(FieldError("case", msg("Choose at most %(n)s cases.", n=PAGE_ROWS)))
    if not reasons.strip():
        faults.append(FieldError("reasons", REASONS_REQUIRED))
    if faults:
        raise Invalid(fields=faults)


def _obstacle(
    chosen: Chosen, known: dict[str, Declaration], parties: dict[str, frozenset[Party]], identity: Identity
) -> Message | None:
    found = known.get(chosen.reference)
    if found is None or Party.AUTHORITY not in parties[chosen.reference]:
        return _NOT_HERE
    if found.head_seq != chosen.seen:
        return _CHANGED
    is_open = Action.DECIDE in open_acts(found, parties[chosen.reference], identity)
    return None if is_open and found.recommendation is not None else _NOT_OPEN


async def _standing(
    tx: Transaction, known: dict[str, Declaration], parties: dict[str, frozenset[Party]]
) -> Standing | None:
    """In whose place a delegate signs; cases that they would decide in their own right are on the same list."""
    for reference, found in known.items():
        if acting_role(found, parties[reference], tx.identity) == "recorded_delegate":
            return await standing_in(tx, found, parties[reference])
    return None


def _fault(tx: Transaction, chosen: Chosen, known: dict[str, Declaration], steps: dict[UUID, Step]) -> Message | None:
    """Why what was recommended cannot be given as it stands, by its last day or since a test is in doubt (ICSC 45)."""
    found = known[chosen.reference]
    recommended = _recommendation(found, steps[found.id])
    faults = end_faults(tx, found, recommended.decision, recommended.valid_until)
    faults += faults_of_doubt(found, recommended.decision, recommended.tests)
    return faults[0].message if faults else None


def _planned(
    tx: Transaction,
    declaration: Declaration,
    parties: frozenset[Party],
    step: Step,
    reasons: str,
    standing: Standing | None,
    instrument: str,
) -> Planned:
    role, recommended = acting_role(declaration, parties, tx.identity), _recommendation(declaration, step)
    by_delegation = role == "recorded_delegate"
    said: dict[str, Any] = {
        "decision": recommended.decision,
        "reasons": reasons,
        "language": current_locale().tag,
        "in_role": role,
    }
    said |= {"as_recommended": True}
    if recommended.conditions or recommended.measures:  # in the language of the office, whoever signs
        said |= {"conditions_language": recommended.language}
    said |= {"conditions": recommended.conditions} if recommended.conditions else {}
    said |= {"valid_until": recommended.valid_until} if recommended.valid_until else {}
    said |= {"tests": recommended.tests} if recommended.tests else {}
    said |= {"measures": recommended.measures} if recommended.measures else {}
    said |= {"instrument": instrument} if by_delegation else {}
    changes = {"outcome": recommended.decision, "decided_by": tx.identity.person, "decided_at": tx.now}
    return Planned(declaration, parties, said, changes, standing if by_delegation else None)
