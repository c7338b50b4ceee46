"""Reading long tables side by side in the order of their keys, with a few rows in memory."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, Generic, TypeVar
from uuid import UUID

Row = TypeVar("Row")
Key = tuple[UUID, int]


class Peekable(Generic[Row]):
    """An async iterator whose next row can be looked at before it is taken. Rows must come in ascending order."""

    def __init__(self, rows: AsyncIterator[Row], key: Callable[[Row], Any]) -> None:
        self._rows = rows
        self._key = key
        self._next: Row | None = None
        self._begun = False

    async def peek(self) -> Row | None:
        """The next row, or None at the end."""
        if not self._begun:
            self._begun = True
            self._next = await anext(self._rows, None)
        return self._next

    async def take(self) -> Row | None:
        """The next row, which is gone afterwards; ValueError when the one after it is out of order."""
        row = await self.peek()
        if row is not None:
            self._next = await anext(self._rows, None)
            if self._next is not None and self._key(self._next) < self._key(row):
                raise ValueError(f"{self._key(self._next)} after {self._key(row)}: the rows must come in order")
        return row


async def align(
    left: Peekable[Any], right: Peekable[Any], key: Callable[[Any], Key]
) -> AsyncIterator[tuple[Any | None, Any | None]]:
    """Pairs with the same key; None on the side where there is none (a full join of two ordered tables)."""
    while True:
        one, other = await left.peek(), await right.peek()
        if one is None and other is None:
            return
        first = other is None or (one is not None and key(one) <= key(other))
        second = one is None or (other is not None and key(other) <= key(one))
        yield (await left.take() if first else None), (await right.take() if second else None)


async def merge(sources: Sequence[Peekable[Row]], key: Callable[[Row], Any]) -> AsyncIterator[Row]:
    """The rows of several ordered sources in one order."""
    while True:
        heads = [(source, row) for source in sources if (row := await source.peek()) is not None]
        if not heads:
            return
        source, row = min(heads, key=lambda head: key(head[1]))
        await source.take()
        yield row
