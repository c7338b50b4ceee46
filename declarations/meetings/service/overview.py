"""A meeting on one page: its particulars, its officers, and what is missing."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from declarations.meetings import store
from declarations.meetings.model import Meeting, Officer, Sitting
from declarations.meetings.rights import Kept, reached
from declarations.meetings.service.completing import Missing, missing
from declarations.meetings.service.secretariat import guest_names, staff_names
from declarations.meetings.settings import meeting_settings
from register.kernel.db import Transaction, transaction
from register.kernel.i18n import Message
from register.kernel.identity import Identity


class OverviewView(msgspec.Struct, frozen=True):
    """A meeting as those see it who set it up, keep it or preside over it."""

    kept: Kept
    officers: list[Officer]
    names: Mapping[UUID, str]
    sittings: list[Sitting]
    items: int
    called: int
    lacking: Missing
    reads: bool
    """Whether what is disclosed to the meeting is open to the person."""
    waiting: frozenset[str]
    """The lists in which something waits for the person as an officer who presides."""

    @property
    def meeting(self) -> Meeting:
        """The meeting."""
        return self.kept.meeting

    @property
    def missing(self) -> list[Message]:
        """What completing would go without, and what has to be finished first."""
        return self.lacking.all

    @property
    def is_led(self) -> bool:
        """Whether the person sees more of it than its particulars: the office alone does not."""
        return self.kept.is_secretary or self.kept.presides


async def overview(identity: Identity, meeting: UUID) -> OverviewView:
    """A meeting on one page. NotFound for whoever has no part in it."""
    async with transaction(identity) as tx:
        found = await reached(tx, "meeting.read", meeting)
        officers = [each for each in await store.officers(tx, meeting) if each.until is None]
        guests = await guest_names(tx, officers)
        sittings = await store.sittings(tx, meeting)
        items = [each for each in await store.items(tx, meeting) if each.withdrawn_at is None]
        waiting = await _waiting(tx, meeting) if found.presides else frozenset()
        reads = await store.is_disclosed_to_me(tx, meeting)
        lacking = await missing(tx, found.meeting) if found.is_secretary else Missing()
    called = sum(each.called_at is not None for each in items)
    names = await staff_names(officers) | guests
    return OverviewView(found, officers, names, sittings, len(items), called, lacking, reads, waiting)


async def _waiting(tx: Transaction, meeting: UUID) -> frozenset[str]:
    before = meeting_settings().waiting_before
    return await before(tx, meeting) if before is not None else frozenset()
