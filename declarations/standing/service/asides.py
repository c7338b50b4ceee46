"""Changes of function that could not be carried over: the office sees them, has them tried again, or closes them."""

from uuid import UUID

from declarations.standing import store_asides as store
from declarations.standing.model import ChangeAside, CloseReason
from declarations.standing.service.functions import try_now
from register.access.policy import permits
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import NotFound, TransitionRefused
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.paging import PAGE_ROWS, Cursor, Page
from register.people import store as people

FAILED_AGAIN = msg("It could not be carried over this time either. The register tries again later.")


async def list_asides(identity: Identity, cursor: Cursor | None) -> tuple[Page[ChangeAside], dict[UUID, str]]:
    """What is set aside of everyone but oneself and those above one, the latest first, with their names."""
    if not permits(identity, "aside.list"):
        raise NotFound
    async with transaction(identity) as tx:
        page = await store.asides(tx, cursor, PAGE_ROWS)
        known = await people.persons(tx, [each.person for each in page.items])
        return page, {person: found.name for person, found in known.items()}


async def retry(identity: Identity, wanted: UUID) -> ChangeAside:
    """Have it tried again at once, by the register itself; how it stands then. Raises NotFound, TransitionRefused."""
    await _ask_again(identity, wanted)
    await try_now(wanted)
    async with transaction(identity) as tx:
        return await _found(tx, wanted)


@retry_serialization
async def _ask_again(identity: Identity, wanted: UUID) -> None:
    async with transaction(identity) as tx:
        await _open(tx, wanted)
        await store.retry(tx, wanted)


@retry_serialization
async def close(identity: Identity, wanted: UUID, reason: CloseReason) -> ChangeAside:
    """Close it: the register does not try it any more. Raises NotFound, TransitionRefused."""
    async with transaction(identity) as tx:
        await _open(tx, wanted)
        await store.close(tx, wanted, reason)
        return await _found(tx, wanted)


async def _open(tx: Transaction, wanted: UUID) -> ChangeAside:
    if not permits(tx.identity, "aside.keep"):
        raise NotFound
    found = await _found(tx, wanted, lock=True)
    if not found.is_open:
        raise TransitionRefused(msg("It was carried over or closed meanwhile."))
    return found


async def _found(tx: Transaction, wanted: UUID, *, lock: bool = False) -> ChangeAside:
    found = await store.aside(tx, wanted, lock=lock)
    if found is None or found.person == tx.identity.person:
        raise NotFound
    return found
