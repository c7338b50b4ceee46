"""What waits for a person on the first page: a question, a decision to read, an assistant's filing to confirm."""

from datetime import date

from declarations.filing import store
from declarations.filing.model import Declaration
from register.kernel.db import transaction
from register.kernel.identity import Identity

MOST = 10


async def waiting_for(identity: Identity) -> list[Declaration]:
    """The declarations in which something is awaited from the person, the oldest first; at most ten."""
    async with transaction(identity) as tx:
        return await store.awaiting_person(tx, MOST)


async def service_ends(identity: Identity) -> date | None:
    """The last day of service of the person, from its record to the close of its checklist; else None."""
    async with transaction(identity) as tx:
        return await store.last_day_recorded(tx)
