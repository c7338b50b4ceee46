"""What the columns of an old register mean."""

from collections.abc import Iterator, Mapping

import msgspec

from declarations.codes.decisions import Decision
from declarations.codes.vocabulary import Capacity, Direction, GiftCategory, Kind
from declarations.legacy.amounts import read_number
from declarations.legacy.beside import Mark, Written
from declarations.legacy.dates import Order
from declarations.legacy.headings import plain
from declarations.legacy.importable import GIFTS, IMPORTABLE, importable
from declarations.legacy.kind_words import choices_of, values_of
from declarations.legacy.layout import table_of
from declarations.legacy.model import Column, Table, Workbook
from declarations.legacy.words import OUTCOMES
from register.kernel.currency import CURRENCIES
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import LOCALES, msg
from register.kernel.text import NotTextError, TextError, read_line

LONGEST_NAME = 120
"""Letters of the name of a register."""


class ColumnMapping(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"order": "date_order"}
):
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
        """By a word, plain, what it means: `unknown`, `nil`, `above 140`, a direction or a category."""
        return {plain(word): meaning for word, meaning in self.words.items()}

    @property
    def decisions(self) -> Mapping[str, str]:
        """By words for what became of a gift, plain, the decision that they stand for."""
        return {plain(word): str(decision) for word, decision in self.outcomes.items()}

    def decision_of(self, word: str) -> str | None:
        """The decision that a word for what became of a gift stands for, in this register or in any."""
        said = plain(word)
        known = OUTCOMES if self.kind == Kind.GIFT else values_of(self.kind, Column.OUTCOME)
        return self.decisions.get(said) or known.get(said)


def table_in(mapping: ColumnMapping, book: Workbook) -> Table:
    """The table in which the mapping looks for its columns. Raises Invalid where its sheet or row is not there."""
    sheet = next((each for each in book.sheets if each.name == mapping.sheet), None)
    if sheet is None:
        raise Invalid(fields=[FieldError("sheet", msg("The file has no sheet of this name."))])
    if not 1 <= mapping.header_row <= len(sheet.rows):
        raise Invalid(fields=[FieldError("header_row", msg("The sheet has no such row."))])
    return table_of(sheet, mapping.header_row)


def check_mapping(mapping: ColumnMapping, book: Workbook) -> Table:
    """The table that the mapping speaks of. Raises Invalid with every column that is not there."""
    if mapping.kind not in IMPORTABLE:
        raise Invalid(fields=[FieldError("kind", msg("Registers of this kind cannot be brought over."))])
    table = table_in(mapping, book)
    faults = [
        FieldError(f"columns.{column}", msg("The file has no column “%(heading)s”.", heading=heading[:80]))
        for column, heading in mapping.columns.items()
        if heading not in table.headings
    ]
    faults += list(_lacking(mapping))
    if faults:
        raise Invalid(fields=faults)
    return table


_MEANINGS = msg("A word means one of these: unknown, nil, above 140, below 140, a direction, a category.")
_MEANINGS_OF_FIELDS = msg(
    "A word means one of these: unknown, nil, above 140, below 140, a stored value of its column."
)


def _lacking(mapping: ColumnMapping) -> Iterator[FieldError]:
    kind = importable(mapping.kind)
    yield from _said_wrongly(mapping)
    for column in mapping.columns.keys() - kind.columns.keys():
        yield FieldError(f"columns.{column}", msg("Registers of this kind have no such column."))
    if Column.PERSON not in mapping.columns:
        yield FieldError("columns.person", kind.person_missing)
    if not {Column.DESCRIPTION, kind.party} & mapping.columns.keys():
        yield FieldError("columns.description", kind.told_missing)
    if mapping.currency is not None and mapping.currency not in CURRENCIES:
        yield FieldError("currency", msg("Write the three letters of a currency, such as USD."))
    if not all(_is_meaning(meaning, mapping.kind) for meaning in mapping.words.values()):
        yield FieldError("words", _MEANINGS if kind is GIFTS else _MEANINGS_OF_FIELDS)
    if any(decision not in kind.decisions for decision in mapping.outcomes.values()):
        yield FieldError("outcomes", msg("Registers of this kind know no such decision."))
    if any(code not in CURRENCIES for code in mapping.signs.values()):
        yield FieldError("signs", msg("Write the three letters of a currency, such as USD."))


def _said_wrongly(mapping: ColumnMapping) -> Iterator[FieldError]:
    """What the page asks for otherwise than a mapping file or a program may say it."""
    try:
        named = read_line(mapping.register, LONGEST_NAME)
    except NotTextError:
        named = ""
    except TextError as error:
        yield FieldError("register", error.message)
        named = mapping.register
    if not named:
        yield FieldError("register", msg("Name the register, so that its next edition is known."))
    if mapping.capacity not in set(Capacity):
        yield FieldError("capacity", msg("Choose one of the answers."))
    if mapping.language not in LOCALES:
        yield FieldError("language", msg("Choose one of the answers."))


def _is_meaning(meaning: str, kind: str) -> bool:
    side, _, bound = meaning.partition(" ")
    if side in {"above", "below"}:
        return read_number(bound, Mark.POINT) is not None
    if kind == Kind.GIFT:
        return meaning in {"unknown", "nil", *Direction, *GiftCategory}
    return meaning in {"unknown", "nil", *choices_of(kind)}
