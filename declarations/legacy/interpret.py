"""From rows to records: what each cell says, and every row that cannot be understood with its reason."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from declarations.codes.vocabulary import Direction, GiftCategory
from declarations.legacy import words
from declarations.legacy.amounts import read_worth
from declarations.legacy.dates import Found, read_day
from declarations.legacy.headings import plain
from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.model import Column, Line, Problem, Reading, Record, Severity, Table, Worth
from declarations.legacy.problems import problem
from declarations.legacy.twice import without_twice

_LONGEST = {Column.PERSON: 200, Column.UNIT: 200, Column.GIVER: 300, Column.FUNCTION: 200, Column.RECORD: 200}
_LONGEST_NAME = 1_000
_LONGEST_STORY = 30_000
_STORIES = (Column.REASON, Column.DESCRIPTION, Column.OUTCOME, Column.REMARKS)
_UNSEEN = re.compile("[\x00-\x1f\x7f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]+")
"""Letters that nobody sees and that change what others look like."""


def interpret(table: Table, mapping: ColumnMapping, today: date) -> Reading:
    """Every row as a record or with the reason why it is none."""
    records: list[Record] = []
    problems = [problem(apart.number, apart.code, "", apart.text) for apart in table.apart]
    before = ""
    for line in table.lines:
        reader = _Row(line, mapping, today, before if line.continues else "")
        record = reader.record()
        problems += reader.problems
        before = reader.own_id
        if record is not None:
            records.append(record)
    kept, twice = without_twice(records)
    return Reading(kept, sorted([*problems, *twice], key=lambda each: each.row), len(table.lines))


def _numbered(own: str, before: str) -> str:
    """The number of an entry that shares the merged cell of its number with the entry before: G1, G1/2, G1/3."""
    if not before or not (before == own or before.startswith(f"{own}/")):
        return own
    last = before.removeprefix(own).lstrip("/")
    return f"{own}/{int(last) + 1 if last.isdecimal() else 2}"


class _Row:
    """One row while it is read."""

    def __init__(self, line: Line, mapping: ColumnMapping, today: date, before: str) -> None:
        self._line, self._mapping, self._today = line, mapping, today
        self._meanings = mapping.meanings
        self._whole: list[Column] = []
        self._said: dict[Column, str] = {}
        self.problems: list[Problem] = []
        self.own_id = _numbered(self._text(Column.RECORD), before)

    def record(self) -> Record | None:
        """The record, unless the row is refused."""
        person = self._text(Column.PERSON)
        if words.says_nothing(person) or self._says_nil(person):
            self._note("person_missing", Column.PERSON)
            return None
        made = self._nil(person) if self._is_nil() else self._gift(person)
        if self._line.beyond:
            self.problems.append(problem(self._line.number, "cell_beyond", "", self._line.beyond))
        return None if any(each.severity is Severity.REFUSED for each in self.problems) else made

    def _nil(self, person: str) -> Record:
        return Record(
            row=self._line.number,
            own_id=self.own_id,
            person=person,
            email=self._text(Column.EMAIL),
            unit=self._known(Column.UNIT),
            function=self._known(Column.FUNCTION),
            declared=self._day(Column.DECLARED),
            is_nil=True,
            period=self._period(),
        )

    def _gift(self, person: str) -> Record | None:
        giver, description = self._known(Column.GIVER), self._known(Column.DESCRIPTION)
        if not giver and not description:
            self._note("nothing_said", Column.DESCRIPTION)
            return None
        for column in _STORIES:
            if len(self._text(column)) > _LONGEST_STORY:
                self._note("too_long", column)
        return Record(
            row=self._line.number,
            own_id=self.own_id,
            person=person,
            email=self._text(Column.EMAIL),
            unit=self._known(Column.UNIT),
            function=self._known(Column.FUNCTION),
            giver=giver,
            country=words.country_of(self._known(Column.COUNTRY)),
            description=description,
            day=self._day(Column.DATE),
            declared=self._day(Column.DECLARED),
            worth=self._worth(),
            direction=self._direction(),
            category=self._category(description),
            outcome=self._outcome(self._known(Column.OUTCOME)),
            remarks=self._remarks(),
        )

    def _typed(self, column: Column) -> str:
        if column not in self._said:
            heading = self._mapping.columns.get(column)
            typed = self._line.cells.get(heading, "") if heading else ""
            if not typed.isascii():
                typed = unicodedata.normalize("NFC", typed)
            self._said[column] = " ".join(_UNSEEN.sub(" ", typed).split())
        return self._said[column]

    def _text(self, column: Column) -> str:
        """What a cell says; a name of more letters than a name can have is shortened, and that is noted."""
        text = self._typed(column)
        longest = _LONGEST.get(column, len(text))
        if len(text) <= longest:
            return text
        if column not in self._whole:
            self._whole.append(column)
            is_number = column is Column.RECORD
            self._note("too_long" if is_number or len(text) > _LONGEST_NAME else "name_shortened", column)
        return text[: longest - 1].rstrip() + "…"

    def _known(self, column: Column) -> str:
        text = self._text(column)
        return "" if words.says_nothing(text) else text

    def _says_nil(self, text: str) -> bool:
        return words.is_nil(text) or self._meanings.get(plain(text)) == "nil"

    def _is_nil(self) -> bool:
        said = [text for text in map(self._known, (Column.DESCRIPTION, Column.GIVER, Column.DATE)) if text]
        if any(map(self._says_nil, said)):
            # A date beside the word is the day of the return; what names a giver is a gift, whatever else stands there.
            return all(self._says_nil(text) or read_day(text).day for text in said)
        stated = map(self._known, (Column.DESCRIPTION, Column.GIVER, Column.VALUE))
        if any(text and not self._says_nil(text) for text in stated):
            return False  # also where something was worth that much and nobody wrote what it was
        return any(self._says_nil(self._typed(column)) for column in self._mapping.columns)

    def _period(self) -> str:
        found = (self._known(column) for column in (Column.DATE, Column.YEAR, Column.DECLARED))
        return next((text for text in found if text and not self._says_nil(text)), "")

    def _found(self, column: Column) -> Found:
        typed = self._known(column)
        found = read_day(typed, self._mapping.order)
        if column is Column.DATE and found == Found() and (year := self._known(Column.YEAR)):
            return read_day(f"{typed} {year}", self._mapping.order)
        return found

    def _day(self, column: Column) -> date | None:
        typed = self._known(column)
        if not typed or self._says_nil(typed):
            return None
        found = self._found(column)
        if found.is_open:
            self._note("day_open", column)
        elif found.day is None and found.year is None:
            self._note("column_shifted" if self._is_shifted(column) else "day_unreadable", column)
        elif found.day is not None and found.day > self._today:
            self._note("day_ahead", column)
        elif found.is_several:
            self._note("days_several", column)
        return found.day

    def _is_shifted(self, column: Column) -> bool:
        """Whether the day that is missing here stands in a column beside it."""
        headings = list(self._line.cells)
        at = headings.index(self._mapping.columns[column])
        beside = (self._line.cells[headings[each]] for each in (at - 1, at + 1) if 0 <= each < len(headings))
        return any(self._says_nil(cell) or read_day(cell, self._mapping.order).day for cell in beside if cell)

    def _worth(self) -> Worth:
        typed = self._typed(Column.VALUE)
        if words.says_nothing(typed) and not words.is_unknown(typed):
            return Worth()
        worth = read_worth(typed, self._mapping.written, self._known(Column.CURRENCY))
        if worth.money is None:
            self._note(worth.open or "value_in_words", Column.VALUE)
        return worth

    def _direction(self) -> str:
        typed = self._known(Column.DIRECTION)
        found = self._meanings.get(plain(typed)) or words.direction_of(typed)
        if found in set(Direction):
            return str(found)
        if typed and not self._says_nil(typed):
            self._note("direction_open", Column.DIRECTION)
        return Direction.RECEIVED

    def _category(self, description: str) -> str:
        for text in (self._typed(Column.CATEGORY), description):
            found = self._meanings.get(plain(text)) or words.CATEGORIES.get(plain(text))
            if found in set(GiftCategory):
                return str(found)
        return GiftCategory.GIFT

    def _outcome(self, typed: str) -> str | None:
        found = self._mapping.decision_of(typed)
        if typed and found is None:
            self._note("outcome_open", Column.OUTCOME)
        return found

    def _remarks(self) -> str:
        """Whatever has no field of its own, each under its heading as it stood there."""
        kept = [Column.REASON, Column.OUTCOME, Column.REMARKS, *self._unplaced(), *self._whole]
        said = ((self._mapping.columns[each], self._typed(each)) for each in kept if each in self._mapping.columns)
        return "\n".join(f"{heading}: {text}" for heading, text in said if not words.says_nothing(text))

    def _unplaced(self) -> Iterable[Column]:
        """Columns whose words say more than the field that was made of them."""
        found = self._found(Column.DATE)
        if found.day is None or found.is_several:
            yield from (Column.DATE, Column.YEAR)
        if not words.country_of(self._known(Column.COUNTRY)):
            yield Column.COUNTRY
        if plain(self._typed(Column.CATEGORY)) not in words.CATEGORIES:
            yield Column.CATEGORY
        if plain(self._typed(Column.DIRECTION)) not in words.DIRECTIONS:
            yield Column.DIRECTION

    def _note(self, code: str, column: Column) -> None:
        heading = self._mapping.columns.get(column, "")
        self.problems.append(problem(self._line.number, code, heading, self._line.cells.get(heading, "")))
