"""Recommending, referring, deciding: who is accountable for what, with reasons, within what the findings allow."""

from typing import Any

from declarations.authorizations.service.granting import end_faults, settle
from declarations.filing.model import Action, Decision, Declaration
from declarations.filing.service.moves import apply_move
from declarations.filing.service.permits import permits as authorized
from declarations.filing.service.reading import last_steps
from declarations.filing.workflow import NEEDS_CONDITIONS
from declarations.review import store
from declarations.review.lawful import HEAD, HOLDERS, OFFICE, acting_role, lawful_decisions, referral_targets
from declarations.review.model import DecisionCommand
from declarations.review.service import notices
from declarations.review.service.holding import hold, required
from declarations.review.service.measures import keep_decided, measure_faults, measures_said
from declarations.review.store_absences import day_of
from declarations.review.three_tests import DOUBT, Tested, faults_of_doubt, faults_of_tests, is_for_head
from register.access.store.roles import delegations
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, TransitionRefused
from register.kernel.i18n import current_locale, msg
from register.kernel.identity import Identity

RECOMMENDED = "declaration:recommended"
REASONS_REQUIRED = msg("Reasons are required.")


@retry_serialization
async def recommend(identity: Identity, reference: str, command: DecisionCommand, seen: int) -> Declaration:
    """Put a case with a proposed decision and its reasons before the authority that decides it (ICSC 50).

    Doubt under ICSC 45 goes to the executive head, the reviewer's as the declarant's own.
    """
    async with transaction(identity) as tx:
        held = await hold(tx, reference, Action.RECOMMEND, seen)
        said = _said(tx, held.declaration, command, await _lawful(tx, held.declaration))
        said |= _before_whom(held.declaration, command)
        after = await apply_move(
            tx,
            held.declaration,
            Action.RECOMMEND,
            parties=held.parties,
            standing=held.standing,
            said=said,
            changes={
                "authority": said["authority"],
                "recommendation": command.decision,
                "recommended_by": identity.person,
                "referred_at": tx.now,
            },
        )
        await _tell_authority(tx, after)
        return after


def _before_whom(declaration: Declaration, command: DecisionCommand) -> dict[str, Any]:
    """Which authority a recommendation goes before, and by which rule."""
    if is_for_head(declaration, command.tests):
        return {"authority": HEAD, "rule": DOUBT, "raised": True}
    rule = {"rule": declaration.leading_rule} if declaration.leading_rule else {}
    return {"authority": declaration.authority} | rule


@retry_serialization
async def refer(identity: Identity, reference: str, to: str, reasons: str, seen: int) -> Declaration:
    """Refer a case upwards to another authority, or, from the authority, back to the office.

    A recommendation made before is void.
    """
    async with transaction(identity) as tx:
        held = await hold(tx, reference, Action.REFER, seen)
        before = held.declaration
        if to not in referral_targets(before, held.parties):
            raise Invalid(fields=[FieldError("to", msg("Choose one of the authorities named here."))])
        is_sent_back = to == OFFICE
        said: dict[str, Any] = {"reasons": required("reasons", reasons, REASONS_REQUIRED)}
        said |= {"sent_back": True} if is_sent_back else {"authority": to}
        after = await apply_move(
            tx,
            before,
            Action.REFER,
            parties=held.parties,
            standing=held.standing,
            said=said | {"language": current_locale().tag},
            changes={
                "authority": before.authority if is_sent_back else to,
                "referred_at": None if is_sent_back else tx.now,
                "recommendation": None,
                "recommended_by": identity.person,
            },
        )
        await (notices.tell_reviewer(tx, after) if is_sent_back else _tell_authority(tx, after))
        return after


@retry_serialization
async def decide(identity: Identity, reference: str, command: DecisionCommand, seen: int) -> Declaration:
    """Decide a case, with reasons, in one's own right or on a recorded delegation, which the decision then names."""
    async with transaction(identity) as tx:
        held = await hold(tx, reference, Action.DECIDE, seen)
        role = acting_role(held.declaration, held.parties, identity)
        lawful = await _lawful(tx, held.declaration)
        said = _said(tx, held.declaration, command, lawful, after=held.declaration.recommendation) | {"in_role": role}
        await _refuse_doubt(tx, held.declaration, command)
        if role == "recorded_delegate":
            said |= {"instrument": await instrument_needed(tx)}
        after = await apply_move(
            tx,
            held.declaration,
            Action.DECIDE,
            parties=held.parties,
            standing=held.standing,
            said=said,
            changes={"outcome": command.decision, "decided_by": identity.person, "decided_at": tx.now},
        )
        await settle(tx, after, command.valid_until)
        await keep_decided(tx, after, said)
        await notices.tell_decided(tx, [after])
        return after


async def _refuse_doubt(tx: Transaction, declaration: Declaration, command: DecisionCommand) -> None:
    """Raises Invalid where a lower authority grants what is in doubt, by its own answers or by what was recommended."""
    steps = await last_steps(tx, [declaration], RECOMMENDED) if declaration.recommendation else {}
    recommended: Tested | None = steps[declaration.id].said.get("tests") if steps else None
    faults = faults_of_doubt(declaration, command.decision, command.tests, recommended)
    if faults:
        raise Invalid(fields=faults)


async def instrument_in_force(tx: Transaction) -> str | None:
    """The document by which the acting person holds the executive head's authority today; None without one."""
    today = day_of(tx)
    for found in await delegations(tx, tx.identity.person) if tx.identity.person else []:
        if found.ended_at is None and found.since <= today <= found.until:
            return found.instrument
    return None


async def instrument_needed(tx: Transaction) -> str:
    """The same. Raises TransitionRefused where no delegation is in force."""
    found = await instrument_in_force(tx)
    if found is None:
        raise TransitionRefused(msg("No delegation to you is in force today."))
    return found


async def _tell_authority(tx: Transaction, declaration: Declaration) -> None:
    roles = HOLDERS[declaration.authority or ""]
    await notices.tell_authority(tx, declaration, await store.holders_free_of(tx, declaration, roles))


async def _lawful(tx: Transaction, declaration: Declaration) -> tuple[Decision, ...]:
    """What may be decided: of a renewal, by whether it has an authorization of its own already."""
    own = await authorized().of(tx, declaration.id) if declaration.renews else None
    return lawful_decisions(declaration, is_authorized=own is not None)


def _said(
    tx: Transaction,
    declaration: Declaration,
    command: DecisionCommand,
    lawful: tuple[Decision, ...],
    *,
    after: str | None = None,
) -> dict[str, Any]:
    """The words of a decision or a recommendation, which may follow on one. Raises Invalid with every fault."""
    faults = []
    if command.decision not in lawful:
        faults.append(FieldError("decision", msg("Choose one of the decisions that the findings allow.")))
    if not command.reasons.strip():
        faults.append(FieldError("reasons", REASONS_REQUIRED))
    needed, given = command.decision in NEEDS_CONDITIONS, bool(command.conditions.strip())
    if declaration.kind == "conflict" and command.decision == Decision.MEASURE:
        needed = given  # the measures themselves say what is to be done
    if needed and not given:
        faults.append(FieldError("conditions", msg("Write the conditions or measures; without them it says nothing.")))
    if given and not needed:
        faults.append(
            FieldError("conditions", msg("This decision takes no conditions. Remove them or choose another decision."))
        )
    faults += measure_faults(tx, declaration, command)
    faults += end_faults(tx, declaration, command.decision, command.valid_until)
    faults += faults_of_tests(declaration, command.decision, command.tests, is_needed=after is None)
    if faults:
        raise Invalid(fields=faults)
    said: dict[str, Any] = {"decision": command.decision, "reasons": command.reasons.strip()}
    said |= {"language": command.language or current_locale().tag}
    said |= {"valid_until": command.valid_until} if command.valid_until else {}
    said |= {"tests": dict(command.tests)} if command.tests else {}
    said |= measures_said(command)
    return said | ({"conditions": command.conditions.strip()} if given else {})
