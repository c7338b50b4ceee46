"""What a draft that grew from a question carries into the case: that some people take no part in it, nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from declarations.advice import store
from declarations.filing.service.carrying import Carried, Carrier
from register.kernel.db import Transaction


class AdviceCarrier:
    """Another carrier, and after it the exclusion of those who advised."""

    def __init__(self, other: Carrier) -> None:
        self._other = other

    async def told(self, tx: Transaction, draft: UUID) -> Mapping[str, Any]:
        """The case is told nothing of the question."""
        return await self._other.told(tx, draft)

    async def shown(self, tx: Transaction, draft: UUID) -> Sequence[Carried]:
        """What the other shows."""
        return await self._other.shown(tx, draft)

    async def carry(self, tx: Transaction, draft: UUID, declaration: UUID) -> None:
        """Close the case to those who advised, before anybody is told of it."""
        await self._other.carry(tx, draft, declaration)
        await store.exclude_advisers(tx, draft, declaration)
