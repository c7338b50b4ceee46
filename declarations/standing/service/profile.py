"""What a person has in force: for that person, and for the office beside one of their cases."""

from datetime import timedelta
from uuid import UUID

from declarations.filing import store as filing
from declarations.filing.model import Declaration, Route
from declarations.filing.service.moves import parties_in, possible_actions
from declarations.filing.service.nothing import force_of, lasting
from declarations.filing.service.reading import DESK_PARTIES
from declarations.standing import store
from declarations.standing.model import Item, Profile, StandingMeasure
from register.access.policy import permits as may
from register.kernel.dates import local
from register.kernel.db import Transaction, transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity
from register.ledger.readings import record_reading
from register.people import store as people

_YEAR = timedelta(days=366)


async def own_profile(identity: Identity) -> Profile:
    """What the acting person has in force. NotFound for whoever declares nothing."""
    if identity.person is None or not may(identity, "standing.read"):
        raise NotFound
    async with transaction(identity) as tx:
        return await profile_of(tx, identity.person, identity.name)


async def profile_beside(identity: Identity, reference: str) -> Profile:
    """What the declarant of a case has in force, as far as those cases are open to the reader; the look is recorded.

    Only columns are shown, nothing is decrypted.
    """
    async with transaction(identity) as tx:
        declaration = await case_at_desk(tx, reference)
        await record_reading(
            tx, kind="declaration", subject=declaration.id, role=role_in(declaration), purpose="standing_profile"
        )
        known = await people.person(tx, declaration.declarant)
        return await profile_of(tx, declaration.declarant, known.name if known else "")


def role_in(declaration: Declaration) -> str:
    """In which role the office opens a case of this route."""
    return "ethics_officer" if declaration.route is Route.OFFICE else "governing_body_designate"


async def case_at_desk(tx: Transaction, reference: str) -> Declaration:
    """A case that is open to the acting person at the desk. Raises NotFound."""
    if not may(tx.identity, "case.standing"):
        raise NotFound
    declaration = await filing.by_reference(tx, reference)
    if (await parties_in(tx, declaration)).isdisjoint(DESK_PARTIES):
        raise NotFound
    return declaration


async def profile_of(tx: Transaction, person: UUID, name: str) -> Profile:
    """The same in an open transaction, as far as row security shows it."""
    today = local(tx.now).date()
    items = await items_in_force(tx, person)
    measures = await store.open_measures(tx, person)
    ended = await store.ended_since(tx, person, today - _YEAR, [each.declaration for each in measures])
    return Profile(person, name, tuple(items), tuple(ended), await store.waiting(tx, person), tuple(measures))


async def items_in_force(tx: Transaction, person: UUID) -> list[Item]:
    """Everything in force of a person, the oldest first."""
    found = await lasting(tx, person)
    measures = await store.measures_of(tx, [each.id for each in found if each.kind == "conflict"])
    items = [await _item(tx, each, tuple(measures.get(each.id, ()))) for each in found]
    return [item for item in items if item is not None]


async def _item(tx: Transaction, found: Declaration, measures: tuple[StandingMeasure, ...]) -> Item | None:
    group, permit = await force_of(tx, found)
    if group is None:
        return None
    if found.declarant != tx.identity.person:
        return Item(found, group, measures, permit, frozenset())
    is_held = any(each.is_open for each in measures) or (permit is not None and permit.is_open)
    actions = possible_actions(found, await parties_in(tx, found), is_held=is_held)
    return Item(found, group, measures, permit, actions)
