"""Opening a case at the desk: everything a decision needs, and the opening recorded in the same transaction."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from declarations.evidence.model import Item
from declarations.evidence.service.looking import beside_case
from declarations.filing import history
from declarations.filing import store as filing
from declarations.filing.history import Entry
from declarations.filing.measures import measures_in
from declarations.filing.model import Action, Decision, Declaration, Step
from declarations.filing.service.granted import return_told
from declarations.filing.service.moves import parties_in
from declarations.filing.service.reading import DESK_PARTIES, Case, day_in, open_case
from declarations.letters.service.picking import offered_words
from declarations.letters.words import StandingWords
from declarations.opinions.model import Opinion
from declarations.opinions.service.asking import opinions_of
from declarations.parties.explaining import Explained
from declarations.review import store
from declarations.review.elsewhere import Elsewhere
from declarations.review.giver import explained_in
from declarations.review.lawful import OFFICE, acting_role, lawful_decisions, open_acts, referral_targets
from declarations.review.model import Earlier, Recommendation
from declarations.review.others import Others
from declarations.review.service.deciding import instrument_in_force
from declarations.review.service.elsewhere import elsewhere_of
from declarations.review.settings import review_settings
from register.access.policy import permits
from register.kernel.db import Transaction, transaction
from register.kernel.errors import NotFound
from register.kernel.i18n import Message
from register.kernel.identity import Identity
from register.ledger.readings import record_reading
from register.people import store as people
from register.people.model import Person


class DeskCase(msgspec.Struct, frozen=True):
    """Everything a decision needs, on one screen."""

    case: Case
    role: str
    """In which role the reader has opened it."""
    declarant: Person | None
    superior: Person | None
    earlier_of_person: Earlier
    earlier_of_giver: Earlier
    others_of_person: Others
    """Of the same person, of later days too."""
    story: tuple[Entry, ...]
    """Newest first."""
    acts: frozenset[Action]
    decisions: tuple[Decision, ...]
    referral_targets: tuple[str, ...]
    assignees: tuple[Person, ...]
    recommendation: Recommendation | None
    instrument: str
    """The delegation under which the reader would decide; empty where they decide in their own right."""
    names: dict[UUID, str]
    today: date
    evidence: tuple[Item, ...] = ()
    similar: tuple[tuple[str, int], ...] = ()
    """How similar past cases ended, the most frequent outcome first; empty where they are too few to be nobody's."""
    explained: tuple[Explained, ...] = ()
    """The gifts of the same giver behind what the rules found, as far as they are open to the reader."""
    elsewhere: Elsewhere = Elsewhere()
    """What the register holds elsewhere of the same party, as far as it is open to the reader."""
    standing_words: tuple[StandingWords, ...] = ()
    """Words of the office that can be put into a question or a decision."""
    opinions: tuple[Opinion, ...] = ()
    """What the supervisor was asked about an activity, newest first."""

    @property
    def returned(self) -> Message | None:
        """How the return to the giver stands that was decided."""
        return return_told(self.case.declaration, self.case.steps)


async def open_desk_case(identity: Identity, reference: str) -> DeskCase:
    """The whole case. NotFound for whoever it is not open to; nobody reads their own or a superior's at the desk."""
    if not permits(identity, "case.read"):
        raise NotFound
    async with transaction(identity) as tx:
        declaration = await filing.by_reference(tx, reference)
        parties = await parties_in(tx, declaration)
        if parties.isdisjoint(DESK_PARTIES):
            raise NotFound
        role = acting_role(declaration, parties, identity)
        await record_reading(tx, kind="declaration", subject=declaration.id, role=role, purpose="review")
        return await _gathered(tx, await open_case(tx, declaration), role)


async def _gathered(tx: Transaction, case: Case, role: str) -> DeskCase:
    declaration = case.declaration
    acts = open_acts(declaration, case.parties, tx.identity) & case.actions
    of_person = await store.earlier_of_person(tx, declaration)
    of_giver = await store.earlier_of_giver(tx, declaration)
    officers = await _officers(tx, declaration, acts)
    elsewhere = await elsewhere_of(tx, case)
    known = await people.persons(tx, list(_persons(declaration, of_giver, officers) | elsewhere.persons))
    declarant = known.get(declaration.declarant)
    superior = declarant.supervisor if declarant else None
    instrument = await instrument_in_force(tx) if role == "recorded_delegate" else ""
    if instrument is None:  # the delegation ended while the session went on
        acts -= {Action.DECIDE}
    return DeskCase(
        case=case,
        role=role,
        declarant=declarant,
        superior=await people.person(tx, superior) if superior else None,
        earlier_of_person=of_person,
        earlier_of_giver=of_giver,
        others_of_person=await store.others_of_person(tx, declaration),
        story=tuple(reversed(history.entries(case.steps, "desk", tx.identity.person))),
        acts=acts,
        decisions=lawful_decisions(declaration, is_authorized=case.permit is not None),
        referral_targets=referral_targets(declaration, case.parties),
        assignees=_readers_first([known[officer] for officer in officers if officer in known], case.content.language),
        recommendation=_recommendation(declaration, case.steps),
        instrument=instrument or "",
        names={person: found.name for person, found in known.items()},
        today=tx.now.date(),
        evidence=await beside_case(tx, case),
        similar=await store.similar_outcomes(tx, declaration, review_settings().similar_cases_least),
        explained=await explained_in(tx, case),
        elsewhere=elsewhere,
        opinions=tuple(await opinions_of(tx, declaration)),
        standing_words=await offered_words(tx, declaration.kind),
    )


async def _officers(tx: Transaction, declaration: Declaration, acts: frozenset[Action]) -> list[UUID]:
    """To whom the case may be given."""
    if acts.isdisjoint({Action.ASSIGN, Action.HAND_OVER}):
        return []
    free = await store.holders_free_of(tx, declaration, [OFFICE])
    return [officer for officer in free if officer != declaration.reviewer]


def _readers_first(officers: list[Person], language: str) -> tuple[Person, ...]:
    """Those who read the words of the declarant before the others."""
    return tuple(sorted(officers, key=lambda officer: language not in officer.languages_read))


def _persons(declaration: Declaration, earlier: Earlier, officers: Iterable[UUID]) -> set[UUID]:
    named = (declaration.reviewer, declaration.filed_by, declaration.recommended_by, declaration.decided_by)
    found = {person for person in named if person is not None}
    return found | {declaration.declarant, *(row.declarant for row in earlier.rows), *officers}


def _recommendation(declaration: Declaration, steps: Iterable[Step]) -> Recommendation | None:
    """What stands recommended; an amendment or a referral makes it void."""
    if declaration.recommendation is None:
        return None
    step = [step for step in steps if step.name == "declaration:recommended"][-1]
    return Recommendation(
        decision=declaration.recommendation,
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
