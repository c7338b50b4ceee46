"""What waits for whoever presides: a line on the first page, and a mark beside the lists of the meeting."""

from collections.abc import Sequence
from uuid import UUID

from declarations.meetings import store as meetings
from declarations.meetings.model import Meeting
from declarations.presiding import store
from declarations.presiding.model import Waits
from declarations.presiding.service.opinions import presided
from register.access.policy import permits
from register.kernel.db import Transaction, transaction
from register.kernel.errors import Conflict, NotFound
from register.kernel.i18n import Message, msg
from register.kernel.identity import Identity
from register.web.site import Link


async def matters_waiting(identity: Identity) -> Sequence[Link]:
    """One line for each list of a meeting in which something waits for the acting person, with the way to it."""
    if identity.person is None or not permits(identity, "presiding.read"):
        return []
    async with transaction(identity) as tx:
        found = await store.waiting_for_me(tx)
        rows = [(await meetings.meeting(tx, of), what) for of, what in found]
    return [Link(f"/meetings/{row.id}/{what}", _line(what, row)) for row, what in rows]


def _line(what: Waits, of: Meeting) -> Message:
    if what is Waits.OPINIONS:
        return msg("A question waits for your opinion: %(title)s", title=of.titles)
    return msg("A report waits for your review: %(title)s", title=of.titles)


async def lists_waiting(tx: Transaction, meeting: UUID) -> frozenset[str]:
    """The lists of a meeting in which something waits for the acting one; none for whoever may not open them."""
    try:
        await presided(tx, "presiding.read", meeting)
    except (NotFound, Conflict):
        return frozenset()
    return frozenset(what.value for of, what in await store.waiting_for_me(tx) if of == meeting)
