"""What is kept for how long."""

from datetime import datetime

import msgspec

from register.ledger.records import RecordClass

KIND = "retention"
"""The kind of the streams that hold what was erased: one event for each run and class."""


class RetentionClass(msgspec.Struct, frozen=True):
    """A class of records with its period, and the two functions of the database that know when it is over."""

    name: str
    years: int
    """From the end of a record: its last word, its review, the end of a designation; 0 keeps it without end."""
    due: str
    """The function that counts what is over before a moment."""
    erase: str
    """The function that erases it and names each row."""
    records: tuple[RecordClass, ...]
    """The tables whose streams it closes; others of the class, such as sessions, have none."""

    @property
    def count_sql(self) -> str:
        """Counts what is over before a moment."""
        return f"select {self.due}($1)"

    @property
    def erase_sql(self) -> str:
        """Erases it, at most so many records at once."""
        return f"select erased, record from {self.erase}($1, $2)"


class Due(msgspec.Struct, frozen=True):
    """How much of a class is over."""

    name: str
    years: int
    before: datetime | None
    """None where the class is kept without end."""
    count: int


class Erasure(msgspec.Struct, frozen=True):
    """What was erased of a class at once: the words of its event."""

    name: str
    years: int
    before: datetime
    rows: dict[str, int]
    """How many, by table."""
