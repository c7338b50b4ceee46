"""The minutes of a meeting for those who keep it or preside over it: one reading, one transaction."""

from uuid import UUID

from declarations.meetings.rights import reached
from declarations.minutes import store
from declarations.minutes.model import Figures
from register.kernel.db import transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity


async def read_figures(identity: Identity, meeting: UUID) -> Figures:
    """What is counted of a meeting. NotFound for whoever neither keeps it nor presides over it."""
    async with transaction(identity) as tx:
        found = await reached(tx, "minutes.read", meeting)
        if not found.functions:
            raise NotFound
        return await store.figures(tx, meeting)
