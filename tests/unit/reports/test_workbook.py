"""Rules of the workbook: what goes in comes out, in any program, and nothing is cut, run or left to chance."""

import asyncio
import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from register.kernel.i18n import LOCALES
from register.kernel.money import Money
from reports.cells import LONGEST_TEXT, CellRefused, Column, Kind, lines_of
from reports.workbook import About, Book

MOMENT = datetime(2026, 5, 4, 14, 30, tzinfo=UTC)
COLUMNS = [
    Column("Category", Kind.LABEL, 14),
    Column("Description", Kind.TEXT, 30),
    Column("Date of receipt", Kind.DAY, 12),
    Column("Items", Kind.COUNT, 8),
    Column("Amount", Kind.AMOUNT, 12),
    Column("Reference value", Kind.MONEY, 14),
]
ROW = ("Gift", "A scarf", date(2026, 5, 4), 2, Money(Decimal("45.50"), "USD"), Money(Decimal(1200), "JPY"))
FORMULAS = ["=1+1", "+A1", "-11 967 EUR", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"]
HOSTILE = [*FORMULAS, "<b>&amp;</b>", "]]>", "_x000D_", " padded ", "two\nlines", "مرحبا \u200f!", "🎁", "'quoted"]


def workbook(rows: Sequence[Sequence[object]], tag: str = "en", columns: Sequence[Column] = COLUMNS) -> bytes:
    """A workbook with a cover and the rows."""

    async def write() -> bytes:
        out = io.BytesIO()
        about = About("Register of gifts", "Organization", "Extract", tag, MOMENT)
        with Book(out, LOCALES[tag], about) as book:
            book.sheet("Cover").cell(1, 1).value = "Cover"
            async with book.stream(book.sheet("Register"), columns) as sheet:
                for row in rows:
                    sheet.add(row)
                    if sheet.is_full:
                        await sheet.drain()
        return out.getvalue()

    return asyncio.run(write())


def opened(raw: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(raw))["Register"]


def with_text(text: str) -> tuple[object, ...]:
    return (ROW[0], text, *ROW[2:])


def test_dates_and_numbers_are_real_and_carry_their_formats() -> None:
    sheet = opened(workbook([ROW]))
    cells = sheet[2]
    assert [cell.value for cell in cells] == ["Gift", "A scarf", datetime(2026, 5, 4), 2, 45.5, 1200]  # noqa: DTZ001 - no zone
    assert [cell.data_type for cell in cells] == ["s", "s", "d", "n", "n", "n"]
    formats = [cell.number_format for cell in cells[2:]]
    assert formats == [r"[$-409]yyyy\-mm\-dd", "#,##0", "#,##0.00", '#,##0\\ "JPY"'], "the yen has no decimals"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_the_text_it_is(text: str) -> None:
    raw = workbook([with_text(text)])
    cell = opened(raw)["B2"]
    # openpyxl hands over the escape of the format as it stands in the file; other programs take it back.
    assert (cell.value, cell.data_type) == (text.replace("_x000D_", "_x005F_x000D_"), "s")
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(raw)).read("xl/worksheets/sheet2.xml")


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_stays_text_after_somebody_edits_the_cell(text: str) -> None:
    assert opened(workbook([with_text(text)]))["B2"].quotePrefix
    assert not opened(workbook([with_text("A scarf")]))["B2"].quotePrefix, "control"


UNHOLDABLE = ["a\x00b", "a\x08b", "a\x0cb", "a\x1fb", "a\ud800b", "a\ufffe", "x" * (LONGEST_TEXT + 1)]


@pytest.mark.parametrize("text", UNHOLDABLE)
def test_what_a_cell_cannot_hold_is_refused_with_its_name_and_never_cut(text: str) -> None:
    with pytest.raises(CellRefused) as refused:
        workbook([ROW, with_text(text)])
    assert refused.value.message.values["cell"] == "B3"
    assert opened(workbook([with_text("x" * LONGEST_TEXT)]))["B2"].value == "x" * LONGEST_TEXT, "control"


def test_a_number_with_more_digits_than_programs_keep_stays_text() -> None:
    exact = Decimal("1234567890123456.78")
    cell = opened(workbook([(*ROW[:4], Money(exact, "USD"), None)]))["E2"]
    assert (cell.value, cell.data_type) == ("1234567890123456.78", "s")


def test_missing_values_are_empty_cells() -> None:
    assert [cell.value for cell in opened(workbook([(None,) * 6]))[2]] == [None] * 6


@pytest.mark.parametrize("tag", ["ar", "en", "fr", "es"])
def test_the_sheet_can_be_read_filtered_and_printed_in_its_direction(tag: str) -> None:
    sheet = opened(workbook([ROW] * 40, tag))
    assert sheet.sheet_view.rightToLeft is (tag == "ar")
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:F41", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert sheet.column_dimensions["B"].width == 30
    assert sheet["A1"].font.bold


def test_the_properties_of_the_document_name_title_language_and_moment() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([ROW], "ar")))
    about = book.properties
    assert (about.title, about.language, about.creator) == ("Register of gifts", "ar", "Organization")
    assert about.created == about.modified == MOMENT.replace(tzinfo=None)


def test_equal_content_makes_equal_bytes() -> None:
    rows = [with_text(f"{text} {number}") for number, text in enumerate(HOSTILE * 30)]
    assert workbook(rows) == workbook(rows)
    assert workbook(rows) != workbook(rows[:-1]), "control"


def test_wrapped_rows_say_how_high_they_are() -> None:
    sheet = opened(workbook([with_text("A framed print of a river, handed over at dinner. " * 4), ROW]))
    assert sheet.row_dimensions[2].height > 40
    assert sheet.row_dimensions[3].height is None
    assert lines_of("one\ntwo", 20) == 2


def test_a_reader_that_streams_sees_every_row() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([ROW] * 1000)), read_only=True)
    assert sum(1 for _ in book["Register"].iter_rows()) == 1001
    book.close()


def test_a_refused_workbook_leaves_a_closed_container() -> None:
    with pytest.raises(CellRefused):
        workbook([with_text("\x01")] * 3)


def test_memory_stays_flat_however_many_rows_there_are() -> None:
    script = (
        "import sys, resource; from tests.unit.reports.test_workbook import workbook, ROW;"
        "workbook(ROW for _ in range(int(sys.argv[1]))); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )

    def peak(rows: int) -> int:
        done = subprocess.run([sys.executable, "-c", script, str(rows)], capture_output=True, check=True, text=True)
        return int(done.stdout)

    assert peak(40_000) < peak(1_000) + 15_000, "kilobytes"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice is not installed")
def test_libreoffice_opens_it_and_finds_the_same_cells(tmp_path: Path) -> None:
    texts = [text for text in HOSTILE if "\n" not in text and text != "_x000D_"]
    (tmp_path / "book.xlsx").write_bytes(workbook([with_text(text) for text in texts], "ar"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    converted = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    command = ["soffice", profile, "--headless", "--convert-to", converted, "--outdir", str(tmp_path), "book.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=tmp_path)
    written = next(tmp_path.glob("*.csv")).read_text(encoding="utf-8-sig").splitlines()
    assert len(written) == len(texts) + 1
    for line, text in zip(written[1:], texts, strict=True):
        assert text.replace('"', '""') in line
        assert "2026-05-04" in line
