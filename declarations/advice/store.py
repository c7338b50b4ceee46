"""The only module that touches questions and their threads; every function takes an open transaction."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from declarations.advice.counts import Count
from declarations.advice.model import AdviceRow, Show, Status
from declarations.advice.records import ADVICE, CONSENT, GUIDANCE, MESSAGE
from declarations.filing.model import Route
from register.kernel.db import Transaction
from register.kernel.errors import Conflict, NotFound, Stale
from register.kernel.i18n import msg
from register.kernel.ids import new_id
from register.kernel.paging import PAGE_ROWS, Cursor
from register.ledger.records import record, record_erasure

_COLUMNS = tuple(AdviceRow.__struct_fields__)
_LIST = ", ".join(_COLUMNS)
_PLACES = ", ".join(f"${number}" for number in range(1, len(_COLUMNS) + 1))
_ROWS = f"limit {PAGE_ROWS + 1}"
_SHOWN = {
    Show.OPEN: "status = 'open'",
    Show.ANSWERED: "status = 'answered' and channel = 'register'",
    Show.NOTED: "channel <> 'register'",
}


async def insert(tx: Transaction, row: AdviceRow) -> None:
    """Keep a question, or advice that is noted."""
    await tx.execute(f"insert into advice ({_LIST}) values ({_PLACES})", *msgspec.structs.astuple(row))
    await record(tx, ADVICE, row.id, "kept")


async def by_id(tx: Transaction, wanted: UUID, *, lock: bool = False) -> AdviceRow:
    """A question that is open to this person; NotFound for any other."""
    row = await tx.fetchrow(f"select {_LIST} from advice where id = $1{' for update' if lock else ''}", wanted)
    if row is None:
        raise NotFound
    return AdviceRow(**row)


async def of_asker(tx: Transaction, cursor: Cursor | None) -> list[AdviceRow]:
    """One's own questions, newest first."""
    return await _newest(tx, "asker = $1", cursor, tx.identity.person)


async def of_office(tx: Transaction, show: Show, cursor: Cursor | None) -> list[AdviceRow]:
    """What one advises on: open questions with the soonest due first, else the newest first."""
    condition = f"asker is distinct from $1 and {_SHOWN[show]}"
    if show is not Show.OPEN:
        return await _newest(tx, condition, cursor, tx.identity.person)
    return await _soonest(tx, condition, cursor)


async def _newest(tx: Transaction, condition: str, cursor: Cursor | None, person: UUID | None) -> list[AdviceRow]:
    if cursor is None:
        sql = f"select {_LIST} from advice where {condition} order by asked_at desc, id desc {_ROWS}"
        return _rows(await tx.fetch(sql, person))
    sign, way = (">", "") if cursor.newer else ("<", " desc")
    sql = (
        f"select {_LIST} from advice where {condition} and (asked_at, id) {sign} ($2, $3)"
        f" order by asked_at{way}, id{way} {_ROWS}"
    )
    return _rows(await tx.fetch(sql, person, cursor.moment(), cursor.id))


async def _soonest(tx: Transaction, condition: str, cursor: Cursor | None) -> list[AdviceRow]:
    if cursor is None:
        sql = f"select {_LIST} from advice where {condition} order by due_on, id {_ROWS}"
        return _rows(await tx.fetch(sql, tx.identity.person))
    sign, way = ("<", " desc") if cursor.newer else (">", "")
    sql = (
        f"select {_LIST} from advice where {condition} and (due_on, id) {sign} ($2, $3)"
        f" order by due_on{way}, id{way} {_ROWS}"
    )
    return _rows(await tx.fetch(sql, tx.identity.person, cursor.day(), cursor.id))


def _rows(found: Sequence[asyncpg.Record]) -> list[AdviceRow]:
    return [AdviceRow(**row) for row in found]


async def step(tx: Transaction, advice: UUID, seen: int, status: Status, due_on: date | None) -> None:
    """Say who has the last word now; Stale when something was said after version `seen`."""
    tag = await tx.execute(
        "update advice set status = $3, due_on = $4, version = version + 1 where id = $1 and version = $2",
        advice,
        seen,
        status,
        due_on,
    )
    if tag != "UPDATE 1":
        raise Stale
    await record(tx, ADVICE, advice, "step")


async def say(tx: Transaction, advice: UUID, message: UUID, content: bytes, *, from_office: bool) -> None:
    """Add a message to a thread."""
    await tx.execute(
        "insert into advice_message (id, advice, author, from_office, at, content) values ($1, $2, $3, $4, $5, $6)",
        message,
        advice,
        tx.identity.person,
        from_office,
        tx.now,
        content,
    )
    await record(tx, MESSAGE, message, "said")


async def said(tx: Transaction, advice: UUID) -> list[asyncpg.Record]:
    """Every message of a thread, oldest first."""
    sql = "select id, from_office, at, content from advice_message where advice = $1 order by at, id"
    return await tx.fetch(sql, advice)


async def advisers(tx: Transaction, advice: UUID) -> list[UUID]:
    """Who has answered in a thread."""
    rows = await tx.fetch("select distinct author from advice_message where advice = $1 and from_office", advice)
    return [row["author"] for row in rows]


async def advising(tx: Transaction, row: AdviceRow) -> list[UUID]:
    """Who may advise on a question, and review what it becomes: not the asker, nor in the office who works for them."""
    role = "ethics_officer" if row.route == Route.OFFICE else "governing_body_designate"
    rows = await tx.fetch(
        "select holder from role_holders($1) as holder where holder is distinct from $2 and ($1 <> 'ethics_officer'"
        " or not exists (select from reporting_line l where l.person = holder and l.superior = $2))",
        role,
        row.asker,
    )
    return [each["holder"] for each in rows]


async def is_head(tx: Transaction, person: UUID) -> bool:
    """Whether a person holds the office of the executive head."""
    return bool(await tx.fetchval("select $1::uuid in (select role_holders('executive_head'))", person))


TAKEN_BACK_LATE = msg("The guidance is published already. Ask the ethics office to withdraw it.")
_CONSENT = (
    "insert into advice_consent (id, advice, agrees, at) values ($1, $2, $3, greatest($4::timestamptz,"
    " (select max(at) + interval '1 microsecond' from advice_consent where advice = $2)))"
)


async def consent(tx: Transaction, advice: UUID, *, agrees: bool) -> None:
    """What the asker says about publication; what was proposed on a consent that is taken back goes.

    What is said later is dated later, though its transaction may have begun before. Raises Conflict once published.
    """
    made = new_id()
    proposed = await tx.fetch("select id from guidance where advice = $1 and status = 'proposed'", advice)
    try:
        await tx.execute(_CONSENT, made, advice, agrees, tx.now)
    except asyncpg.CheckViolationError as error:
        raise Conflict(TAKEN_BACK_LATE) from error
    await record(tx, CONSENT, made, "said")
    for row in [] if agrees else proposed:
        await record_erasure(tx, GUIDANCE, row["id"])


async def agrees(tx: Transaction, advice: UUID) -> bool:
    """What the asker said last about publication."""
    sql = "select agrees from advice_consent where advice = $1 order by at desc, id desc limit 1"
    return bool(await tx.fetchval(sql, advice))


async def remember_draft(tx: Transaction, advice: UUID, draft: UUID, *, agrees: bool) -> None:
    """That a draft grew from a question."""
    await tx.execute(
        "insert into advice_draft (id, advice, draft, agrees, at) values ($1, $2, $3, $4, $5)",
        new_id(),
        advice,
        draft,
        agrees,
        tx.now,
    )


async def exclude_advisers(tx: Transaction, draft: UUID, declaration: UUID) -> None:
    """Close what a question became to those who advised, unless the asker agreed that they review it."""
    await tx.execute("select exclude_advisers($1, $2)", draft, declaration)


async def became_reviewable(tx: Transaction, advice: UUID) -> bool:
    """Whether it became a declaration, without leave for those who advise, that is open to the acting person."""
    return bool(await tx.fetchval("select became_reviewable($1)", advice))


async def counts(tx: Transaction, since: date, until: date) -> list[Count]:
    """How many questions there were between two days, both included, up to last month: by topic, channel and month."""
    return [Count(*row) for row in await tx.fetch("select * from advice_counts($1, $2)", since, until)]
