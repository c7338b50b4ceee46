"""What the columns of an old register mean: suggested from the file, written down for correction, read again."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from declarations.codes.decisions import Decision
from declarations.legacy.beside import Mark, Written, currency_of
from declarations.legacy.dates import Order, order_of
from declarations.legacy.headings import plain, suggest
from declarations.legacy.layout import header_row, table_of
from declarations.legacy.model import Column, Sheet, Table, Workbook
from register.kernel.currency import CURRENCIES
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import Message, msg


class ColumnMapping(msgspec.Struct, frozen=True, kw_only=True, rename={"order": "date_order"}):
    """How one register is read. Everything here stands in its mapping file."""

    register: str
    """Its name: the next edition of the same register carries the same one."""
    kind: str = "gift"
    sheet: str = ""
    header_row: int = 1
    capacity: str = "staff"
    language: str = "en"
    """The language of the words in it."""
    order: Order | None = None
    currency: str | None = None
    decimal: Mark | None = None
    columns: Mapping[Column, str] = {}
    signs: Mapping[str, str] = {}
    words: Mapping[str, str] = {}
    outcomes: Mapping[str, Decision] = {}

    @property
    def written(self) -> Written:
        """How its values are written."""
        return Written(currency=self.currency, mark=self.decimal, signs=self.signs, words=self.meanings)

    @property
    def meanings(self) -> Mapping[str, str]:
        """By a word, plain, what it means."""
        return {plain(word): meaning for word, meaning in self.words.items()}

    @property
    def decisions(self) -> Mapping[str, str]:
        """By words for what became of a gift, plain, the decision that they stand for."""
        return {plain(word): str(decision) for word, decision in self.outcomes.items()}


_HEADING_CURRENCY = ("usd", "gbp", "eur", "chf", "cad", "aud", "xof", "xaf", "mad", "egp", "sar", "aed", "jpy", "mxn")


def choose_sheet(book: Workbook) -> tuple[Sheet, int]:
    """The sheet that looks most like a register, shown ones first, and its row of headings. Raises Invalid."""
    found = []
    for at, sheet in enumerate(book.sheets):
        row = header_row(sheet)
        if row is not None:
            kinds = {each.column for each in suggest([cell for cell in sheet.rows[row - 1] if cell.strip()])}
            found.append((not sheet.hidden, len(kinds), len(sheet.rows), -at, sheet, row))
    if not found:
        raise Invalid(
            msg("No row of headings was found. A register has at least the columns of the person and of the gift.")
        )
    best = max(found, key=lambda each: each[:4])
    return best[4], best[5]


def suggest_mapping(book: Workbook, register: str) -> ColumnMapping:
    """What the file probably means, for a person to look at. Raises Invalid where it has no headings."""
    sheet, row = choose_sheet(book)
    table = table_of(sheet, row)
    columns = {each.column: each.heading for each in suggest(table.headings)}
    days = [
        line.cells.get(columns[kind], "")
        for kind in (Column.DATE, Column.DECLARED)
        if kind in columns
        for line in table.lines
    ]
    return ColumnMapping(
        register=register,
        sheet=sheet.name,
        header_row=row,
        order=order_of(days),
        currency=_currency(table, columns),
        columns=columns,
        language=_language(table),
    )


def _currency(table: Table, columns: Mapping[Column, str]) -> str | None:
    """The currency that the heading names, or that most of the values carry."""
    heading = columns.get(Column.VALUE, "")
    named = [code.upper() for code in plain(heading).split() if code in _HEADING_CURRENCY]
    named += [code for sign, code in (("£", "GBP"), ("€", "EUR")) if sign in heading]
    if named:
        return named[0]
    signs = Counter(
        code
        for line in table.lines
        for part in _beside_numbers(line.cells.get(heading, ""))
        if (code := currency_of(part, Written()))
    )
    return signs.most_common(1)[0][0] if signs else None


def _beside_numbers(text: str) -> Iterator[str]:
    yield from ("".join(letter if not letter.isdigit() and letter not in ".,'" else "|" for letter in text)).split("|")


def _language(table: Table) -> str:
    """The language of most of the headings, by their letters and by the words that only one language has."""
    text = f" {' '.join(plain(heading) for heading in table.headings)} "
    if any("\u0600" <= letter <= "\u06ff" for letter in text):
        return "ar"
    marks = {
        "fr": (" du ", " cadeau", " nom ", " valeur", " donateur"),
        "es": (" del ", " obsequio", " nombre ", " valor ", " fecha"),
    }
    counts = {tag: sum(word in text for word in words) for tag, words in marks.items()}
    best = max(counts, key=lambda tag: counts[tag])
    return best if counts[best] else "en"


def check_mapping(mapping: ColumnMapping, book: Workbook) -> Table:
    """The table that the mapping speaks of. Raises Invalid with every column that is not there."""
    sheet = next((each for each in book.sheets if each.name == mapping.sheet), None)
    if sheet is None:
        raise Invalid(fields=[FieldError("sheet", msg("The file has no sheet of this name."))])
    if not 1 <= mapping.header_row <= len(sheet.rows):
        raise Invalid(fields=[FieldError("header_row", msg("The sheet has no such row."))])
    table = table_of(sheet, mapping.header_row)
    faults = [
        FieldError(f"columns.{column}", msg("The file has no column “%(heading)s”.", heading=heading[:80]))
        for column, heading in mapping.columns.items()
        if heading not in table.headings
    ]
    faults += list(_lacking(mapping))
    if faults:
        raise Invalid(fields=faults)
    return table


def _lacking(mapping: ColumnMapping) -> Iterator[FieldError]:
    if Column.PERSON not in mapping.columns:
        yield FieldError("columns.person", msg("Say which column holds the person who received or gave."))
    if not {Column.DESCRIPTION, Column.GIVER} & mapping.columns.keys():
        yield FieldError("columns.description", msg("Say which column describes the gift, or which names the giver."))
    if mapping.currency is not None and mapping.currency not in CURRENCIES:
        yield FieldError("currency", msg("Write the three letters of a currency, such as USD."))
    if any(code not in CURRENCIES for code in mapping.signs.values()):
        yield FieldError("signs", msg("Write the three letters of a currency, such as USD."))


def read_mapping(text: str) -> ColumnMapping:
    """A mapping file. Raises Invalid with the place of what cannot be read."""
    try:
        return msgspec.convert(tomllib.loads(text), ColumnMapping)
    except tomllib.TOMLDecodeError as error:
        raise Invalid(msg("The mapping file cannot be read: %(fault)s.", fault=str(error)[:160])) from error
    except msgspec.ValidationError as error:
        raise Invalid(msg("The mapping file cannot be read: %(fault)s.", fault=str(error)[:160])) from error


def write_mapping(mapping: ColumnMapping, table: Table) -> str:
    """The mapping file, with the headings that nothing was found for as comments."""
    plainly = msgspec.to_builtins(mapping)
    lines = [
        "# How this register is read. Correct what is wrong and import again with --map.",
        f"register = {_quoted(mapping.register)}",
        f"kind = {_quoted(mapping.kind)}",
        f"sheet = {_quoted(mapping.sheet)}",
        f"header_row = {mapping.header_row}",
        f"capacity = {_quoted(mapping.capacity)}",
        f"language = {_quoted(mapping.language)}",
        "",
        "# Which of two numbers is the day, as in 03/07/2025: day_first or month_first.",
        _setting("date_order", plainly["date_order"]),
        "# The currency of an amount that names none, and what stands before its decimals.",
        _setting("currency", mapping.currency),
        _setting("decimal", plainly["decimal"]),
        "",
        "[columns]",
        *(f"{column} = {_quoted(mapping.columns[column])}" for column in Column if column in mapping.columns),
        *(f'# {column} = ""' for column in Column if column not in mapping.columns),
        *(f"# not used: {_quoted(each)}" for each in table.headings if each not in mapping.columns.values()),
        "",
        '# Signs of currencies in this file, such as "$" = "USD".',
        "[signs]",
        *(f"{_quoted(sign)} = {_quoted(code)}" for sign, code in mapping.signs.items()),
        "",
        "# Words instead of numbers, and what they mean: unknown, above 140, below 140.",
        "[words]",
        *(f"{_quoted(word)} = {_quoted(meaning)}" for word, meaning in mapping.words.items()),
        "",
        "# Words for what became of a gift, and the decision that each stands for, such as surrender_to_organization.",
        "[outcomes]",
        *(f"{_quoted(word)} = {_quoted(str(decision))}" for word, decision in mapping.outcomes.items()),
    ]
    return "\n".join(lines) + "\n"


def _setting(name: str, value: Any) -> str:
    return f"# {name} =" if value is None else f"{name} = {_quoted(str(value))}"


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    kept = "".join(letter if letter >= " " and letter != "\x7f" else f"\\u{ord(letter):04x}" for letter in text)
    return '"' + kept.replace("\\", "\\\\").replace("\\\\u00", "\\u00").replace('"', '\\"') + '"'


COLUMN_WORDS: Mapping[Column, Message] = {
    Column.RECORD: msg("Number of the entry"),
    Column.PERSON: msg("Person"),
    Column.EMAIL: msg("E-mail address"),
    Column.UNIT: msg("Unit"),
    Column.FUNCTION: msg("Function"),
    Column.GIVER: msg("Giver"),
    Column.COUNTRY: msg("Country of the giver"),
    Column.DESCRIPTION: msg("Description"),
    Column.DATE: msg("Date of the gift"),
    Column.YEAR: msg("Year of the gift"),
    Column.DECLARED: msg("Date of entry in the register"),
    Column.VALUE: msg("Value"),
    Column.CURRENCY: msg("Currency"),
    Column.DIRECTION: msg("Given or received"),
    Column.CATEGORY: msg("Category"),
    Column.OUTCOME: msg("What became of it"),
    Column.REASON: msg("Circumstances"),
    Column.REMARKS: msg("Remarks"),
}
"""What each kind of column holds, in words."""
