"""An office with everyone in it, and acts by name, for tests of the desk."""

from dataclasses import dataclass
from typing import Any

from declarations.filing.model import Action, Declaration
from declarations.review.model import DecisionCommand, MeasureCommand
from declarations.review.service import acts, deciding, marks, measures
from register.kernel import clock
from register.kernel.identity import Identity
from tests.factories import World


@dataclass
class Office:
    """Everyone who may have to do with a case."""

    world: World
    declarant: Identity
    supervisor: Identity
    officer: Identity
    second_officer: Identity
    head: Identity
    delegate: Identity
    designate: Identity
    official: Identity
    stranger: Identity

    async def under_review(self, **facts: Any) -> Declaration:
        """A case that the officer has taken up."""
        kept = await self.world.declaration(self.declarant, **facts)
        return await acts.take(self.officer, kept.reference, kept.head_seq)

    async def recommended(self, **facts: Any) -> Declaration:
        """A case before the executive head."""
        kept = await self.under_review(**facts)
        return await deciding.recommend(self.officer, kept.reference, authorize(), kept.head_seq)

    async def decided(self, **facts: Any) -> Declaration:
        """A case that the executive head has decided."""
        kept = await self.recommended(**facts)
        return await deciding.decide(self.head, kept.reference, authorize(), kept.head_seq)


async def staffed(world: World) -> Office:
    """One person for each part."""
    head = await world.person("executive_head", first_name="Helena", family_name="Moreau", capacity="executive_head")
    supervisor = await world.person("ethics_officer", first_name="Samir", family_name="Aziz")
    return Office(
        world=world,
        declarant=await world.person(supervisor=supervisor),
        supervisor=supervisor,
        officer=await world.person("ethics_officer", first_name="Claire", family_name="Dubois", language="fr"),
        second_officer=await world.person("ethics_officer", first_name="Pablo", family_name="Ruiz"),
        head=head,
        delegate=await world.delegate(),
        designate=await world.person("governing_body_designate", first_name="Noor", family_name="Khan"),
        official=await world.person("authorizing_official", first_name="Li", family_name="Wei"),
        stranger=await world.person(first_name="Bruno", family_name="Costa"),
    )


def authorize() -> DecisionCommand:
    """Granted, with a reason."""
    return DecisionCommand("authorize", "It is of modest value and given in public.")


def with_conditions() -> DecisionCommand:
    """Granted, on a condition."""
    return DecisionCommand("authorize_with_conditions", "It was given in public.", "It stays in the office.")


async def act(  # noqa: C901, PLR0911 - one call for each act
    office: Office, who: Identity, kept: Declaration, action: Action
) -> Declaration:
    """Do one act of the desk with ordinary words."""
    reference, seen = kept.reference, kept.head_seq
    match action:
        case Action.TAKE:
            return await acts.take(who, reference, seen)
        case Action.ASSIGN:
            return await acts.assign(who, reference, office.second_officer.person, seen)
        case Action.HAND_OVER:
            return await acts.hand_over(who, reference, office.second_officer.person, "I am away.", seen)
        case Action.ASK:
            return await acts.ask(who, reference, "value", "How do you know the value?", seen)
        case Action.NOTE:
            return await acts.note(who, reference, "The vendor is known to us.", seen)
        case Action.RECOMMEND:
            return await deciding.recommend(who, reference, with_conditions(), seen)
        case Action.REFER:
            return await deciding.refer(who, reference, "governing_body_designate", "I know the giver.", seen)
        case Action.DECIDE:
            return await deciding.decide(who, reference, authorize(), seen)
        case Action.CLOSE:
            return await acts.close(who, reference, seen)
        case Action.ASSENT:
            return await acts.assent(who, reference, seen)
        case Action.ASSESS_NATURE:
            return await marks.assess_nature(who, reference, "actual", "It is there now.", seen)
        case Action.MARK_DISCLOSED:
            return await marks.mark_disclosed(who, reference, "The panel", clock.today(), "All know.", seen)
        case Action.MARK_ADDRESSED:
            return await marks.mark_addressed(who, reference, "It is in place.", seen)
        case Action.MARK_RESOLVED:
            return await marks.mark_resolved(who, reference, "Nobody gains.", seen)
        case Action.SET_MEASURE:
            return await measures.set_measure(who, reference, MeasureCommand("recusal", clock.today()), seen)
        case Action.CONFIRM_MEASURE:
            return await measures.confirm_measure(who, reference, new_id(), "", seen)
        case Action.LIFT_MEASURE:
            return await measures.lift_measure(who, reference, new_id(), "It ended.", seen)
    message = f"{action} is no act of the desk"
    raise ValueError(message)
