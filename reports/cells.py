"""One cell of a sheet as XML: exact, typed, and never anything but what was stored.

Text stays text: what begins with `= + - @` is an inline string marked as quoted, so that no program takes it for a
formula, also after somebody edits the cell. What a sheet cannot hold is refused with the cell's name, never cut.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from textwrap import wrap
from typing import ClassVar

import msgspec

from register.kernel.currency import Money, decimals_of
from register.kernel.errors import RegisterError

LONGEST_TEXT = 32_767
"""Characters (UTF-16 units) of one cell; programs cut longer text without a word."""

MOST_ROWS = 1_048_576
_EPOCH = date(1899, 12, 30).toordinal()
_EXACT_DIGITS = 15
_MOST_CACHED = 50_000
_LETTERS = 1.2
"""Letters to a unit of column width: the unit is a figure of the default font, and most letters are narrower."""
_UNHOLDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile("[&<>]")
_FORMULA = re.compile(r"[=+\-@\t]")
_LOOKALIKE = re.compile(r"_x[0-9A-Fa-f]{4}_")


class CellRefused(RegisterError):
    """A value that a sheet cannot hold as it is; it should have been refused where it was typed."""

    code: ClassVar[str] = "cell_refused"
    status: ClassVar[int] = 422


class Kind(StrEnum):
    """What the cells of a column hold."""

    LABEL = "label"
    """A word of a vocabulary, already in the reader's language."""
    TEXT = "text"
    """What a person wrote."""
    DAY = "day"
    COUNT = "count"
    AMOUNT = "amount"
    """Money whose currency stands in a column of its own."""
    MONEY = "money"
    """Money shown with its currency."""


class Column(msgspec.Struct, frozen=True):
    """One column: its heading, what its cells hold, its width in characters."""

    title: str
    kind: Kind
    width: float


class Unwritable(ValueError):
    """Why a value cannot be written; the sheet adds where it stands."""


StyleOf = Callable[[Kind, str], int]
"""The number of the cell style for a kind and its variant: `quoted`, or a currency code."""

Render = Callable[[object], str]


def escaped(text: str) -> str:
    """Text as XML character data. Raises Unwritable for what XML or a cell cannot hold."""
    if _UNHOLDABLE.search(text):
        raise Unwritable("control character")
    if len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise Unwritable("too long")
    if _LOOKALIKE.search(text):  # `_x000A_` would be read as an escape of the format
        text = _LOOKALIKE.sub(lambda found: f"_x005F{found[0]}", text)
    if _MARKUP.search(text):
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def _string(text: str, style: int) -> str:
    keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "  " in text else ""
    return f's="{style}" t="inlineStr"><is><t{keep}>{escaped(text)}</t></is></c>'


def lines_of(text: str, width: float) -> int:
    """On how many lines a text stands in a column of so many characters."""
    room = max(int(width * _LETTERS), 4)
    return sum(max(len(wrap(line, room)), 1) for line in text.split("\n"))


class _Remembered(dict[object, str]):
    """Cells that come again and again, written once."""

    def __init__(self, write: Callable[[object], str], seen: Callable[[object], None]) -> None:
        super().__init__()
        self._write, self._seen = write, seen

    def __missing__(self, value: object) -> str:
        cell = self._write(value)
        self._seen(value)
        if len(self) < _MOST_CACHED:
            self[value] = cell
        return cell


def renderer(column: Column, style_of: StyleOf, tall: dict[object, int]) -> Render:
    """The function that writes a column's cells: everything after `<c ` up to and with `</c>`.

    Labels that need more than one line of the column are noted in `tall` with their number of lines.
    """
    kind = column.kind
    plain = style_of(kind, "")
    if kind is Kind.TEXT:
        return _text_writer(plain, style_of(kind, "quoted"))
    if kind in {Kind.AMOUNT, Kind.MONEY}:
        return _money_writer(kind, style_of)

    def measured(value: object) -> None:
        if kind is Kind.LABEL and value and (lines := lines_of(str(value), column.width)) > 1:
            tall[value] = max(lines, tall.get(value, 1))

    writers = {Kind.LABEL: _label_writer, Kind.DAY: _day_writer, Kind.COUNT: _count_writer}
    return _Remembered(writers[kind](plain), measured).__getitem__


def _label_writer(style: int) -> Render:
    return lambda value: _empty(style) if value is None or value == "" else _string(str(value), style)


def _text_writer(style: int, quoted: int) -> Render:
    empty = _empty(style)

    def write(value: object) -> str:
        if value is None or value == "":
            return empty
        text = str(value)
        return _string(text, quoted if _FORMULA.match(text) else style)

    return write


def _day_writer(style: int) -> Render:
    return lambda value: (
        f's="{style}"><v>{value.toordinal() - _EPOCH}</v></c>' if isinstance(value, date) else _empty(style)
    )


def _count_writer(style: int) -> Render:
    return lambda value: _empty(style) if value is None else f's="{style}"><v>{int(str(value))}</v></c>'


def _money_writer(kind: Kind, style_of: StyleOf) -> Render:
    empty = _empty(style_of(kind, ""))

    def write(value: object) -> str:
        return _number(value.amount, style_of(kind, value.currency)) if isinstance(value, Money) else empty

    return write


def _empty(style: int) -> str:
    return f's="{style}"/>'


def _number(number: Decimal, style: int) -> str:
    """A number; one with more digits than a program keeps stays text, so that none of them is lost."""
    if len(number.normalize().as_tuple().digits) > _EXACT_DIGITS:
        return _string(f"{number:f}", style)
    return f's="{style}"><v>{number:f}</v></c>'


def number_format(kind: Kind, variant: str) -> str:
    """The format of a kind: days year first in the Gregorian calendar everywhere, amounts with their decimals."""
    if kind is Kind.DAY:
        return r"[$-409]yyyy\-mm\-dd"
    if kind is Kind.COUNT:
        return "#,##0"
    if kind in {Kind.AMOUNT, Kind.MONEY}:
        decimals = decimals_of(variant) if variant else 2
        digits = "#,##0" + (f".{'0' * decimals}" if decimals else "")
        return f'{digits}\\ "{variant}"' if kind is Kind.MONEY and variant else digits
    return "@" if variant == "quoted" else "General"
