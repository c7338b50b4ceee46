"""What else a draft carries into the declaration that it becomes; the room that keeps it says so at start."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

import msgspec

from register.kernel.db import Transaction, transaction
from register.kernel.i18n import Message
from register.kernel.identity import Identity


class Carried(msgspec.Struct, frozen=True):
    """Something beside a draft as its author is shown it before filing."""

    name: str
    said: Message
    trouble: Message | None = None
    """Why it does not go, or cannot be opened yet."""


class Carrier(Protocol):
    """Keeps something beside drafts and declarations."""

    async def told(self, tx: Transaction, draft: UUID) -> Mapping[str, Any]:
        """What the event of the filing says of it."""

    async def shown(self, tx: Transaction, draft: UUID) -> Sequence[Carried]:
        """What stands beside the draft."""

    async def carry(self, tx: Transaction, draft: UUID, declaration: UUID) -> None:
        """Put it beside the declaration, which is written already; the draft goes next."""


class _Nothing:
    """Drafts carry nothing but their answers."""

    async def told(self, tx: Transaction, draft: UUID) -> Mapping[str, Any]:  # noqa: ARG002 - nothing is asked
        return {}

    async def shown(self, tx: Transaction, draft: UUID) -> Sequence[Carried]:  # noqa: ARG002 - nothing is asked
        return ()

    async def carry(self, tx: Transaction, draft: UUID, declaration: UUID) -> None:
        pass


_held: list[Carrier] = [_Nothing()]


def configure(carrier: Carrier) -> None:
    """Called once by the composition root."""
    _held[:] = [carrier]


def carrier() -> Carrier:
    """What goes with the drafts of this process."""
    return _held[0]


async def carried_with(identity: Identity, draft: UUID) -> Sequence[Carried]:
    """What goes with one's own draft when it is filed; nothing for a draft of another."""
    async with transaction(identity) as tx:
        return await carrier().shown(tx, draft)
