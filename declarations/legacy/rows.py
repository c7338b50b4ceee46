"""One row of an old register while it is read: its cells, its days, and whatever of it cannot be understood."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import date
from typing import ClassVar

from declarations.legacy import words
from declarations.legacy.amounts import read_worth
from declarations.legacy.dates import Found, read_day
from declarations.legacy.headings import plain
from declarations.legacy.importable import importable
from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.model import Column, Line, Problem, Record, Severity, Worth
from declarations.legacy.problems import problem

_LONGEST = {
    Column.PERSON: 200,
    Column.UNIT: 200,
    Column.GIVER: 300,
    Column.PARTY: 300,
    Column.FUNCTION: 200,
    Column.POSITION: 200,
    Column.MATTER: 300,
    Column.OCCASION: 300,
    Column.RECORD: 200,
}
_LONGEST_NAME = 1_000
_LONGEST_STORY = 30_000
_UNSEEN = re.compile("[\x00-\x1f\x7f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]+")
"""Letters that nobody sees and that change what others look like."""


class Row:
    """One row while it is read; what it tells of is read by the reader of its kind."""

    stories: ClassVar[tuple[Column, ...]] = ()
    """Columns of long texts."""
    may_lie_ahead: ClassVar[Collection[Column]] = ()
    """Days that may not have come yet."""
    day_columns: ClassVar[Collection[Column]] = ()
    """Columns that hold days of their own: a day beside a missing one has not moved there."""

    def __init__(self, line: Line, mapping: ColumnMapping, today: date, before: str) -> None:
        self._line, self._mapping, self._today = line, mapping, today
        self._kind = importable(mapping.kind)
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
        made = self._nil(person) if self._is_nil() else self._stated(person)
        if self._line.beyond:
            self.problems.append(problem(self._line.number, "cell_beyond", "", self._line.beyond))
        return None if any(each.severity is Severity.REFUSED for each in self.problems) else made

    def _stated(self, person: str) -> Record | None:
        party, description = self._known(self._kind.party), self._known(Column.DESCRIPTION)
        if not party and not description:
            self._note(self._kind.nothing_said, Column.DESCRIPTION)
            return None
        for column in self.stories:
            if len(self._text(column)) > _LONGEST_STORY:
                self._note("too_long", column)
        return self._told(person, party, description)

    def _told(self, person: str, party: str, description: str) -> Record:
        raise NotImplementedError

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
        said = [text for text in map(self._known, (Column.DESCRIPTION, self._kind.party, self._kind.day)) if text]
        if any(map(self._says_nil, said)):
            # A date beside the word is the day of the return; what names a giver is a gift, whatever else stands there.
            return all(self._says_nil(text) or read_day(text).day for text in said)
        stated = map(self._known, (Column.DESCRIPTION, self._kind.party, *self._kind.states))
        if any(text and not self._says_nil(text) for text in stated):
            return False  # also where something was worth that much and nobody wrote what it was
        return any(self._says_nil(self._typed(column)) for column in self._mapping.columns)

    def _period(self) -> str:
        """The period as it is written; what names no day and no year is kept as it stands, and noted."""
        for column in (self._kind.day, Column.YEAR, Column.DECLARED):
            text = self._known(column)
            if text and not self._says_nil(text):
                if not any(map(str.isdigit, text)):
                    self._note("period_open", column)
                return text
        return ""

    def _found(self, column: Column) -> Found:
        typed = self._known(column)
        found = read_day(typed, self._mapping.order)
        if column is self._kind.day and found == Found() and (year := self._known(Column.YEAR)):
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
        elif found.day is not None and found.day > self._today and column not in self.may_lie_ahead:
            self._note("day_ahead", column)
        elif found.is_several:
            self._note("days_several", column)
        return found.day

    def _is_shifted(self, column: Column) -> bool:
        """Whether the day that is missing here stands in a column beside it."""
        headings = list(self._line.cells)
        at = headings.index(self._mapping.columns[column])
        own = {self._mapping.columns[each] for each in self.day_columns if each in self._mapping.columns}
        beside = (headings[each] for each in (at - 1, at + 1) if 0 <= each < len(headings))
        cells = (self._line.cells[heading] for heading in beside if heading not in own)
        return any(self._says_nil(cell) or read_day(cell, self._mapping.order).day for cell in cells if cell)

    def _worth(self) -> Worth:
        typed = self._typed(Column.VALUE)
        if words.says_nothing(typed) and not words.is_unknown(typed):
            return Worth()
        worth = read_worth(typed, self._mapping.written, self._known(Column.CURRENCY))
        if worth.money is None:
            self._note(worth.open or ("value_bounded" if worth.currency else "value_in_words"), Column.VALUE)
        return worth

    def _outcome(self, typed: str) -> str | None:
        found = self._mapping.decision_of(typed)
        if typed and found is None:
            self._note(self._kind.outcome_open, Column.OUTCOME)
        return found

    def _remarks(self, kept: Iterable[Column]) -> str:
        """Whatever has no field of its own, each under its heading as it stood there."""
        columns = dict.fromkeys((*kept, *self._whole))
        said = ((self._mapping.columns[each], self._typed(each)) for each in columns if each in self._mapping.columns)
        return "\n".join(f"{heading}: {text}" for heading, text in said if not words.says_nothing(text))

    def _note(self, code: str, column: Column) -> None:
        heading = self._mapping.columns.get(column, "")
        self.problems.append(problem(self._line.number, code, heading, self._line.cells.get(heading, "")))


def _numbered(own: str, before: str) -> str:
    """The number of an entry that shares the merged cell of its number with the entry before: G1, G1/2, G1/3."""
    if not before or not (before == own or before.startswith(f"{own}/")):
        return own
    last = before.removeprefix(own).lstrip("/")
    return f"{own}/{int(last) + 1 if last.isdecimal() else 2}"
