"""What each use case of the secretary begins with: whose hands a meeting is in, and who its officers are by name."""

from collections.abc import Iterable
from uuid import UUID

from declarations.meetings.model import Meeting, Officer
from declarations.meetings.rights import Kept, not_closed, reached
from declarations.meetings.store_people import named
from register.kernel.db import Transaction, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import service
from register.people import store as people

DIRECTORY = service("access")


async def led(tx: Transaction, meeting: UUID) -> Kept:
    """The meeting, for its secretary and whoever presides. NotFound for anyone else, the office too."""
    found = await reached(tx, "meeting.read", meeting)
    if not (found.is_secretary or found.presides):
        raise NotFound
    return found


async def held(tx: Transaction, meeting: UUID) -> Meeting:
    """The meeting, locked, for its secretary alone. NotFound for anyone else, Conflict once it is closed."""
    found = await reached(tx, "meeting.keep", meeting, lock=True)
    if not found.is_secretary:
        raise NotFound
    return not_closed(found.meeting)


async def account_of(email: str, field: str) -> UUID:
    """Who has an account with this address. Raises Invalid for the field where nobody has."""
    async with transaction(DIRECTORY) as tx:
        found = await people.person_by_email(tx, email) if email else None
    if found is None or not found.active:
        raise Invalid(fields=[FieldError(field, msg("Nobody in the register has this address."))])
    return found.id


async def guest_names(tx: Transaction, officers: Iterable[Officer]) -> dict[UUID, str]:
    """The names of officers who came by a link."""
    found = await named(tx, [each.participant for each in officers if each.participant])
    return {wanted: each.name for wanted, each in found.items()}


async def staff_names(officers: Iterable[Officer]) -> dict[UUID, str]:
    """The names of officers who have an account; asked in a transaction of its own."""
    wanted = [each.person for each in officers if each.person]
    async with transaction(DIRECTORY) as tx:
        found = await people.persons(tx, wanted) if wanted else {}
    return {person: each.name for person, each in found.items()}
