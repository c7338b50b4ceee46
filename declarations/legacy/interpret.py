"""From rows to records: what each cell says, and every row that cannot be understood with its reason."""

import hashlib
from collections.abc import Mapping
from datetime import date

import msgspec

from declarations.codes.vocabulary import Direction, GiftCategory
from declarations.legacy import words
from declarations.legacy.amounts import read_worth
from declarations.legacy.dates import Found, read_day
from declarations.legacy.headings import plain
from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.model import Column, Line, Problem, Reading, Record, Severity, Table
from register.kernel.i18n import Message, msg

_LONGEST = {Column.PERSON: 200, Column.UNIT: 200, Column.GIVER: 300, Column.FUNCTION: 200, Column.RECORD: 200}
_LONGEST_STORY = 10_000

_SAID: Mapping[str, Message] = {
    "person_missing": msg("The row names no person."),
    "nothing_said": msg("The row neither describes a gift nor names a giver."),
    "day_unreadable": msg("This is not a day that can be read."),
    "day_open": msg("This could be two different days. Say in the mapping which number is the day."),
    "day_ahead": msg("This day has not come yet."),
    "value_in_words": msg("The value is kept in words; no amount is known."),
    "number_twice": msg("Another row has the same number of the entry."),
    "row_twice": msg("Another row says exactly the same."),
    "same_gift": msg("Another row tells of the same gift on the same day."),
    "too_long": msg("The text is longer than can be kept here."),
    "column_shifted": msg("The cells of this row stand under other headings than those of the rest."),
}
_REFUSES = frozenset(_SAID) - {"value_in_words", "same_gift"}


def problem(line: Line, code: str, heading: str = "", typed: str = "") -> Problem:
    """A problem of one row."""
    severity = Severity.REFUSED if code in _REFUSES else Severity.NOTE
    return Problem(line.number, code, severity, _SAID[code], heading, typed[:500])


def interpret(table: Table, mapping: ColumnMapping, today: date) -> Reading:
    """Every row as a record or with the reason why it is none."""
    records: list[Record] = []
    problems: list[Problem] = []
    for line in table.lines:
        reader = _Row(line, mapping, today)
        record = reader.record()
        problems += reader.problems
        if record is not None:
            records.append(record)
    kept, twice = _duplicates(records, {line.number: line for line in table.lines})
    return Reading(kept, sorted([*problems, *twice], key=lambda each: each.row), len(table.lines))


class _Row:
    """One row while it is read."""

    def __init__(self, line: Line, mapping: ColumnMapping, today: date) -> None:
        self._line, self._mapping, self._today = line, mapping, today
        self.problems: list[Problem] = []

    def record(self) -> Record | None:
        """The record, unless the row is refused."""
        person = self._text(Column.PERSON)
        if words.says_nothing(person) or words.is_nil(person):
            self._note("person_missing", Column.PERSON)
            return None
        if self._is_nil():
            return Record(
                row=self._line.number,
                own_id=self._text(Column.RECORD),
                person=person,
                email=self._text(Column.EMAIL),
                unit=self._known(Column.UNIT),
                function=self._known(Column.FUNCTION),
                is_nil=True,
                period=self._period(),
            )
        return self._gift(person)

    def _gift(self, person: str) -> Record | None:
        giver, description = self._known(Column.GIVER), self._known(Column.DESCRIPTION)
        if not giver and not description:
            self._note("nothing_said", Column.DESCRIPTION)
            return None
        worth = read_worth(self._known(Column.VALUE), self._mapping.written, self._known(Column.CURRENCY))
        if worth.words and worth.money is None:
            self._note("value_in_words", Column.VALUE)
        day, declared = self._day(Column.DATE), self._day(Column.DECLARED)
        outcome = self._known(Column.OUTCOME)
        made = Record(
            row=self._line.number,
            own_id=self._text(Column.RECORD),
            person=person,
            email=self._text(Column.EMAIL),
            unit=self._known(Column.UNIT),
            function=self._known(Column.FUNCTION),
            giver=giver,
            country=words.country_of(self._known(Column.COUNTRY)),
            description=description,
            day=day,
            declared=declared,
            worth=worth,
            direction=self._direction(),
            category=self._category(description),
            outcome=self._outcome(outcome),
            remarks=self._remarks(),
        )
        for column in (Column.REASON, Column.DESCRIPTION, Column.OUTCOME, Column.REMARKS):
            if len(self._text(column)) > _LONGEST_STORY * 3:
                self._note("too_long", column)
                return None
        return None if any(each.severity is Severity.REFUSED for each in self.problems) else made

    def _text(self, column: Column) -> str:
        heading = self._mapping.columns.get(column)
        text = " ".join(self._line.cells.get(heading, "").split()) if heading else ""
        if len(text) > _LONGEST.get(column, len(text)):
            self._note("too_long", column)
        return text

    def _known(self, column: Column) -> str:
        text = self._text(column)
        return "" if words.says_nothing(text) else text

    def _is_nil(self) -> bool:
        main = [
            self._text(column)
            for column in (Column.DESCRIPTION, Column.GIVER, Column.DATE)
            if column in self._mapping.columns
        ]
        said = [text for text in main if not words.says_nothing(text)]
        nil = [text for text in said if words.is_nil(text)]
        # A date beside the word is the day of the return; a gift with a giver is a gift, whatever else stands there.
        return bool(nil) and all(words.is_nil(text) or read_day(text).day for text in said)

    def _period(self) -> str:
        found = (self._known(column) for column in (Column.DATE, Column.YEAR, Column.DECLARED))
        return next((text for text in found if text and not words.is_nil(text)), "")

    def _day(self, column: Column) -> date | None:
        typed = self._known(column)
        if not typed or words.is_nil(typed):
            return None
        found: Found = read_day(typed, self._mapping.order)
        if found.is_open:
            self._note("day_open", column)
        elif found.day is None and found.year is None:
            self._note("day_unreadable", column)
        elif found.day is not None and found.day > self._today:
            self._note("day_ahead", column)
        return found.day

    def _direction(self) -> str:
        typed = plain(self._text(Column.DIRECTION))
        return words.DIRECTIONS.get(typed, Direction.RECEIVED)

    def _category(self, description: str) -> str | None:
        for text in (self._text(Column.CATEGORY), description):
            found = words.CATEGORIES.get(plain(text))
            if found:
                return found
        return GiftCategory.GIFT

    def _outcome(self, typed: str) -> str | None:
        given = {plain(word): str(decision) for word, decision in self._mapping.outcomes.items()}
        return given.get(plain(typed)) or words.OUTCOMES.get(plain(typed))

    def _remarks(self) -> str:
        """Whatever has no field of its own, each under its heading as it stood there."""
        dated = [] if self._day_is_whole() else [Column.DATE, Column.YEAR]
        unknown = [] if words.country_of(self._known(Column.COUNTRY)) else [Column.COUNTRY]
        kept = (Column.REASON, Column.OUTCOME, Column.REMARKS, *unknown, *dated)
        found = [(self._mapping.columns[each], self._known(each)) for each in kept if each in self._mapping.columns]
        return "\n".join(f"{heading}: {text}" for heading, text in found if text)

    def _day_is_whole(self) -> bool:
        return read_day(self._text(Column.DATE), self._mapping.order).day is not None

    def _note(self, code: str, column: Column) -> None:
        heading = self._mapping.columns.get(column, "")
        self.problems.append(problem(self._line, code, heading, self._line.cells.get(heading, "")))


def key_of(record: Record) -> str:
    """By what an entry is known again in the next edition: its own number, else everything that it says."""
    return f"#{plain(record.own_id) or record.own_id}" if record.own_id else content_of(record)


def content_of(record: Record) -> str:
    """A digest of all that an entry says, so that a change shows; where it stood in the file does not count."""
    plainly = msgspec.structs.replace(record, row=0)
    return hashlib.sha256(msgspec.json.encode(plainly, order="deterministic")).hexdigest()


def _gift_of(record: Record) -> tuple[str, ...]:
    worth = f"{record.worth.money}" if record.worth.money else plain(record.worth.words)
    return (
        plain(record.person),
        plain(record.giver),
        str(record.day),
        plain(record.description),
        worth,
        str(record.is_nil),
        record.period,
    )


def _duplicates(records: list[Record], lines: Mapping[int, Line]) -> tuple[list[Record], list[Problem]]:
    """The records without those that repeat another one, and what was found."""
    kept: list[Record] = []
    problems: list[Problem] = []
    numbers: set[str] = set()
    gifts: set[tuple[str, ...]] = set()
    for record in records:
        code = "" if record.is_nil and not record.own_id else _repeats(record, numbers, gifts)
        numbers.add(key_of(record))
        gifts.add(_gift_of(record))
        if code:
            problems.append(problem(lines[record.row], code, "", record.own_id))
        if code not in _REFUSES:
            kept.append(record)
    return kept, problems


def _repeats(record: Record, numbers: set[str], gifts: set[tuple[str, ...]]) -> str:
    if key_of(record) in numbers:
        return "number_twice" if record.own_id else "row_twice"
    return "same_gift" if _gift_of(record) in gifts else ""
