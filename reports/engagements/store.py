"""SQL of audit engagements; row security shows each to whom it is for. Every function takes an open transaction."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from register.kernel.db import Transaction
from register.kernel.errors import NotFound
from register.kernel.ids import new_id
from register.kernel.paging import PAGE_ROWS, Cursor
from register.ledger import kept
from reports.engagements.model import ENGAGEMENTS, JOBS, UNMASKINGS, Answer, Engagement, Job, Unmasking
from reports.model import State
from reports.store import PREFETCH

_ENGAGEMENT = ", ".join(Engagement.__struct_fields__)
_NEWEST = f"select {_ENGAGEMENT} from engagement order by recorded_at desc, id desc limit $1"
_OLDER = f"""
    select {_ENGAGEMENT} from engagement where (recorded_at, id) < ($2, $3) order by recorded_at desc, id desc limit $1
"""
_NEWER = f"""
    select {_ENGAGEMENT} from engagement where (recorded_at, id) > ($2, $3) order by recorded_at, id limit $1
"""
_COUNTED = {"done", "total"}
_OF_JOB = ", ".join(
    f"coalesce(p.{name}, 0) as {name}" if name in _COUNTED else f"j.{name}" for name in Job.__struct_fields__
)
_JOB = f"select {_OF_JOB} from extract_job j left join extract_progress p on p.id = j.id"
_MOST_SHOWN = 100
_UNMASKING = ", ".join(Unmasking.__struct_fields__)
_OF_UNMASKING = ", ".join(f"u.{name}" for name in Unmasking.__struct_fields__)
_MOST_WAITING = 10
"""Requests on the first page and on the desk."""


class Candidate(msgspec.Struct, frozen=True):
    """Somebody who holds the role of an auditor."""

    id: UUID
    name: str


class Unmasked(msgspec.Struct, frozen=True):
    """Whose a case is, for the auditor who asked and was let know."""

    declaration: UUID
    reference: str
    declarant: str


async def candidates(tx: Transaction) -> list[Candidate]:
    """Everybody who can be named in an engagement."""
    rows = await tx.fetch("select id, name from engagement_candidates() order by name, id")
    return [Candidate(**row) for row in rows]


async def keep_engagement(tx: Transaction, engagement: Engagement) -> None:
    """Keep a new engagement."""
    await kept.keep(tx, ENGAGEMENTS, msgspec.structs.asdict(engagement), "recorded")


async def end_engagement(tx: Transaction, engagement: Engagement, **values: object) -> None:
    """End it before its time. Raises Stale where somebody was faster."""
    await kept.change(tx, ENGAGEMENTS, msgspec.structs.asdict(engagement), "ended", **values)


async def engagement(tx: Transaction, wanted: UUID) -> Engagement:
    """An engagement. Raises NotFound."""
    row = await tx.fetchrow(f"select {_ENGAGEMENT} from engagement where id = $1", wanted)
    if row is None:
        raise NotFound
    return Engagement(**row)


async def engagements(tx: Transaction, cursor: Cursor | None) -> list[Engagement]:
    """Engagements, the newest first; one more than a page."""
    if cursor is None:
        rows = await tx.fetch(_NEWEST, PAGE_ROWS + 1)
    else:
        rows = await tx.fetch(_NEWER if cursor.newer else _OLDER, PAGE_ROWS + 1, cursor.moment(), cursor.id)
    return [Engagement(**row) for row in rows]


async def overlapping(tx: Transaction, of: Engagement) -> list[Engagement]:
    """Other engagements over some of the same days of filing, as far as they are open to the reader."""
    rows = await tx.fetch(
        f"select {_ENGAGEMENT} from engagement where id <> $1 and since <= $3 and until >= $2"
        f" order by recorded_at desc, id limit {_MOST_SHOWN}",
        of.id,
        of.since,
        of.until,
    )
    return [Engagement(**row) for row in rows]


# -- extracts ----------------------------------------------------------------------------------------------------------


def _row_of(job: Job) -> dict[str, object]:
    return {name: value for name, value in msgspec.structs.asdict(job).items() if name not in _COUNTED}


async def keep_job(tx: Transaction, job: Job) -> None:
    """Keep an extract that was asked for."""
    await kept.keep(tx, JOBS, _row_of(job), "asked")


async def change_job(tx: Transaction, job: Job, step: str, **values: object) -> None:
    """Write some columns anew."""
    await kept.change(tx, JOBS, {"id": job.id}, step, **values)


async def job(tx: Transaction, wanted: UUID) -> Job:
    """An extract. Raises NotFound."""
    row = await tx.fetchrow(f"{_JOB} where j.id = $1", wanted)
    if row is None:
        raise NotFound
    return Job(**row)


async def jobs_of(tx: Transaction, of: UUID) -> list[Job]:
    """The extracts of an engagement, the newest first."""
    rows = await tx.fetch(f"{_JOB} where j.engagement = $1 order by j.asked_at desc, j.id limit {_MOST_SHOWN}", of)
    return [Job(**row) for row in rows]


async def open_jobs(tx: Transaction, of: UUID, person: UUID) -> int:
    """How many extracts of an engagement wait for their turn, of what one person asked."""
    sql = "select count(*) from extract_job where engagement = $1 and asked_by = $2 and state = 'waiting'"
    return int(await tx.fetchval(sql, of, person))


async def take(tx: Transaction) -> Job | None:
    """The extract that waits longest, held until the end of the transaction; None where others hold all of them.

    Held so that notes of its progress, which refer to it, do not wait for that end.
    """
    row = await tx.fetchrow(
        f"{_JOB} where j.state = 'waiting' order by j.asked_at, j.id limit 1 for no key update of j skip locked"
    )
    return Job(**row) if row else None


async def take_over(tx: Transaction) -> list[Job]:
    """Files whose time is over: past their hour, or of an engagement that is in force no longer."""
    rows = await tx.fetch(
        f"{_JOB} join engagement e on e.id = j.engagement where j.state = 'ready'"
        " and (j.expires_at <= $1 or e.ended_at is not null or e.in_force_until < $2)"
        f" order by j.id limit {_MOST_SHOWN} for no key update of j skip locked",
        tx.now,
        tx.now.date(),
    )
    return [Job(**row) for row in rows]


async def take_open(tx: Transaction, of: UUID) -> list[Job]:
    """The extracts of an engagement that wait or are ready, but for one that is being written: the worker ends that."""
    rows = await tx.fetch(
        f"{_JOB} where j.engagement = $1 and j.state in ('waiting', 'ready')"
        " order by j.id for no key update of j skip locked",
        of,
    )
    return [Job(**row) for row in rows]


async def tell_progress(tx: Transaction, of: UUID, done: int, total: int) -> None:
    """How far an extract is."""
    await tx.execute(
        "insert into extract_progress (id, done, total) values ($1, $2, $3)"
        " on conflict (id) do update set done = excluded.done, total = excluded.total",
        of,
        done,
        total,
    )


async def keep_piece(tx: Transaction, of: UUID, place: int, piece: bytes) -> None:
    """Keep a piece of an extract."""
    sql = "insert into extract_chunk (id, job, place, content) values ($1, $2, $3, $4)"
    await tx.execute(sql, new_id(), of, place, piece)


async def piece(tx: Transaction, of: UUID, place: int) -> bytes:
    """A piece of an extract. Raises NotFound where it is gone."""
    found = await tx.fetchval("select content from extract_chunk where job = $1 and place = $2", of, place)
    if found is None:
        raise NotFound
    return bytes(found)


async def drop_pieces(tx: Transaction, of: UUID) -> None:
    """The file is gone."""
    await tx.execute("delete from extract_chunk where job = $1", of)
    await tx.execute("delete from extract_progress where id = $1", of)


# -- what is extracted -------------------------------------------------------------------------------------------------

CASE_COLUMNS = (
    *("id", "declarant", "kind", "class", "capacity", "regime", "version", "event_day", "filed_day", "timely"),
    *("decided_day", "effect", "direction", "outcome", "status", "decided_as", "leading_rule", "reference_amount"),
    *("reference_currency", "party_type", "giver_country", "is_imported"),
)
_AMONG = "filed_day between $1 and $2"
_CASES = f"""
    select {", ".join(CASE_COLUMNS)} from engagement_case where {_AMONG}
    order by filed_day, sha256($3::bytea || uuid_send(id))
"""
_STATE = f"""
    select max(changed_at) as changed_at, max(seal) as seal, count(*) filter (where seal is null) as unsealed,
           count(*) filter (where is_imported) as imported
    from engagement_case_state where {_AMONG}
"""


def cases(tx: Transaction, since: date, until: date, salt: bytes) -> AsyncGenerator[list[asyncpg.Record]]:
    """Every declaration filed in a period, a day after the other, within a day in an order that says nothing."""
    return tx.batches(_CASES, since, until, salt, size=PREFETCH)


async def count_cases(tx: Transaction, since: date, until: date) -> int:
    """How many there are."""
    return int(await tx.fetchval(f"select count(*) from engagement_case where {_AMONG}", since, until))


async def case_ids(tx: Transaction, since: date, until: date) -> AsyncIterator[UUID]:
    """Their ids, for a pseudonym to be found among them."""
    async for row in tx.cursor(f"select id from engagement_case where {_AMONG}", since, until, prefetch=10 * PREFETCH):
        yield row[0]


async def others_of(tx: Transaction, since: date, until: date, case: UUID) -> int:
    """How many other declarations of the period its declarant filed."""
    sql = (
        f"select count(*) - 1 from engagement_case where {_AMONG}"
        " and declarant = (select declarant from engagement_case where id = $3)"
    )
    return int(await tx.fetchval(sql, since, until, case))


async def state(tx: Transaction, since: date, until: date) -> State:
    """Up to where they are complete and sealed."""
    row = await tx.fetchrow(_STATE, since, until)
    if row is None or row["changed_at"] is None:
        return State(None, 0)
    root = await tx.fetchval("select root from seal where n = $1", row["seal"]) if row["seal"] else None
    return State(row["changed_at"], row["unsealed"], row["seal"], root, row["imported"])


# -- unmasking ---------------------------------------------------------------------------------------------------------


async def keep_unmasking(tx: Transaction, asked: Unmasking, declaration: UUID) -> None:
    """Keep a request, and which case it speaks of."""
    await tx.execute("insert into unmasking_case (id, declaration) values ($1, $2)", asked.id, declaration)
    await kept.keep(tx, UNMASKINGS, msgspec.structs.asdict(asked), "asked")


async def answer_unmasking(tx: Transaction, asked: Unmasking, step: str, **values: object) -> None:
    """Agree or refuse. Raises Stale where somebody was faster."""
    await kept.change(tx, UNMASKINGS, msgspec.structs.asdict(asked), step, **values)


async def unmasking(tx: Transaction, wanted: UUID) -> Unmasking:
    """A request. Raises NotFound."""
    row = await tx.fetchrow(f"select {_UNMASKING} from unmasking where id = $1", wanted)
    if row is None:
        raise NotFound
    return Unmasking(**row)


async def close_unanswered(tx: Transaction, of: UUID) -> None:
    """Close what was asked under an engagement and answered by nobody, each with its event."""
    rows = await tx.fetch(
        f"select {_UNMASKING} from unmasking where engagement = $1 and state = 'asked' order by id", of
    )
    for row in rows:
        await kept.change(tx, UNMASKINGS, dict(row), "closed", state=Answer.CLOSED)


async def over_with_requests(tx: Transaction) -> list[UUID]:
    """Engagements that are over while somebody’s request still waits."""
    rows = await tx.fetch(
        "select distinct e.id from unmasking u join engagement e on e.id = u.engagement where u.state = 'asked'"
        f" and (e.ended_at is not null or e.in_force_until < $1) order by e.id limit {_MOST_SHOWN}",
        tx.now.date(),
    )
    return [row["id"] for row in rows]


async def unmaskings_before(tx: Transaction, person: UUID) -> list[Unmasking]:
    """Requests that a reviewer may answer, the oldest first."""
    rows = await tx.fetch(
        f"select {_OF_UNMASKING}"
        " from unmasking u join engagement e on e.id = u.engagement where u.state = 'asked' and u.asked_by <> $1"
        " and e.recorded_by <> $1 and $1 <> all (e.auditors) and e.ended_at is null"
        " and $2 between e.in_force_from and e.in_force_until"
        f" order by u.asked_at, u.id limit {_MOST_WAITING}",
        person,
        tx.now.date(),
    )
    return [Unmasking(**row) for row in rows]


async def unmaskings_of(tx: Transaction, of: UUID) -> list[Unmasking]:
    """The requests of an engagement, the newest first."""
    rows = await tx.fetch(
        f"select {_UNMASKING} from unmasking where engagement = $1 order by asked_at desc, id limit {_MOST_SHOWN}", of
    )
    return [Unmasking(**row) for row in rows]


async def is_asked(tx: Transaction, of: UUID, pseudonym: str, person: UUID) -> bool:
    """Whether somebody’s request for this case waits or was agreed to."""
    sql = (
        "select exists (select from unmasking where engagement = $1 and pseudonym = $2 and asked_by = $3"
        " and state <> 'refused')"
    )
    return bool(await tx.fetchval(sql, of, pseudonym, person))


async def who_may_answer(tx: Transaction, of: UUID) -> Sequence[UUID]:
    """Who may agree to a request: reviewers with no part in the case."""
    return [row["person"] for row in await tx.fetch("select person from unmasking_reviewers($1)", of)]


async def unmasked(tx: Transaction, wanted: UUID) -> Unmasked:
    """Whose the case is. Raises NotFound unless it was agreed to, for the one who asked, while it is in force."""
    row = await tx.fetchrow("select declaration, reference, declarant from unmasked($1)", wanted)
    if row is None:
        raise NotFound
    return Unmasked(**row)
