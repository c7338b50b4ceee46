"""What an export is asked for, and what it found."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

import msgspec

from declarations.codes.bands import Band
from declarations.review.model import Asked


class Audience(StrEnum):
    """For whom an extract is made."""

    GOVERNING_BODY = "governing_body"
    DESK = "desk"


class FileFormat(StrEnum):
    """In which form an extract leaves."""

    XLSX = "xlsx"
    """A workbook: cover, summary, register, method."""
    CSV = "csv"
    """The register alone, as comma-separated values."""


class ExportRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An extract of the register of one kind, by the day of receipt, event or start; both ends are included."""

    kind: str = "gift"
    audience: Audience = Audience.GOVERNING_BODY
    language: str = "en"
    since: date | None = None
    until: date | None = None
    format: FileFormat = FileFormat.XLSX
    asked: Asked | None = None
    """The list of the desk that is exported; None for the whole register."""


class Organisation(msgspec.Struct, frozen=True):
    """Whose register it is: names by language."""

    names: Mapping[str, str]

    def name(self, tag: str) -> str:
        """The name in a language, else in English."""
        return self.names.get(tag) or self.names["en"]


class State(msgspec.Struct, frozen=True):
    """Up to which change the extract is complete, and the first seal that covers all of it."""

    changed_at: datetime | None
    unsealed: int
    seal: int | None = None
    root: bytes | None = None
    imported: int = 0
    """How many of the rows came with older registers."""


class Fate(msgspec.Struct, frozen=True):
    """What the disposition of an item follows from."""

    direction: str | None
    outcome: str | None
    status: str


class Combination(msgspec.Struct, frozen=True):
    """What the summary counts, of one row."""

    category: str | None
    effect: str
    fate: Fate
    band: Band

    @classmethod
    def of(cls, raw: tuple[Any, ...]) -> Self:
        """From the columns category, direction, value_band, effect, outcome, status, regime, version, currency."""
        category, direction, band, effect, outcome, status, regime, version, currency = raw
        return cls(category, effect, Fate(direction, outcome, status), Band(band, regime, version, currency))


class Counted(msgspec.Struct):
    """Totals of the rows that were written."""

    rows: int = 0
    items: int = 0
    combinations: Counter[tuple[Any, ...]] = msgspec.field(default_factory=Counter)
    """Rows by all that the summary counts, as `Combination.of` reads it; there are far fewer of them than rows."""
    days: Counter[int] = msgspec.field(default_factory=Counter)
    """Decided rows by days to the decision."""
    rates: Counter[tuple[str, date]] = msgspec.field(default_factory=Counter)
    """Valued rows by rate source and rate date."""

    @property
    def by(self) -> Iterator[tuple[Combination, int]]:
        """Each combination with the number of its rows."""
        return ((Combination.of(raw), number) for raw, number in self.combinations.items())


class Exported(msgspec.Struct, frozen=True):
    """What left: how many declarations, under which name the file is kept."""

    rows: int
    file_name: str
