"""What else a draft carries into the declaration that it becomes; the room that keeps it says so at start."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from register.kernel.db import Transaction


class Carrier(Protocol):
    """Keeps something beside drafts and declarations."""

    async def told(self, tx: Transaction, draft: UUID) -> Mapping[str, Any]:
        """What the event of the filing says of it."""

    async def carry(self, tx: Transaction, draft: UUID, declaration: UUID) -> None:
        """Put it beside the declaration, which is written already; the draft goes next."""


class _Nothing:
    """Drafts carry nothing but their answers."""

    async def told(self, tx: Transaction, draft: UUID) -> Mapping[str, Any]:  # noqa: ARG002 - nothing is asked
        return {}

    async def carry(self, tx: Transaction, draft: UUID, declaration: UUID) -> None:
        pass


_held: list[Carrier] = [_Nothing()]


def configure(carrier: Carrier) -> None:
    """Called once by the composition root."""
    _held[:] = [carrier]


def carrier() -> Carrier:
    """What goes with the drafts of this process."""
    return _held[0]
