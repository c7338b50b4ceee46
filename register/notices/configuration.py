"""What the composition root tells this room once, at start."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID

from register.kernel.db import Transaction
from register.notices.model import MailSettings

WaysIn = Callable[[Transaction, Sequence[UUID]], Awaitable[Mapping[UUID, str]]]
"""For recipients without an account: the path by which each comes in, as it stands when the letter is written."""


async def _nobody(_tx: Transaction, _recipients: Sequence[UUID]) -> Mapping[UUID, str]:
    return {}


class _Configured:
    settings: MailSettings | None = None
    ways_in: WaysIn = staticmethod(_nobody)


def configure(settings: MailSettings, ways_in: WaysIn = _nobody) -> None:
    """How notices look, and how recipients without an account come in."""
    _Configured.settings = settings
    _Configured.ways_in = staticmethod(ways_in)


async def ways_in(tx: Transaction, recipients: Sequence[UUID]) -> Mapping[UUID, str]:
    """The paths of those among the recipients who have no account."""
    return await _Configured.ways_in(tx, recipients)


def mail_settings() -> MailSettings:
    """How notices look."""
    if _Configured.settings is None:
        message = "notices.configure was not called"
        raise RuntimeError(message)
    return _Configured.settings
