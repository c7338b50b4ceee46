"""What the composition root tells this room."""

from collections.abc import Awaitable
from typing import Protocol
from uuid import UUID

import msgspec

from register.kernel.db import Transaction


class Follower(Protocol):
    """Another room that does something of its own when a function changes."""

    def __call__(self, tx: Transaction, person: UUID, *, is_separation: bool) -> Awaitable[None]:
        """In the transaction of the clerk in which the change is looked at."""
        ...


class StandingSettings(msgspec.Struct, frozen=True):
    """Of the end of service."""

    cooling_off_months: int = 0
    """How long after service contacts with former counterparts are to be asked about; 0: the organization sets none."""
    followers: tuple[Follower, ...] = ()
    """Rooms that follow a change of function, which this one knows nothing of."""


_held: list[StandingSettings] = [StandingSettings()]


def configure(settings: StandingSettings) -> None:
    """Hold the settings in this process; called once by the composition root."""
    _held[:] = [settings]


def standing_settings() -> StandingSettings:
    """The settings of this process."""
    return _held[0]
