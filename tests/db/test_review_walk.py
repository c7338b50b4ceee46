"""The workflow at the desk: every status × act × party, and what each effect lets be decided."""

import itertools

import pytest

from declarations.codes.decisions import Decision, Effect, Status
from declarations.filing import store
from declarations.filing.model import Action, Declaration
from declarations.filing.service import own
from declarations.filing.workflow import NEEDS_CONDITIONS, allowed_decisions
from declarations.review.lawful import ACTS
from declarations.review.model import DecisionCommand
from declarations.review.service import acts, deciding
from declarations.review.service.case import open_desk_case
from register.kernel.db import transaction
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.identity import Identity
from tests.factories import World
from tests.reviewing import Office, act, authorize, staffed

STATUSES = [status for status in Status if status is not Status.DRAFT]
WALKERS = ("officer", "head", "delegate", "designate", "official", "declarant", "stranger")

# What the office may do with a case that the executive head decides, and what the head may once it lies before them.
OPEN_TO_OFFICER = {
    Status.SUBMITTED: {Action.TAKE, Action.ASSIGN, Action.NOTE, Action.KEEP_OPEN},
    Status.UNDER_REVIEW: {
        *(Action.ASK, Action.HAND_OVER, Action.NOTE, Action.RECOMMEND, Action.REFER, Action.KEEP_OPEN),
    },
    Status.INFORMATION_REQUESTED: {Action.HAND_OVER, Action.NOTE, Action.KEEP_OPEN},
    Status.DECIDED: {Action.CLOSE, Action.KEEP_OPEN},
    Status.ACKNOWLEDGED: {Action.CLOSE, Action.KEEP_OPEN},
}
OPEN_TO_AUTHORITY = {Status.UNDER_REVIEW: {Action.DECIDE, Action.REFER}}


@pytest.mark.parametrize("status", STATUSES)
async def test_every_act_of_every_party_in_every_status_is_in_the_table_or_refused(
    world: World, status: Status
) -> None:
    office = await staffed(world)
    for walker in WALKERS:
        who: Identity = getattr(office, walker)
        kept = await _brought_to(office, status, walker)
        for action in ACTS:
            lawful = action in _expected(walker, status)
            assert await _accepted(office, who, kept, action) is lawful, (walker, status, action)
            if lawful:
                kept = await _brought_to(office, status, walker)


def _expected(walker: str, status: Status) -> set[Action]:
    if walker == "officer":
        return OPEN_TO_OFFICER.get(status, set())
    return OPEN_TO_AUTHORITY.get(status, set()) if walker in {"head", "delegate"} else set()


async def _accepted(office: Office, who: Identity, kept: Declaration, action: Action) -> bool:
    try:
        await act(office, who, kept, action)
    except (NotFound, Conflict):
        return False
    return True


async def _brought_to(office: Office, status: Status, walker: str) -> Declaration:  # noqa: PLR0911 - one way for each status
    """A case of the executive head in a status; before them where an authority walks."""
    officer, declarant = office.officer, office.declarant
    if status is Status.CLOSED:
        return await office.world.declaration(declarant, value={"amount": "12.00", "currency": "USD"})
    kept = await office.world.declaration(declarant)
    if status is Status.WITHDRAWN:
        kept = await own.request_withdrawal(declarant, kept.reference, "Filed twice", kept.head_seq)
        return await acts.assent(officer, kept.reference, kept.head_seq)
    if status is Status.SUBMITTED:
        return kept
    kept = await acts.take(officer, kept.reference, kept.head_seq)
    if status is Status.INFORMATION_REQUESTED:
        return await acts.ask(officer, kept.reference, "value", "How do you know?", kept.head_seq)
    if status is Status.UNDER_REVIEW and walker not in {"head", "delegate"}:
        return kept
    kept = await deciding.recommend(officer, kept.reference, authorize(), kept.head_seq)
    if status is Status.UNDER_REVIEW:
        return kept
    kept = await deciding.decide(office.head, kept.reference, authorize(), kept.head_seq)
    if status is Status.ACKNOWLEDGED:
        return await own.acknowledge(declarant, kept.reference, kept.head_seq)
    return kept


@pytest.mark.parametrize(("effect", "direction"), list(itertools.product(Effect, ("received", "offered_to_me"))))
async def test_what_is_offered_is_what_is_accepted(world: World, effect: Effect, direction: str) -> None:
    office = await staffed(world)
    allowed = allowed_decisions(effect, received=direction == "received")
    for decision in Decision:
        kept = await _judged(office, effect, direction)
        desk = await open_desk_case(office.officer, kept.reference)
        assert desk.decisions == allowed
        conditions = "Keep it in the office" if decision in NEEDS_CONDITIONS else ""
        command = DecisionCommand(decision, "As the findings say", conditions)
        if decision in allowed:
            after = await deciding.decide(office.officer, kept.reference, command, kept.head_seq)
            assert (after.status, after.outcome) == (Status.DECIDED, decision)
        else:
            with pytest.raises(Invalid) as refused:
                await deciding.decide(office.officer, kept.reference, command, kept.head_seq)
            assert refused.value.fields[0].name == "decision"


async def _judged(office: Office, effect: Effect, direction: str) -> Declaration:
    """A case under review that the office decides, as if the rules had found this effect."""
    kept = await office.world.declaration(office.declarant)
    kept = await acts.take(office.officer, kept.reference, kept.head_seq)
    await office.world.superuser.execute(
        "update declaration set effect = $2, direction = $3, authority = null where id = $1",
        kept.id,
        effect.value,
        direction,
    )
    async with transaction(office.officer) as tx:
        return await store.by_reference(tx, kept.reference)
