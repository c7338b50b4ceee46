"""What programs send and get of periodic reports."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from reports.periodic.model import Profile, Published
from reports.periodic.service.reading import Opened
from reports.periodic.stored import AssemblyDecision, Report, Status

_Line = Annotated[str, Meta(max_length=6000)]
Words = Mapping[str, _Line]
"""By language: `ar`, `en`, `fr`, `es`."""


class PeriodIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A period, both days included."""

    since: date
    until: date


class DataSetMadeOut(msgspec.Struct, frozen=True):
    """The data set that was counted."""

    id: UUID


class ReportMadeOut(msgspec.Struct, frozen=True):
    """The draft that was begun."""

    id: UUID


class DraftIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A report to be begun: on a data set, or on the numbers and with the texts of another report."""

    profile: Profile
    data_set: UUID | None = None
    like: UUID | None = None
    texts: Sequence[Annotated[str, Meta(max_length=40)]] = ()
    """Texts of a report to other readers that one for the public takes over: none but these."""


class TextsIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that a draft says besides its numbers; what is left out is empty."""

    symbol: Annotated[str, Meta(max_length=60)] = ""
    threshold: int = 5
    annex: bool = False
    texts: Mapping[str, Mapping[str, _Line]] = {}
    """By language, then `title`, `session`, `agenda_item`, `summary`, `introduction`, `action`, `draft_decision`,
    `recommendations`."""
    correction: Words = {}
    """By language: what changed and why, where the report corrects another."""


class ReleaseIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A release by the second person."""

    password: Annotated[str, Meta(max_length=1000)] = ""
    """Only in the session of a browser whose person signed in more than fifteen minutes ago; a key needs its scope."""


class SettingAsideIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a report is not released."""

    because: Annotated[str, Meta(max_length=600)]


class DecisionIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the Assembly decided on a report."""

    decided: AssemblyDecision
    on: date
    words: Words = {}


class SummaryOut(msgspec.Struct, frozen=True):
    """A report in a list."""

    id: UUID
    profile: Profile
    status: Status
    since: date
    until: date
    symbol: str
    corrects: UUID | None
    released_at: datetime | None
    decided: AssemblyDecision | None
    version: int

    @classmethod
    def of(cls, report: Report) -> "SummaryOut":
        """A report as it stands."""
        return cls(
            id=report.id,
            profile=Profile(report.profile),
            status=Status(report.status),
            since=report.since,
            until=report.until,
            symbol=report.symbol,
            corrects=report.corrects,
            released_at=report.released_at,
            decided=AssemblyDecision(report.decided) if report.decided else None,
            version=report.version,
        )


class ReportsOut(msgspec.Struct, frozen=True):
    """A page of reports."""

    items: list[SummaryOut]
    newer: str | None
    older: str | None


class ReportOut(msgspec.Struct, frozen=True):
    """A report with everything that it says; of a draft, as it would be frozen now."""

    report: SummaryOut
    published: Published
    fingerprint: str | None
    """SHA-256 of `published` in its canonical form; null for a draft."""
    corrected_by: UUID | None
    set_aside_because: str | None
    decided_on: date | None
    decided_words: Mapping[str, str]

    @classmethod
    def of(cls, found: Opened) -> "ReportOut":
        """A report as its reader sees it."""
        report, later = found.report, found.corrected_by
        return cls(
            report=SummaryOut.of(report),
            published=found.said,
            fingerprint=report.fingerprint,
            corrected_by=later.id if later else None,
            set_aside_because=report.set_aside_because,
            decided_on=report.decided_on,
            decided_words=report.decision,
        )
