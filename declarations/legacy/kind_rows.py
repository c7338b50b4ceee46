"""A row of a register of activities, conflicts or requests as a record: its fields are data."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from declarations.codes.decisions import Decision
from declarations.legacy import words
from declarations.legacy.amounts import read_number
from declarations.legacy.headings import plain
from declarations.legacy.importable import CONFLICTS, Field, Reads
from declarations.legacy.kind_words import HOURS_BESIDE, NO, PAID, UNPAID, WITHOUT_END, YES, values_of
from declarations.legacy.model import Column, KindRecord, Worth
from declarations.legacy.rows import Row
from register.kernel.written_periods import digits

_HOURS_OF_WEEK = Decimal(168)
_BETWEEN = re.compile(r"[;,،؛/+]")


class KindRow(Row):
    """One row that tells of something that is no gift."""

    stories = (Column.DESCRIPTION, Column.OUTCOME, Column.CONDITIONS, Column.MEASURES, Column.REMARKS)
    may_lie_ahead = frozenset({Column.START, Column.END})
    day_columns = frozenset(
        {Column.START, Column.END, Column.AWARE, Column.DATE, Column.EVENT, Column.DECLARED, Column.DECIDED}
    )

    def _told(self, person: str, party: str, description: str) -> KindRecord:
        self._unplaced: list[Column] = []
        self._amount = Worth()
        read = {field: self._read(field) for field in self._kind.fields if field.column in self._mapping.columns}
        read |= self._paid()
        ended = self._a_day(Column.END) if self._kind.kind is CONFLICTS.kind else None
        declared = self._day(Column.DECLARED)
        began = self._found(self._kind.day).day if self._kind.day_is_fact else self._asked(declared)
        last = ended or self._found(Column.END).day
        if began is not None and last is not None and last < began:
            self._note("end_first", Column.END)
        return KindRecord(
            row=self._line.number,
            own_id=self.own_id,
            person=person,
            email=self._text(Column.EMAIL),
            unit=self._known(Column.UNIT),
            function=self._known(Column.FUNCTION),
            giver=party,
            country=self._country(),
            description=description,
            day=began,
            declared=declared,
            worth=self._amount,
            outcome=self._decision(),
            remarks=self._remarks((*self._kind.kept, *self._unplaced)),
            kind=self._kind.kind.value,
            facts={each.name: said for each, said in read.items() if said is not None and each.reads is not Reads.LINE},
            told={each.name: said for each, said in read.items() if said and each.reads is Reads.LINE},
            ended=ended,
        )

    def _asked(self, declared: date | None) -> date | None:
        """When it was asked: as the row says, else when it was entered, else when it took place, if that is over."""
        asked = self._a_day(self._kind.day)
        event = self._found(Column.EVENT).day
        return asked or declared or (event if event is not None and event <= self._today else None)

    def _is_nil(self) -> bool:
        """Not where anything else tells of it, such as a position that names no employer."""
        stated = map(self._known, self._kind.states)
        return not any(text and not self._says_nil(text) for text in stated) and super()._is_nil()

    def _read(self, field: Field) -> Any:
        how: dict[Reads, Callable[[Field], Any]] = {
            Reads.CHOICE: self._chosen,
            Reads.DAY: self._day_of,
            Reads.FLAG: self._flag,
            Reads.NUMBER: self._hours,
            Reads.MONEY: self._money,
            Reads.LINE: self._line_of,
        }
        return how[field.reads](field)

    def _line_of(self, field: Field) -> str:
        return self._known(field.column)

    def _chosen(self, field: Field) -> str | None:
        typed = self._known(field.column)
        if not typed:
            return None
        known = values_of(self._kind.kind, field.column)
        found = self._meanings.get(plain(typed))
        found = found if found in set(known.values()) else known.get(plain(typed))
        if found is None:
            self._keep(field.column, "word_open")
        return found or field.otherwise

    def _day_of(self, field: Field) -> str | None:
        day = self._a_day(field.column)
        return day.isoformat() if day else None

    def _a_day(self, column: Column) -> date | None:
        """The day; what says more, or less, stays in the remarks. An end that is none is no fault."""
        typed = self._known(column)
        if column is Column.END and (plain(typed) in WITHOUT_END or self._meanings.get(plain(typed)) == "unknown"):
            self._unplaced.append(column)
            return None
        day, found = self._day(column), self._found(column)
        if day is None or found.is_several:
            self._unplaced += [column, Column.YEAR]
        if day is None and found.year is not None and typed:
            self._note("year_alone", column)
        return day

    def _flag(self, field: Field) -> bool | None:
        typed = self._known(field.column)
        said = plain(typed)
        if not said:
            return None
        if said in YES | PAID:
            return True
        if said in NO | UNPAID or words.is_nil(typed):
            return False
        self._keep(field.column, "word_open")
        return None

    def _hours(self, field: Field) -> str | None:
        typed = self._known(field.column)
        if not typed:
            return None
        bare = digits(typed).casefold()
        for beside in HOURS_BESIDE:
            bare = bare.removesuffix(beside).strip()
        found = read_number(bare, None) if bare and set(bare) <= set("0123456789.,٫") else None
        if found is None or found > _HOURS_OF_WEEK:
            self._keep(field.column, "hours_open")
            return None
        return format(found, "f")

    def _money(self, field: Field) -> dict[str, str] | None:
        typed = self._known(field.column)
        if not typed or words.is_nil(typed) or plain(typed) in UNPAID | PAID | YES | NO:
            return None
        self._amount = self._worth()
        money = self._amount.money
        if money is None or self._amount.words:
            self._unplaced += [field.column, Column.CURRENCY]
        return {"amount": format(money.amount, "f"), "currency": money.currency} if money else None

    def _paid(self) -> dict[Field, bool]:
        """What the column of the pay says of whether it is paid, where no other column does."""
        paid = next((field for field in self._kind.fields if field.reads is Reads.FLAG), None)
        if paid is None or self._known(paid.column):
            return {}
        typed = self._known(Column.VALUE)
        if not typed:
            return {}
        if words.is_nil(typed) or plain(typed) in UNPAID | NO:
            return {paid: False}
        if plain(typed) in PAID | YES:
            return {paid: True}
        return {} if self._amount.money is None else {paid: self._amount.money.amount > 0}

    def _country(self) -> str | None:
        found = words.country_of(self._known(Column.COUNTRY))
        if found is None:
            self._unplaced.append(Column.COUNTRY)
        return found

    def _decision(self) -> str | None:
        """What was decided; an authorization beside which conditions stand has conditions."""
        found = self._outcome(self._known(Column.OUTCOME))
        stated = self._known(Column.CONDITIONS)
        if found == Decision.AUTHORIZE and stated and not self._says_nil(stated) and plain(stated) not in NO:
            return Decision.AUTHORIZE_WITH_CONDITIONS
        if found is None and not self._known(Column.OUTCOME):
            return self._by_measures()
        return found

    def _by_measures(self) -> str | None:
        """The decision that stated measures stand for, where all of them are known."""
        known = values_of(self._kind.kind, Column.MEASURES)
        found = {known.get(plain(part)) for part in _BETWEEN.split(self._known(Column.MEASURES))}
        return found.pop() if len(found) == 1 else None

    def _keep(self, column: Column, code: str) -> None:
        self._unplaced.append(column)
        self._note(code, column)
