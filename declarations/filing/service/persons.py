"""Names of the people around a person: for whom they file, and who filed for them."""

from collections.abc import Iterable
from uuid import UUID

from declarations.filing.model import Declaration
from register.kernel.db import transaction
from register.kernel.identity import Identity
from register.people import store as people
from register.people.model import Person


async def principals_of(identity: Identity) -> list[Person]:
    """Everyone for whom the person files now, by name; nobody for those who are no assistants."""
    if identity.person is None or not identity.has("assistant"):
        return []
    async with transaction(identity) as tx:
        return await people.principals(tx, identity.person)


async def names_in(identity: Identity, declarations: Iterable[Declaration]) -> dict[UUID, str]:
    """The names of declarants and filers, as far as the person may know them."""
    wanted = {person for found in declarations for person in (found.declarant, found.filed_by)}
    if not wanted:
        return {}
    async with transaction(identity) as tx:
        return {id_: person.name for id_, person in (await people.persons(tx, sorted(wanted))).items()}
