"""A periodic report as data: tables of numbers, the frozen data set, and the form of it that is published.

A data set is counted once, in one snapshot, and never changes; every language and every form renders from it. What is
published is a data set with its small numbers taken out, together with the texts of the ethics office.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

DEFINITIONS = "2"
"""The version of what is counted and how; it changes whenever a number of a table would come to mean something else."""
TOTAL = "total"
"""The line of a table that adds up the others, and the column that adds up the columns before it."""


class Profile(StrEnum):
    """For whom a report is released."""

    GENERAL_ASSEMBLY = "general_assembly"
    EXECUTIVE_COMMITTEE = "executive_committee"
    PUBLIC = "public"


class Place(NamedTuple):
    """One number of a report: table, line and column."""

    table: str
    line: str
    column: str


class Line(msgspec.Struct, frozen=True):
    """A line of a table: its code, and a number for each column; None where nothing can be said."""

    code: str
    numbers: tuple[int | None, ...]


class Table(msgspec.Struct, frozen=True):
    """The numbers of one table of the catalogue, the line of totals last where there is one."""

    code: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]

    def cells(self) -> Iterator[tuple[Place, int | None]]:
        """Every number with its place."""
        for line in self.lines:
            for column, number in zip(self.columns, line.numbers, strict=True):
                yield Place(self.code, line.code, column), number

    def at(self, line: str, column: str) -> int | None:
        """One number; None where the table has no such line."""
        place = self.columns.index(column)
        return next((each.numbers[place] for each in self.lines if each.code == line), None)


class Extracted(msgspec.Struct, frozen=True):
    """A gift of the annex (policy: publication): month, words of the vocabularies and a value band, nobody’s name."""

    month: str
    category: str
    band: tuple[str, str, str, str]
    """Band, regime, version of the profile, currency, as `declarations.codes.bands.Band` takes them."""
    giver_type: str | None
    disposition: str


class Policy(msgspec.Struct, frozen=True):
    """A version of thresholds by which declarations of the period were judged."""

    regime: str
    version: str
    declarations: int | None
    """None where a report withholds it."""


class Stand(msgspec.Struct, frozen=True, omit_defaults=True):
    """The seal that a data set stands on: its number, the entries it covers, its root, signature and hash, in hex."""

    number: int
    size: int
    root: str
    signature: str
    key: str
    unsealed: int
    """Entries that were written but not yet sealed when the data set was counted."""
    public: str = ""
    """The public half of the key (Ed25519, 32 bytes), in hex; empty where it was not at hand."""


class DataSet(msgspec.Struct, frozen=True):
    """Everything that a report says in numbers. Equal registers make equal data sets, byte for byte."""

    definitions: str
    since: date
    until: date
    as_of: datetime
    tables: tuple[Table, ...]
    before: tuple[Table, ...]
    """The same tables for the period of the same length before, as the register knew it in the same snapshot."""
    policies: tuple[Policy, ...]
    annex: tuple[Extracted, ...]
    seal: Stand | None

    def table(self, code: str) -> Table | None:
        """One of the tables."""
        return next((each for each in self.tables if each.code == code), None)


class Changed(msgspec.Struct, frozen=True):
    """A number that a correction says otherwise; None where one of the two reports does not show it."""

    place: Place
    before: int | None
    after: int | None


class Published(msgspec.Struct, frozen=True):
    """What a released report says: numbers without the small ones, and the texts of the ethics office by language."""

    profile: str
    symbol: str
    definitions: str
    since: date
    until: date
    as_of: datetime
    tables: tuple[Table, ...]
    before: tuple[Table, ...]
    withheld: tuple[Place, ...]
    """Numbers that are not shown, of `tables`; those of `before` stand in `withheld_before`."""
    withheld_before: tuple[Place, ...]
    left_out: tuple[str, ...]
    """Tables whose small numbers could not be protected."""
    threshold: int
    policies: tuple[Policy, ...]
    annex: tuple[Extracted, ...]
    seal: Stand | None
    texts: Mapping[str, Mapping[str, str]]
    """By language, then by name of the text."""
    data_set: str
    """The hash of the data set, in hex."""
    corrects: str | None = None
    """The hash of the published report that this one corrects."""
    correction: Mapping[str, str] = msgspec.field(default_factory=dict)
    """By language: what changed and why."""
    changed: tuple[Changed, ...] = ()
    """The numbers of the period that differ from those of the report that this one corrects."""


def canonical(value: Any) -> bytes:
    """The one way in which a data set or a published report is written: JSON, names sorted, no spaces."""
    return msgspec.json.encode(value, order="deterministic")


def fingerprint(value: Any) -> str:
    """SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()
