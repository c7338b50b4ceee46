"""An office with everyone in it, and acts by name, for tests of the desk."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from declarations.codes.decisions import Flag
from declarations.filing.model import Action, Declaration
from declarations.review.model import DecisionCommand, MeasureCommand
from declarations.review.service import acts, authorizing, consulting, deciding, keeping_open, marks, measures
from register.kernel import clock
from register.kernel.identity import Identity
from register.kernel.ids import new_id
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
    return await OF_ONE_KIND[action](who, reference, seen)


OF_ONE_KIND: Mapping[Action, Callable[[Identity, str, int], Awaitable[Declaration]]] = {
    Action.ASK_OPINION: lambda who, ref, seen: consulting.consult(who, ref, "A course on water law", seen),
    Action.SUSPEND: lambda who, ref, seen: authorizing.suspend(who, ref, "It is looked into.", seen),
    Action.REINSTATE: lambda who, ref, seen: authorizing.reinstate(who, ref, "It is in order.", seen),
    Action.REVOKE: lambda who, ref, seen: authorizing.revoke(who, ref, "It harms us.", seen),
    Action.ASSESS_NATURE: lambda who, ref, seen: marks.assess_nature(who, ref, "actual", "It is there now.", seen),
    Action.MARK_DISCLOSED: lambda who, ref, seen: marks.mark_disclosed(
        who, ref, "The panel", clock.today(), "All know.", seen
    ),
    Action.MARK_ADDRESSED: lambda who, ref, seen: marks.mark_addressed(who, ref, "It is in place.", seen),
    Action.MARK_RESOLVED: lambda who, ref, seen: marks.mark_resolved(who, ref, "Nobody gains.", seen),
    Action.SET_MEASURE: lambda who, ref, seen: measures.set_measure(
        who, ref, MeasureCommand("recusal", clock.today()), seen
    ),
    Action.CONFIRM_MEASURE: lambda who, ref, seen: measures.confirm_measure(who, ref, new_id(), "", seen),
    Action.KEEP_OPEN: lambda who, ref, seen: keeping_open.keep_open(who, ref, Flag.LEGAL_HOLD, "A court asks.", seen),
    Action.LET_CLOSE: lambda who, ref, seen: keeping_open.let_close(who, ref, Flag.LEGAL_HOLD, "It is over.", seen),
    Action.LIFT_MEASURE: lambda who, ref, seen: measures.lift_measure(who, ref, new_id(), "It ended.", seen),
}
"""Acts that belong to activities and conflicts alone, and what keeps a case from closing."""
