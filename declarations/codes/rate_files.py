"""Files of rates: the UN operational rates, the ECB reference rates, and a plain layout of an organisation's own.

UN (text or XML): units for one US dollar, with the day from which each rate is effective; lines above the headings are
skipped. ECB (CSV or XML): units for one euro, a column or an element for each currency. Own: `base, currency,
effective_date, units`. Every fault is told with its row; a file with a fault is not loaded at all.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec

from declarations.codes.rate_cells import NotReadable, read_currency, read_effective, read_units
from declarations.codes.rate_xml import xml_rows
from declarations.codes.rates import Quote, Rates, RateTable
from register.kernel.currency import CURRENCIES
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import Message, msg

UN_SOURCE, ECB_SOURCE = "United Nations operational rates of exchange", "European Central Bank reference rates"
LARGEST_FILE = 20_000_000
_MOST_FAULTS = 100
_PREAMBLE = 30


class RateRow(msgspec.Struct, frozen=True):
    """One rate as it stands in a file, before it is read."""

    line: int
    currency: str
    effective: str
    units: str


class RateFile(msgspec.Struct, frozen=True):
    """What a file holds: its source, the base of its rates, the rates, and rows that were left out and why."""

    source: str
    base: str
    quotes: tuple[Quote, ...]
    skipped: tuple[Message, ...] = ()

    def table(self) -> RateTable:
        """The rates for converting."""
        return RateTable(self.source, self.base, self.quotes)


class _Layout(msgspec.Struct, frozen=True):
    source: str
    base: str
    rows: list[RateRow]


def rates_from_file(path: Path) -> Rates:
    """Rates of one file, for `register evaluate --rates`. Raises Invalid as `read_rates` does."""
    return Rates([read_rates(path).table()])


def read_rates(path: Path, source: str | None = None) -> RateFile:
    """Read a file of rates; `source` names it, where the layout does not. Raises Invalid with a fault for each row."""
    layout = _layout(_bytes(path), path.stem)
    found: dict[tuple[str, date], Quote] = {}
    faults: list[FieldError] = []
    skipped: list[Message] = []
    for row in layout.rows:
        try:
            quote = _quote(row, skipped)
        except NotReadable as fault:
            faults.append(FieldError(str(row.line), msg("Row %(row)s: %(fault)s", row=row.line, fault=fault.message)))
            continue
        if quote is None or quote.currency == layout.base:
            continue
        if found.setdefault((quote.currency, quote.effective), quote).units != quote.units:
            sentence = msg(
                "Row %(row)s: another rate stands for %(currency)s on %(day)s.",
                row=row.line,
                currency=quote.currency,
                day=quote.effective,
            )
            faults.append(FieldError(str(row.line), sentence))
    if faults:
        raise Invalid(fields=faults[:_MOST_FAULTS])
    if not found:
        raise _unreadable(msg("The file holds no rates."))
    return RateFile(source or layout.source, layout.base, tuple(found.values()), tuple(skipped))


def _quote(row: RateRow, skipped: list[Message]) -> Quote | None:
    if not row.units.strip() or row.units.strip() == "N/A":
        return None
    effective, units = read_effective(row.effective), read_units(row.units)
    currency = read_currency(row.currency)
    if currency is None:
        code = row.currency.strip()
        skipped.append(msg("Row %(row)s is left out: %(code)s is not a currency of ISO 4217.", row=row.line, code=code))
        return None
    return Quote(currency, effective, units)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _unreadable(msg("The file is larger than %(megabytes)s MB.", megabytes=LARGEST_FILE // 1_000_000))
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(msg("The file %(file)s cannot be read.", file=str(path))) from error


def _unreadable(message: Message) -> Invalid:
    return Invalid(message, [FieldError("file", message)])


def _layout(raw: bytes, name: str) -> _Layout:
    if raw.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return _xml(raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    lines = text.replace("\0", "").splitlines()
    at, separator = _headings(lines)
    rows = list(csv.reader(io.StringIO("\n".join(lines[at:])), delimiter=separator))
    names = [cell.strip().casefold() for cell in rows[0]]
    if names[:1] == ["date"]:
        return _Layout(ECB_SOURCE, "EUR", list(_ecb_rows(rows, at)))
    if {"base", "currency", "effective_date", "units"} <= set(names):
        return _own(rows, names, at, name)
    if {"time_period", "obs_value", "currency", "currency_denom"} <= set(names):
        columns = [names.index(name) for name in ("currency", "time_period", "obs_value")]
        return _Layout(ECB_SOURCE, "EUR", list(_picked(rows, columns, at)))
    return _Layout(UN_SOURCE, "USD", list(_picked(rows, _un_columns(rows, names), at)))


def _headings(lines: Sequence[str]) -> tuple[int, str]:
    """The first row that has headings of rates, and its separator."""
    for at, line in enumerate(lines[:_PREAMBLE]):
        separator = max(",;\t", key=line.count)
        cells = [cell.strip(' "').casefold() for cell in line.split(separator)]
        has_rate = any("rate" in cell or cell in {"units", "obs_value"} for cell in cells)
        has_day = any("date" in cell or cell == "time_period" for cell in cells)
        if len(cells) > 1 and (cells[0] == "date" or (len(cells) > 2 and has_rate and has_day)):
            return at, separator
    raise _unreadable(
        msg("The file is in none of the layouts that can be read: United Nations, European Central Bank, own.")
    )


def _ecb_rows(rows: Sequence[Sequence[str]], at: int) -> Iterator[RateRow]:
    codes = [cell.strip() for cell in rows[0]]
    for line, cells in enumerate(rows[1:], start=at + 2):
        for code, units in zip(codes[1:], cells[1:], strict=False):
            if code:
                yield RateRow(line, code, cells[0], units)


def _picked(rows: Sequence[Sequence[str]], columns: Sequence[int], at: int) -> Iterator[RateRow]:
    for line, cells in enumerate(rows[1:], start=at + 2):
        if any(cell.strip() for cell in cells):
            padded = [cells[column] if column < len(cells) else "" for column in columns]
            yield RateRow(line, padded[0], padded[1], padded[2])


def _un_columns(rows: Sequence[Sequence[str]], names: Sequence[str]) -> list[int]:
    day = next((at for at, name in enumerate(names) if "date" in name), None)
    units = next((at for at, name in enumerate(names) if "rate" in name and "date" not in name), None)
    code = next((at for at, name in enumerate(names) if "code" in name or "abb" in name), None)
    if code is None:
        code = next((at for at in range(len(names)) if _holds_codes(rows[1:], at)), None)
    if code is None or day is None or units is None:
        raise _unreadable(msg("The file lacks a column for the currency code, the effective date or the rate."))
    return [code, day, units]


def _holds_codes(rows: Iterable[Sequence[str]], at: int) -> bool:
    cells = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
    return bool(cells) and all(len(cell) == 3 and cell.isupper() for cell in cells)


def _own(rows: Sequence[Sequence[str]], names: Sequence[str], at: int, name: str) -> _Layout:
    bases = {row[names.index("base")].strip() for row in rows[1:] if len(row) > names.index("base")}
    base = bases.pop() if len(bases) == 1 else ""
    if base not in CURRENCIES:
        raise _unreadable(msg("All rates of a file have the same base, a currency of ISO 4217."))
    columns = [names.index(column) for column in ("currency", "effective_date", "units")]
    return _Layout(name, base, list(_picked(rows, columns, at)))


def _xml(raw: bytes) -> _Layout:
    try:
        is_un, rows = xml_rows(raw)
    except ValueError as error:
        raise _unreadable(msg("The file is not XML of the United Nations or of the European Central Bank.")) from error
    read = [RateRow(line, *row) for line, row in enumerate(rows, start=1)]
    return _Layout(UN_SOURCE, "USD", read) if is_un else _Layout(ECB_SOURCE, "EUR", read)
