"""Rows of absences. Every function takes an open transaction."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from declarations.review.absence import Absence, CaseInPlace, StepForAnother
from register.kernel.dates import local
from register.kernel.db import Transaction
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of

_COLUMNS = "id, person, since, until, delegate, delegation, recorded_at, ended_at"
_IN_FORCE = "ended_at is null and $2::date between since and until"
_MOST = 100


def day_of(tx: Transaction) -> date:
    """The day that it is in the organization."""
    return local(tx.now).date()


async def lock(tx: Transaction, person: UUID) -> None:
    """Let nobody else record absences of this person until the transaction ends."""
    await tx.execute("select pg_advisory_xact_lock(hashtextextended('absence ' || $1::text, 0))", str(person))


async def of_person(tx: Transaction, person: UUID) -> list[Absence]:
    """A person's absences, the latest first."""
    sql = f"select {_COLUMNS} from absence where person = $1 order by since desc, id desc limit {_MOST}"
    return [Absence(*row) for row in await tx.fetch(sql, person)]


async def between(tx: Transaction, person: UUID, since: date, until: date) -> list[Absence]:
    """A person's absences that have a day in this period and were not ended early."""
    sql = (
        f"select {_COLUMNS} from absence where person = $1 and ended_at is null and since <= $3 and until >= $2"
        " order by since"
    )
    return [Absence(*row) for row in await tx.fetch(sql, person, since, until)]


async def stood_in_for(tx: Transaction, delegate: UUID, day: date) -> list[Absence]:
    """In whose place a person acts on a day."""
    sql = f"select {_COLUMNS} from absence where delegate = $1 and {_IN_FORCE} order by since, id"
    return [Absence(*row) for row in await tx.fetch(sql, delegate, day)]


async def standing_in_between(tx: Transaction, delegate: UUID, since: date, until: date) -> list[Absence]:
    """In whose place a person is named to act on some day of a period."""
    sql = (
        f"select {_COLUMNS} from absence where delegate = $1 and ended_at is null and since <= $3 and until >= $2"
        " order by since, id"
    )
    return [Absence(*row) for row in await tx.fetch(sql, delegate, since, until)]


async def away_on(tx: Transaction, day: date) -> list[Absence]:
    """Who is away on a day."""
    sql = (
        f"select {_COLUMNS} from absence where ended_at is null and $1::date between since and until"
        f" order by until, id limit {_MOST}"
    )
    return [Absence(*row) for row in await tx.fetch(sql, day)]


async def present(tx: Transaction, persons: Sequence[UUID]) -> list[UUID]:
    """Those who are not away today; everybody where nobody would be left."""
    sql = f"select person from absence where person = any($1::uuid[]) and {_IN_FORCE}"
    away = {row["person"] for row in await tx.fetch(sql, list(persons), day_of(tx))}
    return [person for person in persons if person not in away] or list(persons)


async def is_away(tx: Transaction, person: UUID) -> bool:
    """Whether a person is away today."""
    day = day_of(tx)
    return bool(await between(tx, person, day, day))


async def cases_of(tx: Transaction, reviewers: Sequence[UUID], most: int) -> list[CaseInPlace]:
    """The open cases that these officers have in charge, the soonest due, as far as row security shows them."""
    rows = await tx.fetch(
        "select found.* from unnest($1::uuid[]) as absent (person) cross join lateral ("
        " select reference, reviewer, status, due_on from declaration where reviewer = absent.person"
        " and status in ('submitted', 'under_review', 'information_requested') order by due_on, id limit $2"
        ") as found order by due_on, reference limit $2",
        list(reviewers),
        most,
    )
    return [CaseInPlace(*row) for row in rows]


async def add(tx: Transaction, absence: Absence) -> None:
    """Keep an absence."""
    await tx.execute(
        "insert into absence (id, person, since, until, delegate, delegation, recorded_at)"
        " values ($1, $2, $3, $4, $5, $6, $7)",
        absence.id,
        absence.person,
        absence.since,
        absence.until,
        absence.delegate,
        absence.delegation,
        absence.recorded_at,
    )


async def end(tx: Transaction, absence: UUID) -> Absence | None:
    """End one's own absence before its last day; None where there is none that could be ended."""
    row = await tx.fetchrow(
        f"update absence set ended_at = $2 where id = $1 and person = $3 and ended_at is null and until >= $4"
        f" returning {_COLUMNS}",
        absence,
        tx.now,
        tx.identity.person,
        day_of(tx),
    )
    return Absence(*row) if row else None


async def holding(tx: Transaction, person: UUID, roles: Sequence[str]) -> frozenset[str]:
    """Which of these roles a person holds who can sign in."""
    rows = await tx.fetch(
        "select role from unnest($2::text[]) as role where $1 in (select role_holders(role))", person, list(roles)
    )
    return frozenset(row["role"] for row in rows)


async def head_behind_delegation(tx: Transaction, day: date) -> UUID | None:
    """In whose place the holder of a recorded delegation decides: who recorded it, else who heads the organization."""
    found: UUID | None = await tx.fetchval(
        "select holder from role_holders('executive_head') as holder where holder <> $1 order by holder in"
        " (select recorded_by from delegation where delegate = $1 and ended_at is null and $2 between since and until)"
        " desc, holder limit 1",
        tx.identity.person,
        day,
    )
    return found


async def steps_for_another(tx: Transaction, cursor: Cursor | None) -> Page[StepForAnother]:
    """A page of the steps that were taken in the place of another, newest first; the auditor alone is told of them."""
    place = (cursor.moment(), cursor.id, cursor.newer) if cursor else (None, None, False)
    rows = await tx.fetch("select * from steps_for_another($1, $2, $3, $4)", *place, PAGE_ROWS + 1)
    steps = [StepForAnother(*row) for row in rows]
    return page_of(steps, cursor, PAGE_ROWS, lambda step: Cursor(step.at.isoformat(), step.record))
