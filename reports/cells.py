"""One cell of a sheet as XML: exact, typed, and never anything but what was stored.

Text stays text: what begins with `= + - @` is an inline string marked as quoted, so that no program takes it for a
formula, also after somebody edits the cell. What a sheet cannot hold is refused with the cell's name, never cut.
"""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from textwrap import wrap
from typing import Any, ClassVar, Protocol

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
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
"""Anything at all that cannot be written just as it is: looked for once in every text."""
_is_special = _SPECIAL.search
_SURELY_SHORT = LONGEST_TEXT // 2
"""A letter is at most two units."""
_FORMULA = "=+-@\t"
_STRING, _END = 't="inlineStr"><is><t xml:space="preserve">', "</t></is></c>"
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


class Cells(Protocol):
    """A column's cells by their values, from `<c ` up to and with `</c>`.

    Looked up rather than called, so that a row is made without a step of Python for what was seen before.
    """

    def __getitem__(self, value: Any, /) -> str:
        """The cell. Raises Unwritable."""


def escaped(text: str) -> str:
    """Text as XML character data. Raises Unwritable for what XML or a cell cannot hold."""
    if len(text) > _SURELY_SHORT and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise Unwritable("too long")
    if _SPECIAL.search(text) is None:
        return text
    if _UNHOLDABLE.search(text):
        raise Unwritable("control character")
    text = _LOOKALIKE.sub(lambda found: f"_x005F{found[0]}", text)  # `_x000A_` would be read as an escape
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def lines_of(text: str, width: float) -> int:
    """On how many lines a text stands in a column of so many characters."""
    return sum(max(len(wrap(line, room_for(width))), 1) for line in text.split("\n"))


def lines_about(text: str, room: int) -> int:
    """The same for what people wrote, row after row: reckoned from the letters alone."""
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(-(-len(line) // room) or 1 for line in text.split("\n"))


def room_for(width: float) -> int:
    """How many letters stand on a line of a column."""
    return max(int(width * _LETTERS), 4)


class _Remembered(dict[object, str]):
    """Cells that come again and again, written once."""

    def __init__(self, write: Callable[[object], str]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, value: object) -> str:
        cell = self._write(value)
        if len(self) < _MOST_CACHED:
            self[value] = cell
        return cell


class _Texts:
    """Cells with what people wrote."""

    def __init__(self, style: int, quoted: int) -> None:
        self._empty = _empty(style)
        self._before = f'<c s="{style}" {_STRING}'
        self._before_quoted = f'<c s="{quoted}" {_STRING}'

    def __getitem__(self, value: str | None, /) -> str:
        if not value:
            return self._empty
        before = self._before_quoted if value[0] in _FORMULA else self._before
        if len(value) > _SURELY_SHORT or _is_special(value):
            value = escaped(value)
        return f"{before}{value}{_END}"


class _Sums:
    """Cells with money; one with more digits than a program keeps stays text, so that none of them is lost."""

    def __init__(self, style_of: Callable[[str], int]) -> None:
        self._empty = _empty(style_of(""))
        self._before = _Remembered(lambda currency: f'<c s="{style_of(str(currency))}"')

    def __getitem__(self, value: Money | None, /) -> str:
        if value is None:
            return self._empty
        before, amount = self._before[value.currency], format(value.amount, "f")
        if len(amount) > _EXACT_DIGITS and len(value.amount.normalize().as_tuple().digits) > _EXACT_DIGITS:
            return f"{before} {_STRING}{amount}{_END}"
        return f"{before}><v>{amount}</v></c>"


def cells_of(column: Column, style_of: StyleOf, tall: dict[object, int], room: float) -> Cells:
    """The cells of a column. Labels that need several lines of `room` letters are noted in `tall`, with how many."""
    kind = column.kind
    style = style_of(kind, "")

    def label(value: object) -> str:
        if not value:
            return _empty(style)
        if (lines := lines_of(str(value), room)) > 1:
            tall[value] = max(lines, tall.get(value, 1))
        return f'<c s="{style}" {_STRING}{escaped(str(value))}{_END}'

    if kind is Kind.TEXT:
        return _Texts(style, style_of(kind, "quoted"))
    if kind in {Kind.AMOUNT, Kind.MONEY}:
        return _Sums(lambda currency: style_of(kind, currency))
    return _Remembered({Kind.LABEL: label, Kind.DAY: _day(style), Kind.COUNT: _count(style)}[kind])


def _day(style: int) -> Callable[[object], str]:
    before = f'<c s="{style}"><v>'
    return lambda day: f"{before}{day.toordinal() - _EPOCH}</v></c>" if isinstance(day, date) else _empty(style)


def _count(style: int) -> Callable[[object], str]:
    return lambda number: _empty(style) if number is None else f'<c s="{style}"><v>{int(str(number))}</v></c>'


def _empty(style: int) -> str:
    return f'<c s="{style}"/>'


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
