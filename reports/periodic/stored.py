"""Rows of periodic reports: the data set as it was counted, and the report that is made of it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from register.ledger.records import RecordClass
from reports.periodic.model import DataSet, Published
from reports.periodic.words import Beside


class Status(StrEnum):
    """Where a report stands."""

    DRAFT = "draft"
    """The office writes its texts."""
    FROZEN = "frozen"
    """It waits for a second person and changes no more."""
    RELEASED = "released"
    """The governing body reads it."""
    SET_ASIDE = "set_aside"
    """The second person did not release it, and said why."""


class AssemblyDecision(StrEnum):
    """What the Assembly decided on the implementation of the code (INTERPOL 24)."""

    ASSESS = "assess"
    REVISE = "revise"
    NOTE = "note"


class StoredSet(msgspec.Struct, frozen=True, kw_only=True):
    """A data set with who counted it, and when."""

    id: UUID
    since: date
    until: date
    as_of: datetime
    definitions: str
    fingerprint: str
    body: bytes
    made_by: UUID | None
    made_at: datetime

    def opened(self) -> DataSet:
        """The data set."""
        return msgspec.json.decode(self.body, type=DataSet)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report. `texts`, `correction` and `decided_words` are JSON by language."""

    id: UUID
    profile: str
    data_set: UUID
    since: date
    until: date
    symbol: str
    status: str
    annex: bool
    threshold: int
    texts: str
    corrects: UUID | None = None
    correction: str = "{}"
    prepared_by: UUID
    prepared_at: datetime
    frozen_by: UUID | None = None
    frozen_at: datetime | None = None
    published: bytes | None = None
    fingerprint: str | None = None
    released_by: UUID | None = None
    released_at: datetime | None = None
    set_aside_because: str | None = None
    decided: str | None = None
    decided_on: date | None = None
    decided_words: str = "{}"
    decided_recorded_by: UUID | None = None
    version: int = 1

    def opened(self) -> Published:
        """What it says. Raises ValueError for a draft, which says nothing yet."""
        if self.published is None:
            raise ValueError("a draft is not published")
        return msgspec.json.decode(self.published, type=Published)

    @property
    def beside(self) -> Beside:
        """How others name it that are not to be published beside it."""
        return Beside(self.symbol or str(self.id), self.since, self.until)

    @property
    def written(self) -> dict[str, dict[str, str]]:
        """The texts of the ethics office by language."""
        return msgspec.json.decode(self.texts, type=dict[str, dict[str, str]])

    @property
    def reasons(self) -> dict[str, str]:
        """By language: what changed and why, where it corrects another."""
        return msgspec.json.decode(self.correction, type=dict[str, str])

    @property
    def decision(self) -> dict[str, str]:
        """By language: what was decided on it."""
        return msgspec.json.decode(self.decided_words, type=dict[str, str])


def _columns(struct: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(name for name in struct.__struct_fields__ if name not in {"id", "version"})


DATA_SETS = RecordClass(kind="periodic_data_set", table="periodic_data_set", columns=_columns(StoredSet))
REPORTS = RecordClass(kind="periodic_report", table="periodic_report", columns=(*_columns(Report), "version"))
PERIODIC = (DATA_SETS, REPORTS)
"""What the ledger holds of this room."""
