"""What is read out of an old register: sheets of words, a table, records, and what could not be understood."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from register.kernel.currency import Money
from register.kernel.i18n import Message


class Column(StrEnum):
    """What a column of an old register may hold; these strings stand in mapping files."""

    RECORD = "record"
    """The register's own number of the entry."""
    PERSON = "person"
    EMAIL = "email"
    UNIT = "unit"
    FUNCTION = "function"
    GIVER = "giver"
    PARTY = "party"
    """Of whatever is no gift: who is served, the counterpart of a conflict, the delegation or medium of a request."""
    POSITION = "position"
    CLASS = "class"
    DOMAIN = "domain"
    NATURE = "nature"
    HOLDER = "holder"
    """Whose interest it is."""
    MATTER = "matter"
    SUBJECT = "subject"
    """Which matter of duty a request is about."""
    OCCASION = "occasion"
    COUNTRY = "country"
    DESCRIPTION = "description"
    DATE = "date"
    EVENT = "event"
    """When what was asked for takes place."""
    YEAR = "year"
    START = "start"
    END = "end"
    AWARE = "aware"
    """When the person became aware of it."""
    HOURS = "hours"
    PAID = "paid"
    DECLARED = "declared"
    """When it was entered or notified."""
    VALUE = "value"
    CURRENCY = "currency"
    DIRECTION = "direction"
    CATEGORY = "category"
    OUTCOME = "outcome"
    DECIDED = "decided"
    CONDITIONS = "conditions"
    MEASURES = "measures"
    REASON = "reason"
    REMARKS = "remarks"


class Severity(StrEnum):
    """What a problem does to its row."""

    REFUSED = "refused"
    """The row is not imported."""
    LEFT_OUT = "left_out"
    """The row is no entry, but a title, a note or a sum."""
    NOTE = "note"
    """The row is imported; the word stands beside a value that is not known."""


class Sheet(msgspec.Struct, frozen=True):
    """One sheet of a file, every cell as text; dates of a spreadsheet as ISO 8601."""

    name: str
    rows: list[list[str]]
    hidden: bool = False
    continued: list[int] = []
    """Rows, counted from one, that share a merged cell with the row above."""


class Workbook(msgspec.Struct, frozen=True):
    """A file as it was read. A file of separated values is one sheet without a name."""

    sheets: list[Sheet]
    encoding: str = ""
    delimiter: str = ""


class Line(msgspec.Struct, frozen=True):
    """One row below the headings; `number` counts from one as a spreadsheet does."""

    number: int
    cells: dict[str, str]
    continues: bool = False
    """Shares a merged cell with the row above."""
    beyond: str = ""
    """What stands in no column."""


class Apart(msgspec.Struct, frozen=True):
    """A row below the headings that is no entry, and the code of the reason."""

    number: int
    code: str
    text: str


class Table(msgspec.Struct, frozen=True):
    """The rows that belong to one row of headings."""

    sheet: str
    header_row: int
    headings: list[str]
    lines: list[Line]
    left_out: int = 0
    """Rows that repeat the headings, hold a title only, or are sums."""
    apart: list[Apart] = []
    """Those among them that a person may want to look at."""


class Problem(msgspec.Struct, frozen=True):
    """Something of one row that could not be understood as it stands."""

    row: int
    code: str
    severity: Severity
    message: Message
    heading: str = ""
    typed: str = ""


class Worth(msgspec.Struct, frozen=True):
    """A value as it was written: an amount, or words with the bounds that they state."""

    money: Money | None = None
    words: str = ""
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    currency: str | None = None
    open: str = ""
    """What the mapping would have to say for an amount to be known: the code of the problem."""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of an old register, understood."""

    row: int
    own_id: str = ""
    person: str
    email: str = ""
    unit: str = ""
    function: str = ""
    giver: str = ""
    country: str | None = None
    description: str = ""
    day: date | None = None
    declared: date | None = None
    worth: Worth = Worth()
    direction: str | None = None
    category: str | None = None
    outcome: str | None = None
    remarks: str = ""
    """Everything else that was mapped, each with its heading."""
    is_nil: bool = False
    period: str = ""
    """Of a nil return: the period as it was written."""


class KindRecord(Record, frozen=True, kw_only=True):
    """One entry of a register of no gifts; `giver` is the other party, `day` when it began, or when it was asked."""

    kind: str
    facts: dict[str, Any]
    """What the rules read, as a facts file holds it; what was not written is not there."""
    told: dict[str, str]
    """Fields of the story that only this kind has."""
    ended: date | None = None
    """Since when it is no longer so; an activity says that by a fact."""


class Reading(msgspec.Struct, frozen=True):
    """What came out of a table: records that can be imported, and every problem, row by row."""

    records: list[Record]
    problems: list[Problem]
    rows: int

    @property
    def refused(self) -> set[int]:
        """The rows that are not imported."""
        return {problem.row for problem in self.problems if problem.severity is Severity.REFUSED}


Headings = Mapping[Column, str]
"""For each kind of column its heading in the file."""
