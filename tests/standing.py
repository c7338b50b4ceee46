"""What tests of things in force share: a change of function, and what was told of it."""

from uuid import UUID

from declarations.review.model import DecisionCommand
from declarations.review.service import acts, deciding
from declarations.standing.service.functions import look_at_changes
from register.kernel.identity import Identity
from tests.kinds import filed
from tests.reviewing import Office


async def told(office: Office, who: Identity) -> int:
    rows = await office.world.superuser.fetch("select 1 from outbox where recipient = $1", who.person)
    return len(rows)


async def validity(office: Office, declaration: UUID) -> str:
    query = "select validity from activity_authorization where declaration = $1"
    return str(await office.world.superuser.fetchval(query, declaration))


async def moved(office: Office) -> None:
    """The person has another supervisor, and the clerk has looked at it."""
    execute = office.world.superuser.execute
    await execute("update person set supervisor = $2 where id = $1", office.declarant.person, office.stranger.person)
    assert await look_at_changes() == 1


async def resolved_by_no_measure(office: Office) -> str:
    """A conflict that was decided."""
    kept = await filed(office.declarant, "conflict", domain="relationship", counterpart_kind="individual")
    kept = await acts.take(office.officer, kept.reference, kept.head_seq)
    command = DecisionCommand("no_measure_needed", "The file is with others.")
    kept = await deciding.decide(office.officer, kept.reference, command, kept.head_seq)
    return kept.reference
