"""The report of the history: the last whole quarter, written by the office in four languages, released by another.

It is to the Executive Committee, with one for the public on the same numbers; what was decided on it is recorded once
there was time to decide.
"""

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import msgspec

from register.kernel import clock
from register.kernel.identity import Identity
from reports.periodic.model import Profile
from reports.periodic.service import reading
from reports.periodic.service.following import begin_like
from reports.periodic.service.making import make_data_set
from reports.periodic.service.releasing import ReportCommand, draft, freeze, record_decision, release, write
from reports.periodic.stored import AssemblyDecision, Report, Status

FILE = Path(__file__).with_name("report.toml")
_MONTHS = 3
Texts = dict[str, dict[str, str]]


class Quarter(msgspec.Struct, frozen=True):
    """Three months of the calendar."""

    since: date
    until: date

    @property
    def number(self) -> int:
        """Which of the year, from 1 on."""
        return self.until.month // _MONTHS


def last_quarter(day: date) -> Quarter:
    """The last whole one before a day."""
    until = date(day.year, (day.month - 1) // _MONTHS * _MONTHS + 1, 1) - timedelta(days=1)
    return Quarter(date(until.year, until.month - _MONTHS + 1, 1), until)


class Due(msgspec.Struct, frozen=True):
    """When each step on the report is taken: within six weeks of the quarter, on working days."""

    quarter: Quarter
    counted: datetime
    frozen: datetime
    released: datetime
    published: datetime
    decided: datetime | None
    """None where the committee has not met yet."""

    @classmethod
    def of(cls, quarter: Quarter, last: datetime) -> "Due":
        """The moments, none of them after the last one of the history."""

        def after(days: int, hour: int) -> datetime:
            day = quarter.until + timedelta(days=days)
            day += timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)
            return datetime.combine(day, time(hour), UTC)

        decided = after(42, 15)
        return cls(
            quarter,
            counted=min(after(14, 8), last),
            frozen=min(after(16, 14), last),
            released=min(after(21, 9), last),
            published=min(after(23, 10), last),
            decided=decided if decided <= last else None,
        )


class Office(msgspec.Struct, frozen=True):
    """Who writes the report, and the second person who releases it."""

    officer: Identity
    reviewer: Identity


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: words of the office by language, with places for the quarter and the session."""

    symbols: Mapping[str, str]
    quarters: Mapping[str, tuple[str, str, str, str]]
    sessions: Mapping[str, tuple[str, str, str, str]]
    public: tuple[str, ...]
    """The texts that are for the public as well."""
    texts: Mapping[str, Mapping[str, str]]
    decided: Mapping[str, str]

    @classmethod
    def read(cls) -> "Written":
        """What the file says."""
        return msgspec.convert(tomllib.loads(FILE.read_text("utf-8")), cls)

    def symbol(self, profile: Profile, quarter: Quarter) -> str:
        """The document symbol."""
        return self.symbols[profile].format(year=quarter.until.year, number=quarter.number)

    def texts_on(self, quarter: Quarter) -> Texts:
        """The texts of the report on a quarter."""
        return {
            tag: {name: self._on(quarter, tag, words) for name, words in said.items()}
            for tag, said in self.texts.items()
        }

    def decided_on(self, quarter: Quarter) -> dict[str, str]:
        """What the committee decided on it."""
        return {tag: self._on(quarter, tag, words) for tag, words in self.decided.items()}

    def _on(self, quarter: Quarter, tag: str, words: str) -> str:
        """The committee meets once a quarter: what is reported of one is read at the session of the next."""
        met = quarter.until + timedelta(days=1)
        return words.format(
            symbol=self.symbol(Profile.EXECUTIVE_COMMITTEE, quarter),
            quarter=self.quarters[tag][quarter.number - 1],
            year=quarter.until.year,
            session=self.sessions[tag][(met.month - 1) // _MONTHS],
            met=met.year,
        )


async def report_quarter(office: Office, due: Due) -> None:
    """Count the quarter and take every step on its reports; what an interrupted start took is not taken twice."""
    quarter, said, officer = due.quarter, Written.read(), office.officer
    key = f"history-report-{quarter.since}"
    with clock.at(due.counted):
        counted = await make_data_set(officer, quarter.since, quarter.until, idempotency_key=f"{key}-numbers")
        made = await draft(officer, counted, Profile.EXECUTIVE_COMMITTEE, idempotency_key=key)
        found = (await reading.read(officer, made)).report
    found = await _released(office, found, (due.frozen, due.released), said, said.texts_on(quarter))
    with clock.at(due.released):
        public = await begin_like(
            officer, made, Profile.PUBLIC, marked=said.public, idempotency_key=f"{key}-for-the-public"
        )
        begun = (await reading.read(officer, public)).report
    await _released(office, begun, (due.released, due.published), said, begun.written)
    if due.decided and found.decided is None:
        with clock.at(due.decided):
            words = said.decided_on(quarter)
            on = due.decided.date()
            await record_decision(officer, found.id, found.version, AssemblyDecision.NOTE, on, words)


async def _released(
    office: Office, found: Report, moments: tuple[datetime, datetime], said: Written, texts: Texts
) -> Report:
    """Write it, freeze it, and have it released by the second person."""
    frozen, released = moments
    with clock.at(frozen):
        if found.status == Status.DRAFT:
            symbol = said.symbol(Profile(found.profile), Quarter(found.since, found.until))
            found = await write(office.officer, found.id, found.version, ReportCommand(symbol=symbol, texts=texts))
            found = await freeze(office.officer, found.id, found.version)
    with clock.at(released):
        if found.status == Status.FROZEN:
            found = await release(office.reviewer, found.id, found.version)
    return found
