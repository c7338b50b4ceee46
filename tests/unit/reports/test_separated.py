"""The extract as separated values: no formula, nothing lost, nothing kept."""

import codecs
import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.kernel.currency import Money
from reports.cells import Column, Kind
from reports.separated import SeparatedRows, guarded

COLUMNS = [Column(kind.value, kind, 10) for kind in Kind]
ROW = ("Gift", "=1+1", date(2026, 5, 4), 3, Money(Decimal("11967.5000"), "EUR"), Money(Decimal("7.1250"), "USD"))


async def written(*rows: tuple[object, ...]) -> bytes:
    out = io.BytesIO()
    sheet = SeparatedRows(out, COLUMNS)
    for row in rows:
        sheet.add(row)
    await sheet.drain()
    return out.getvalue()


def read(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=15", "'=15"),
        ("-11 967 EUR", "'-11 967 EUR"),
        ("+49 30", "'+49 30"),
        ("@x", "'@x"),
        ("\t=1+1", "'\t=1+1"),
        ("＝1+1", "'＝1+1"),
        ("'=1", "''=1"),
        ("'s-Gravenhage", "'s-Gravenhage"),
        ("قلم حبر", "قلم حبر"),
        ("2 - 1", "2 - 1"),
        ("", ""),
        (None, ""),
    ],
)
def test_what_looks_like_a_formula_has_an_apostrophe_in_front(text: str | None, cell: str) -> None:
    assert guarded(text) == cell


@given(st.text("=+-@'\t\r\n＝ aé,;\"", max_size=12))
def test_the_text_as_it_was_comes_back_and_no_cell_begins_a_formula(text: str) -> None:
    cell = guarded(text)
    assert cell[:1] not in tuple("=+-@\t\r\n＝")
    assert re.sub("^'('*[=+\\-@\t\r\n＝])", r"\1", cell) == text


async def test_the_file_begins_with_the_mark_of_its_encoding_and_holds_each_value_exactly() -> None:
    raw = await written(ROW, (None,) * len(COLUMNS), ("Cadeau", 'a "b",\nc', None, 0, None, None))
    assert raw.startswith(codecs.BOM_UTF8)
    assert raw.count(b"\r\n") == 4
    assert read(raw) == [
        [kind.value for kind in Kind],
        ["Gift", "'=1+1", "2026-05-04", "3", "11967.50", "7.125 USD"],
        [""] * len(COLUMNS),
        ["Cadeau", 'a "b",\nc', "", "0", "", ""],
    ]


async def test_what_is_drained_is_not_kept() -> None:
    out = io.BytesIO()
    sheet = SeparatedRows(out, COLUMNS)
    long = ("Gift", "x" * 10_000, *ROW[2:])

    def is_full() -> bool:
        return sheet.is_full

    while not is_full():
        sheet.add(long)
    await sheet.drain()
    assert not is_full()
    size = out.tell()
    await sheet.drain()
    assert out.tell() == size, "nothing is written twice"
    with pytest.raises(ValueError, match=r"shorter|longer"):
        sheet.add(("Gift",))


@given(st.lists(st.text("ab,;\"'\r\n é قلم", max_size=8), min_size=1, max_size=6))
async def test_fields_stand_as_the_writer_of_the_language_would_write_them(texts: list[str]) -> None:
    plain = io.StringIO(newline="")
    headings = [column.title for column in COLUMNS]
    csv.writer(plain).writerows([headings, *([guarded(text), *[""] * 5] for text in texts)])
    rows = [(text, None, None, None, None, None) for text in texts]
    assert (await written(*rows)).removeprefix(codecs.BOM_UTF8).decode() == plain.getvalue()
