"""A table over several sheets: nothing lost between two of them, each with its headings, none without a row but one."""

import asyncio
import io
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from register.kernel.i18n import LOCALES
from reports.cells import CellRefused, Column, Kind
from reports.splitting import SplitRows
from reports.workbook import About, Book

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
COLUMNS = [Column("Case", Kind.TEXT, 18), Column("Number", Kind.COUNT, 9)]


async def written(rows: list[tuple[object, ...]], most: int) -> bytes:
    out = io.BytesIO()
    with Book(out, LOCALES["ar"], About("Register", "Office", "", "ar", MOMENT)) as book:
        book.sheet("Cover")
        async with SplitRows(book, COLUMNS, lambda number: book.sheet(f"Register {number}"), most) as sheets:
            sheet = sheets.rows
            assert sheet is not None
            for row in rows:
                if sheet.is_at_end:
                    sheet = await sheets.turn()
                sheet.add(row)
        book.sheet("Method")
    return out.getvalue()


def sheets_of(raw: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(raw)).worksheets


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 30), st.integers(2, 12))
@example(10, 11)
@example(11, 11)
@example(0, 2)
def test_nothing_is_lost_between_two_sheets(many: int, most: int) -> None:
    rows: list[tuple[object, ...]] = [(f"=C-{number}", number) for number in range(many)]
    cover, *register, method = sheets_of(asyncio.run(written(rows, most)))
    assert (cover.title, method.title) == ("Cover", "Method")
    assert [sheet.title for sheet in register] == [f"Register {number + 1}" for number in range(len(register))]
    assert len(register) == max(1, -(-many // (most - 1)))
    assert [row for sheet in register for row in sheet.iter_rows(min_row=2, values_only=True)] == rows
    for sheet in register:
        assert [cell.value for cell in sheet[1]] == ["Case", "Number"]
        assert (sheet.sheet_view.rightToLeft, sheet.freeze_panes, sheet.print_title_rows) == (True, "A2", "$1:$1")
        assert sheet.auto_filter.ref == f"A1:B{sheet.max_row}"
        assert all(cell.data_type in "sn" for row in sheet.iter_rows(min_row=2) for cell in row)


def test_what_cannot_be_written_is_refused_with_its_cell_on_any_sheet() -> None:
    with pytest.raises(CellRefused) as refused:
        asyncio.run(written([("fine", 1), ("fine", 2), ("\x00", 3)], 2))
    assert refused.value.message.values["cell"] == "A2"
