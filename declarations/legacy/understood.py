"""How the words of a file are understood, for a person to look at before anything is imported."""

from collections import Counter

import msgspec

from declarations.legacy import words
from declarations.legacy.amounts import read_worth
from declarations.legacy.headings import plain
from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.model import Column, Table
from declarations.legacy.suggesting import currency_in_heading
from register.kernel.i18n import Message, msg

_MOST_WORDS = 40


class OutcomeWord(msgspec.Struct, frozen=True):
    """A word for what became of a gift, the decision that it stands for, and how many rows hold it."""

    word: str
    decision: str | None
    rows: int


class Currencies(msgspec.Struct, frozen=True):
    """How many values are read in the currency of the mapping because they name none, and how many name it."""

    currency: str
    assumed: int
    named: int
    values: int

    @property
    def said(self) -> Message:
        """The same in words."""
        return msg(
            "Values that name no currency: %(assumed)s of %(values)s. They are read in %(currency)s;"
            " values that name %(currency)s: %(named)s.",
            **msgspec.structs.asdict(self),
        )


class Against(msgspec.Struct, frozen=True):
    """How many values are written otherwise than the mapping says."""

    against: int
    values: int

    @property
    def said(self) -> Message:
        """The same in words."""
        return msg(
            "Amounts written otherwise than the mapping says of their decimals: %(against)s of %(values)s."
            " They are kept in words, without an amount.",
            **msgspec.structs.asdict(self),
        )


class Understood(msgspec.Struct, frozen=True):
    """What a mapping makes of words that the file does not explain itself."""

    outcomes: list[OutcomeWord] = []
    """The most frequent first."""
    currencies: Currencies | None = None
    """None where the heading of the values names the currency, or every value does."""
    decimals: Against | None = None
    """None where no amount speaks against what the mapping says of the decimals."""


def understood(table: Table, mapping: ColumnMapping) -> Understood:
    """How a mapping understands the rows of a table."""
    return Understood(outcome_words(table, mapping), _currencies(table, mapping), _decimals(table, mapping))


def outcome_words(table: Table, mapping: ColumnMapping) -> list[OutcomeWord]:
    """Words for what became of gifts, however they are written, under the spelling that comes first."""
    heading = mapping.columns.get(Column.OUTCOME, "")
    cells = [" ".join(line.cells.get(heading, "").split()) for line in table.lines]
    spelled: dict[str, str] = {}
    for cell in cells:
        spelled.setdefault(plain(cell), cell)
    counts = Counter(plain(cell) for cell in cells if not words.says_nothing(cell))
    return [
        OutcomeWord(spelled[word][:200], mapping.decision_of(spelled[word]), rows)
        for word, rows in counts.most_common(_MOST_WORDS)
    ]


def _currencies(table: Table, mapping: ColumnMapping) -> Currencies | None:
    heading = mapping.columns.get(Column.VALUE, "")
    if mapping.currency is None or currency_in_heading(heading) == mapping.currency:
        return None
    beside = mapping.columns.get(Column.CURRENCY, "")
    bare = msgspec.structs.replace(mapping.written, currency=None)
    assumed = named = others = 0
    for line in table.lines:
        cell, code = line.cells.get(heading, ""), line.cells.get(beside, "")
        without = read_worth(cell, bare, code)
        found = without.money.currency if without.money else without.currency
        if found is None:
            read = read_worth(cell, mapping.written, code)
            assumed += read.money is not None or read.currency is not None
        else:
            named += found == mapping.currency
            others += found != mapping.currency
    return Currencies(mapping.currency, assumed, named, assumed + named + others) if assumed else None


def _decimals(table: Table, mapping: ColumnMapping) -> Against | None:
    if mapping.decimal is None:
        return None
    heading, beside = mapping.columns.get(Column.VALUE, ""), mapping.columns.get(Column.CURRENCY, "")
    cells = [line.cells for line in table.lines if any(map(str.isdigit, line.cells.get(heading, "")))]
    read = (read_worth(each[heading], mapping.written, each.get(beside, "")) for each in cells)
    against = sum(worth.open == "amount_against" for worth in read)
    return Against(against, len(cells)) if against else None
