"""A long table over as many sheets of a workbook as it needs, each with its headings, filter and print titles."""

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from openpyxl.worksheet.worksheet import Worksheet

from reports.cells import MOST_ROWS, Column
from reports.workbook import Book, Rows


class SplitRows:
    """Takes rows as one sheet does; whoever adds asks `is_at_end` before each row, and then turns to the next sheet."""

    def __init__(
        self, book: Book, columns: Sequence[Column], sheet: Callable[[int], Worksheet], most: int = MOST_ROWS
    ) -> None:
        self._book, self._columns, self._sheet, self._most = book, columns, sheet, most
        self._open = AsyncExitStack()
        self.sheets = 0
        self.rows: Rows | None = None

    async def turn(self) -> Rows:
        """Complete the present sheet and begin the next one."""
        await self._open.aclose()
        self.sheets += 1
        streamed = self._book.stream(self._sheet(self.sheets), self._columns, self._most)
        self.rows = await self._open.enter_async_context(streamed)
        return self.rows

    async def __aenter__(self) -> Self:
        await self.turn()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.__aexit__(kind, error, trace)
