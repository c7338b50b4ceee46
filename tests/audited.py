"""What an audit is of, as tests have it: the people, declarations of every kind, a request to unmask one case."""

from typing import Any

from register.kernel.identity import Identity
from reports.engagements.service import unmasking
from tests.activities import activity_command
from tests.conflicts import conflict_command
from tests.engagements import cases_of, engaged
from tests.factories import World, gift_command

SECRETS = ("Delta Pumps", "fountain pen", "Amina", "Haddad", "site visit", "Water Policy", "My partner", "D-")
"""What no extract and no message may hold."""


async def office(world: World) -> tuple[Identity, Identity]:
    """An officer and an auditor."""
    officer = await world.person("ethics_officer", first_name="Claire", family_name="Dubois")
    return officer, await world.person("auditor", first_name="Marek", family_name="Novák")


async def of_every_kind(world: World) -> Identity:
    """Somebody’s declarations."""
    declarant = await world.person()
    for command in (gift_command(), gift_command(category="hospitality"), activity_command(), conflict_command()):
        await world.declaration(declarant, command)
    return declarant


async def requested(world: World, declarant: Identity, officer: Identity, *auditors: Identity) -> tuple[Any, Any]:
    """An engagement and a request of the first auditor for the one case in it."""
    await world.declaration(declarant)
    under, auditor = await engaged(officer, *auditors), auditors[0]
    [row] = await cases_of(auditor, under)
    return under, await unmasking.ask_unmasking(auditor, under.id, row["Case"], "Finding 3 needs the file.")
