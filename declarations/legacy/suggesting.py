"""What a file probably means: by its headings, then by what stands below them; for a person to look at."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from declarations.codes.vocabulary import Kind
from declarations.legacy import words
from declarations.legacy.amounts import read_worth
from declarations.legacy.beside import Written, currency_of
from declarations.legacy.dates import Order, order_of, read_day
from declarations.legacy.headings import plain, suggest
from declarations.legacy.importable import importable
from declarations.legacy.layout import header_row, table_of
from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.model import Column, Sheet, Table, Workbook
from register.kernel.currency import CURRENCIES
from register.kernel.errors import Invalid
from register.kernel.i18n import msg

_HEADING_CURRENCY = frozenset(
    ("USD", "GBP", "EUR", "CHF", "CAD", "AUD", "XOF", "XAF", "MAD", "EGP", "SAR", "AED", "JPY", "MXN")
)
"""In small letters too; others, such as ALL and TOP, are words."""
_LOOKED_AT = 400
_MOSTLY = 0.7
_FEWEST = 3
_FEW = 0.1
"""A currency that fewer of the values carry says nothing of the others."""
_ADDRESS = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_MARKED = re.compile(r"[^\d\s.,'-]|[.,]\d\d$")
"""What tells an amount from a mere number."""
_AS_IF = Written(currency="USD", signs={"$": "USD"})


def choose_sheet(book: Workbook, kind: str = Kind.GIFT) -> tuple[Sheet, int]:
    """The sheet that looks most like a register, shown ones first, and its row of headings. Raises Invalid."""
    found = []
    for at, sheet in enumerate(book.sheets):
        row = header_row(sheet, kind)
        if row is not None:
            kinds = {each.column for each in suggest([cell for cell in sheet.rows[row - 1] if cell.strip()], kind)}
            found.append((not sheet.hidden, len(kinds), len(sheet.rows), -at, sheet, row))
    if not found:
        raise Invalid(
            msg("No row of headings was found. A register has columns of the person and of what was declared.")
        )
    best = max(found, key=lambda each: each[:4])
    return best[4], best[5]


def other_sheets(book: Workbook, mapping: ColumnMapping) -> list[str]:
    """Shown sheets beside the one of the mapping that look like registers too; each is imported by itself."""
    others = (sheet for sheet in book.sheets if sheet.name != mapping.sheet and not sheet.hidden)
    return [
        sheet.name for sheet in others if (row := header_row(sheet, mapping.kind)) is not None and row < len(sheet.rows)
    ]


def suggest_mapping(book: Workbook, register: str, kind: str = Kind.GIFT) -> ColumnMapping:
    """What the file probably means, for a person to look at. Raises Invalid where it has no headings."""
    sheet, row = choose_sheet(book, kind)
    table = table_of(sheet, row)
    columns = {each.column: each.heading for each in suggest(table.headings, kind)}
    columns |= _by_values(table, columns, kind)
    days = [
        line.cells.get(columns[column], "")
        for column in importable(kind).days
        if column in columns
        for line in table.lines
    ]
    return ColumnMapping(
        register=register,
        kind=kind,
        sheet=sheet.name,
        header_row=row,
        order=order_of(days),
        currency=_currency(table, columns),
        columns=columns,
        language=_language(table),
    )


def _by_values(table: Table, columns: Mapping[Column, str], kind: str) -> dict[Column, str]:
    """Columns that their headings do not tell and their values do: days, amounts, addresses, currencies, countries."""
    found: dict[Column, str] = {}
    says_of = {column: says for column, says in _SAYS.items() if column in importable(kind).columns}
    used = set(columns.values())
    for heading in table.headings:
        cells = [line.cells[heading] for line in table.lines[:_LOOKED_AT] if line.cells[heading].strip()]
        if heading in used or len(cells) < _FEWEST:
            continue
        for column, says in says_of.items():
            if column not in columns and column not in found and sum(map(says, cells)) >= _MOSTLY * len(cells):
                found[column] = heading
                break
    return found


def _is_day(cell: str) -> bool:
    return not cell.strip().isdecimal() and (day := read_day(cell, Order.DAY_FIRST)).day is not None and not day.is_open


def _is_amount(cell: str) -> bool:
    worth = read_worth(cell, _AS_IF)
    return bool(_MARKED.search(cell.strip())) and (worth.money is not None or worth.currency is not None)


_SAYS: Mapping[Column, Callable[[str], bool]] = {
    Column.DATE: _is_day,
    Column.EMAIL: lambda cell: bool(_ADDRESS.match(cell.strip())),
    Column.CURRENCY: lambda cell: cell.strip().upper() in CURRENCIES,
    Column.VALUE: _is_amount,
    Column.COUNTRY: lambda cell: words.country_of(cell) is not None,
}


def _currency(table: Table, columns: Mapping[Column, str]) -> str | None:
    """The currency that the heading names, or that most of the values carry; not one that stands in a few alone."""
    heading = columns.get(Column.VALUE, "")
    if named := currency_in_heading(heading):
        return named
    cells = [cell for line in table.lines if any(map(str.isdigit, cell := line.cells.get(heading, "")))]
    signs = Counter(code for cell in cells if (code := _carried(cell)))
    for code, times in signs.most_common(1):
        return code if times >= _FEW * len(cells) else None
    return None


def currency_in_heading(heading: str) -> str | None:
    """The currency that a heading names, as in Value (USD)."""
    named: list[str] = [code for code in re.findall(r"[A-Za-z]{3}", heading) if code.upper() in CURRENCIES]
    named = [code.upper() for code in named if code.isupper() or code.upper() in _HEADING_CURRENCY]
    named += [code for sign, code in (("£", "GBP"), ("€", "EUR")) if sign in heading]
    return named[0] if named else None


def _carried(cell: str) -> str | None:
    return next((code for part in _beside_numbers(cell) if (code := currency_of(part, Written()))), None)


def _beside_numbers(text: str) -> Iterator[str]:
    yield from ("".join(letter if not letter.isdigit() and letter not in ".,'" else "|" for letter in text)).split("|")


def _language(table: Table) -> str:
    """The language of most of the headings, by their letters and by the words that only one language has."""
    text = f" {' '.join(plain(heading) for heading in table.headings)} "
    if any("\u0600" <= letter <= "\u06ff" for letter in text):
        return "ar"
    marks = {
        "fr": (" du ", " cadeau", " de l ", " nom ", " date de ", " activite", " valeur", " donateur"),
        "es": (" del ", " obsequio", " nombre ", " actividad", " conflicto", " valor ", " fecha"),
    }
    counts = {tag: sum(word in text for word in words) for tag, words in marks.items()}
    best = max(counts, key=lambda tag: counts[tag])
    return best if counts[best] else "en"
