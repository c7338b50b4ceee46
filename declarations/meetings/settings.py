"""What the composition root tells this room."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import msgspec

from register.kernel.db import Transaction


class MeetingSettings(msgspec.Struct, frozen=True):
    """How participants come in, and how often a secret may be guessed."""

    mailed_code_life: timedelta = timedelta(minutes=10)
    mailed_code_tries: int = 5
    mailed_codes_per_hour: int = 6
    code_tries: int = 10
    """Codes of one participant in a quarter of an hour, of whichever kind; 0 is no limit."""
    code_tries_per_day: int = 40
    """The same in a day: it keeps the room code out of reach of whoever has time."""
    tries_per_address: int = 3000
    """Openings and codes of one address in a quarter of an hour: a hall of a thousand may have a single one."""
    session_life: timedelta = timedelta(hours=14)
    room_code_before: timedelta = timedelta(hours=2)
    room_code_after: timedelta = timedelta(hours=1)
    before_completing: Callable[[Transaction, UUID], Awaitable[None]] | None = None
    """Raises Conflict while something of the meeting waits in a room that stands on this one."""
    waiting_before: Callable[[Transaction, UUID], Awaitable[frozenset[str]]] | None = None
    """The lists of such a room, by the last part of their address, in which something waits for the acting officer."""


_held: list[MeetingSettings] = [MeetingSettings()]


def configure(settings: MeetingSettings) -> None:
    """Hold the settings in this process; called once by the composition root."""
    _held[:] = [settings]


def meeting_settings() -> MeetingSettings:
    """The settings of this process."""
    return _held[0]
