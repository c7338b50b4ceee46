"""SQL of data sets and reports; row security shows each to whom it is for. Every function takes an open transaction."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import msgspec

from register.kernel.db import Transaction
from register.kernel.errors import NotFound
from register.kernel.paging import PAGE_ROWS, Cursor
from register.ledger import kept
from reports.periodic.spans import period_before
from reports.periodic.stored import DATA_SETS, REPORTS, Report, StoredSet

_SET = ", ".join(StoredSet.__struct_fields__)
_REPORT = ", ".join(Report.__struct_fields__)
_SOME_DAYS = timedelta(days=8)
"""By which two periods of as many months differ at most, and some."""
_NEWEST = f"select {_REPORT} from periodic_report order by prepared_at desc, id desc limit $1"
_OLDER = f"""
    select {_REPORT} from periodic_report where (prepared_at, id) < ($2, $3) order by prepared_at desc, id desc limit $1
"""
_NEWER = f"""
    select {_REPORT} from periodic_report where (prepared_at, id) > ($2, $3) order by prepared_at, id limit $1
"""


def _report(row: asyncpg.Record) -> Report:
    return msgspec.convert(dict(row), Report, builtin_types=(bytes, UUID))


async def keep_set(tx: Transaction, counted: StoredSet) -> None:
    """Keep a data set."""
    await kept.keep(tx, DATA_SETS, msgspec.structs.asdict(counted), "counted")


async def data_set(tx: Transaction, wanted: UUID) -> StoredSet:
    """A data set. Raises NotFound."""
    row = await tx.fetchrow(f"select {_SET} from periodic_data_set where id = $1", wanted)  # columns of this module
    if row is None:
        raise NotFound
    return msgspec.convert(dict(row), StoredSet, builtin_types=(bytes, UUID))


async def keep_report(tx: Transaction, report: Report) -> None:
    """Keep a new draft."""
    await kept.keep(tx, REPORTS, msgspec.structs.asdict(report), "drafted")


async def change_report(tx: Transaction, report: Report, step: str, **values: object) -> Report:
    """Write some columns anew. Raises Stale where somebody was faster."""
    await kept.change(tx, REPORTS, msgspec.structs.asdict(report), step, **values)
    return msgspec.structs.replace(report, version=report.version + 1, **values)


async def report(tx: Transaction, wanted: UUID, *, lock: bool = False) -> Report:
    """A report. Raises NotFound."""
    statement = f"select {_REPORT} from periodic_report where id = $1"  # columns of this module
    row = await tx.fetchrow(f"{statement} for update" if lock else statement, wanted)
    if row is None:
        raise NotFound
    return _report(row)


async def reports(tx: Transaction, cursor: Cursor | None) -> list[Report]:
    """Reports, the newest first; one more than a page."""
    if cursor is None:
        rows = await tx.fetch(_NEWEST, PAGE_ROWS + 1)
    else:
        rows = await tx.fetch(_NEWER if cursor.newer else _OLDER, PAGE_ROWS + 1, cursor.moment(), cursor.id)
    return [_report(row) for row in rows]


async def overlapping(tx: Transaction, since: date, until: date) -> list[Report]:
    """Released reports, to whatever readers, on periods that overlap this one without being the same."""
    statement = f"""
        select {_REPORT} from periodic_report
        where status = 'released' and since <= $2 and until >= $1 and (since, until) <> ($1, $2)
        order by since, released_at, id
    """  # columns of this module
    return [_report(row) for row in await tx.fetch(statement, since, until)]


async def released_around(tx: Transaction, span: tuple[date, date], before: tuple[date, date]) -> list[Report]:
    """Released reports on days of a period that was counted by itself, or on some of the days of the one before."""
    statement = f"""
        select {_REPORT} from periodic_report
        where status = 'released' and ((since <= $2 and until >= $1)
            or (since <= $4 and until >= $3 and (since, until) <> ($3, $4)))
        order by since, released_at, id
    """  # columns of this module
    return [_report(row) for row in await tx.fetch(statement, *span, *before)]


async def told_around(tx: Transaction, report: Report) -> list[Report]:
    """Other reports, to whatever readers, frozen or released, that tell of days of this report’s two periods.

    Each tells of its own period and of the one of the same length before it.
    """
    statement = f"""
        select {_REPORT} from periodic_report
        where status in ('frozen', 'released') and id <> $1 and since - (until - since + 8) <= $2::date
          and until >= $3::date
        order by frozen_at, id
    """  # columns of this module; as many months have up to a few days more
    first, _ = period_before(report.since, report.until)
    return [_report(row) for row in await tx.fetch(statement, report.id, report.until, first - _SOME_DAYS)]


async def released_of(tx: Transaction, profile: str, since: date, until: date) -> Report | None:
    """The last released report of the profile on this very period."""
    statement = f"""
        select {_REPORT} from periodic_report
        where profile = $1 and status = 'released' and (since, until) = ($2, $3) order by released_at desc limit 1
    """  # columns of this module
    row = await tx.fetchrow(statement, profile, since, until)
    return _report(row) if row else None


async def correction_of(tx: Transaction, wanted: UUID) -> Report | None:
    """The report that corrects this one, as far as the reader sees it; none that was set aside."""
    statement = f"select {_REPORT} from periodic_report where corrects = $1 and status <> 'set_aside'"  # the same
    row = await tx.fetchrow(statement, wanted)
    return _report(row) if row else None


async def released_corrections(tx: Transaction, corrected: Sequence[UUID]) -> dict[UUID, Report]:
    """Of these reports the ones that a released report corrects, each with it, as far as the reader sees it."""
    statement = f"""
        select {_REPORT} from periodic_report where corrects = any($1::uuid[]) and status = 'released'
    """  # columns of this module
    found = [_report(row) for row in await tx.fetch(statement, corrected)]
    return {each.corrects: each for each in found if each.corrects}


async def last_decided(tx: Transaction, profile: str) -> Report | None:
    """The last released report of a profile on which something was decided."""
    statement = f"""
        select {_REPORT} from periodic_report
        where profile = $1 and decided is not null order by until desc, decided_on desc limit 1
    """  # columns of this module
    row = await tx.fetchrow(statement, profile)
    return _report(row) if row else None


async def last_released(tx: Transaction) -> Report | None:
    """The released report with the last period."""
    statement = f"""
        select {_REPORT} from periodic_report where status = 'released' order by until desc, released_at desc limit 1
    """  # columns of this module
    row = await tx.fetchrow(statement)
    return _report(row) if row else None


async def report_with(tx: Transaction, fingerprint: str) -> Report | None:
    """The report that says exactly this; of several the one that went furthest."""
    statement = f"select {_REPORT} from periodic_report where fingerprint = $1 order by released_at, id limit 1"
    row = await tx.fetchrow(statement, fingerprint)  # columns of this module
    return _report(row) if row else None


async def data_set_with(tx: Transaction, fingerprint: str) -> StoredSet | None:
    """The data set that holds exactly these numbers."""
    statement = f"select {_SET} from periodic_data_set where fingerprint = $1 order by id limit 1"
    row = await tx.fetchrow(statement, fingerprint)  # columns of this module
    return msgspec.convert(dict(row), StoredSet, builtin_types=(bytes, UUID)) if row else None


async def reviewers(tx: Transaction) -> list[UUID]:
    """Everybody who may release what another wrote."""
    return [row["person"] for row in await tx.fetch("select person from role_holders('report_reviewer') as person")]
