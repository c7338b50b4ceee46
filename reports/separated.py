"""The register sheet of an extract as comma-separated values (RFC 4180, UTF-8 with a byte order mark), in flat memory.

A cell of such a file cannot be marked as text. What a person wrote and a program would take for a formula gets an
apostrophe in front; so does a text that begins with apostrophes and such a sign, so that whoever takes one apostrophe
off in front of such a sign has the text as it was.
"""

import asyncio
import codecs
import operator
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from register.kernel.currency import Money, decimals_of
from reports.cells import Column, Kind

CSV = "text/csv"
_CHUNK = 1 << 20
_MOST_REMEMBERED = 50_000
_COME_AGAIN = {Kind.LABEL, Kind.DAY, Kind.COUNT}
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""The signs with which spreadsheet programs let a formula begin, the wide ones of East Asian keyboards among them."""
_END_OF_ROW = "\r\n"
_ends_a_field = re.compile('[",\r\n]').search
_looks_like_formula = _FORMULA.match


class _Remembered(dict[Any, str]):
    """What comes again and again, said once."""

    def __init__(self, say: Callable[[Any], str]) -> None:
        super().__init__()
        self._say = say

    def __missing__(self, value: Any) -> str:
        said = self._say(value)
        if len(self) < _MOST_REMEMBERED:
            self[value] = said
        return said


class _Anew:
    """What people wrote, and sums; looked up as the others are."""

    def __init__(self, say: Callable[[Any], str]) -> None:
        self._say = say

    def __getitem__(self, value: Any) -> str:
        return self._say(value)


class SeparatedRows:
    """The rows as they come; nothing that people wrote is kept once it is drained."""

    def __init__(self, out: BinaryIO, columns: Sequence[Column]) -> None:
        self._out = out
        self._rows: list[str] = []
        self._size = 0
        self._said = [
            (_Remembered if column.kind in _COME_AGAIN else _Anew)(_field_of(_SAID[column.kind])) for column in columns
        ]
        self._many = len(columns)
        out.write(codecs.BOM_UTF8)
        self._rows.append(",".join(_field(column.title) for column in columns))

    @property
    def is_full(self) -> bool:
        """Whether it is time to wait for `drain`."""
        return self._size >= _CHUNK

    def add(self, values: Sequence[object]) -> None:
        """One row."""
        if len(values) != self._many:
            raise ValueError("a row is shorter or longer than its headings")
        row = ",".join(map(operator.getitem, self._said, values))
        self._rows.append(row)
        self._size += len(row)

    async def drain(self) -> None:
        """Write what was added."""
        self._rows.append("")
        chunk = _END_OF_ROW.join(self._rows).encode()
        self._rows.clear()
        self._size = 0
        await asyncio.to_thread(self._out.write, chunk)


def _field(text: str) -> str:
    """A field as it stands in the file: in quotation marks where it holds what ends a field or a row."""
    return '"' + text.replace('"', '""') + '"' if _ends_a_field(text) else text


def _field_of(say: Callable[[Any], str]) -> Callable[[Any], str]:
    """What is said of a value, as a field: quoted once where it is remembered."""
    return lambda value: _field(say(value))


def guarded(text: Any) -> str:
    """A text that no program takes for a formula; empty for None."""
    if not text:
        return ""
    return f"'{text}" if _looks_like_formula(text) else str(text)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _amount(value: Money | None) -> str:
    """Exact, with the decimals of the currency, and more only where more were given."""
    if value is None:
        return ""
    short = value.amount.quantize(Decimal(1).scaleb(-decimals_of(value.currency)))
    return format(short if short == value.amount else value.amount.normalize(), "f")


def _money(value: Money | None) -> str:
    return "" if value is None else f"{_amount(value)} {value.currency}"


_SAID: dict[Kind, Callable[[Any], str]] = {
    Kind.LABEL: guarded,
    Kind.TEXT: guarded,
    Kind.DAY: _plain,  # ISO 8601
    Kind.COUNT: _plain,
    Kind.AMOUNT: _amount,
    Kind.MONEY: _money,
}
