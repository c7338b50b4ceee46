"""The queue of the desk."""

from declarations.review import store
from declarations.review.lawful import DESIGNATE, HOLDERS, OFFICE
from declarations.review.model import Filters, Queue, Show
from declarations.review.queue_sql import REVIEWING
from register.access.policy import permits
from register.kernel.db import transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity
from register.kernel.paging import Cursor
from register.people import store as people

_FOR_REVIEWERS = tuple(Show)
_FOR_AUTHORITIES = (Show.OPEN, Show.OVERDUE)


def scopes_of(identity: Identity) -> tuple[str, ...]:
    """Whose cases the person works on. The office's hold those before the authorities as well."""
    found = ["office"] if identity.has(OFFICE) else [name for name, by in HOLDERS.items() if identity.has(*by)]
    return tuple(found) + (("designate",) if identity.has(DESIGNATE) else ())


async def queue(identity: Identity, filters: Filters, cursor: Cursor | None = None) -> Queue:
    """One page of the cases that are the person's to work on, soonest due first, with the size of each view.

    Own cases, those one filed and those of one's superiors are not in it at all. NotFound for whoever has no desk.
    """
    scopes = scopes_of(identity)
    if not scopes or not permits(identity, "case.queue"):
        raise NotFound
    views = _FOR_AUTHORITIES if REVIEWING.isdisjoint(scopes) else _FOR_REVIEWERS
    async with transaction(identity) as tx:
        today = tx.now.date()
        await store.plan_once(tx)
        page = await store.queue_page(tx, scopes, filters, cursor, today)
        shown = {row.declarant for row in page.items} | {row.reviewer for row in page.items if row.reviewer}
        known = await people.persons(tx, list(shown)) if shown else {}
        return Queue(
            page=page,
            filters=filters,
            views=views,
            counts=await store.queue_counts(tx, scopes, views, today),
            names={person: found.name for person, found in known.items()},
            today=today,
        )
