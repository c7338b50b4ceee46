"""Designations, statements and drafts as rows; every function takes an open transaction."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from declarations.assets.model import DesignationRow, DraftRow, Show, Statement
from declarations.assets.records import DESIGNATION, STATEMENT
from register.kernel.db import Transaction
from register.kernel.errors import NotFound, Stale
from register.kernel.paging import PAGE_ROWS, Cursor
from register.ledger.records import record

_DESIGNATION = ", ".join(DesignationRow.__struct_fields__)
_STATEMENT = ", ".join(Statement.__struct_fields__)
_DRAFT = ", ".join(DraftRow.__struct_fields__)
_ROWS = f"limit {PAGE_ROWS + 1}"
_IN_FORCE = "ended_at is null and (ends_on is null or ends_on >= $2)"
_SHOWN = {
    Show.IN_FORCE: _IN_FORCE,
    Show.OVERDUE: f"{_IN_FORCE} and due_on < $2",
    Show.TO_REVIEW: "exists (select from asset_statement s where s.designation = asset_designation.id"
    " and s.reviewed_at is null) and $2::date is not null",
    Show.ENDED: f"not ({_IN_FORCE})",
}


def _insert(table: str, columns: tuple[str, ...]) -> str:
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    return f"insert into {table} ({', '.join(columns)}) values ({places})"


_INSERT_DESIGNATION = _insert("asset_designation", DesignationRow.__struct_fields__)
_INSERT_STATEMENT = _insert("asset_statement", Statement.__struct_fields__)
_INSERT_DRAFT = f"{_insert('asset_draft', DraftRow.__struct_fields__)} on conflict (designation) do nothing"
_OTHERS = {
    show: f"select {_DESIGNATION} from asset_designation where person is distinct from $1 and {condition}"
    for show, condition in _SHOWN.items()
}


async def insert_designation(tx: Transaction, row: DesignationRow) -> None:
    """Keep a designation. Raises asyncpg.UniqueViolationError where the person is designated already."""
    await tx.execute(_INSERT_DESIGNATION, *msgspec.structs.astuple(row))
    await record(tx, DESIGNATION, row.id, "made")


async def designation(tx: Transaction, wanted: UUID, *, lock: bool = False) -> DesignationRow:
    """A designation that is open to this person. NotFound for any other."""
    sql = f"select {_DESIGNATION} from asset_designation where id = $1{' for update' if lock else ''}"
    row = await tx.fetchrow(sql, wanted)
    if row is None:
        raise NotFound
    return DesignationRow(**row)


async def designations_of(tx: Transaction, person: UUID) -> list[DesignationRow]:
    """All of one person, newest first."""
    sql = f"select {_DESIGNATION} from asset_designation where person = $1 order by designated_at desc limit 20"
    return [DesignationRow(**row) for row in await tx.fetch(sql, person)]


async def listed(tx: Transaction, show: Show, today: date, cursor: Cursor | None) -> list[DesignationRow]:
    """Those of others, the soonest due first."""
    sql, values = f"{_OTHERS[show]} order by due_on, id {_ROWS}", [tx.identity.person, today]
    if cursor is not None:
        sign, way = ("<", " desc") if cursor.newer else (">", "")
        sql = f"{_OTHERS[show]} and (due_on, id) {sign} ($3, $4) order by due_on{way}, id{way} {_ROWS}"
        values += [cursor.day(), cursor.id]
    found = await tx.fetch(sql, *values)
    return [DesignationRow(**row) for row in found]


async def end_designation(tx: Transaction, wanted: UUID, seen: int) -> None:
    """End a designation. Stale when it changed after version `seen`."""
    sql = (
        "update asset_designation set ended_at = $3, ended_by = $4, version = version + 1"
        " where id = $1 and version = $2 and ended_at is null"
    )
    _changed(await tx.execute(sql, wanted, seen, tx.now, tx.identity.person))
    await record(tx, DESIGNATION, wanted, "ended")


async def end_expired(tx: Transaction, person: UUID, today: date) -> None:
    """End what has run out by its last day, so that the person can be designated anew."""
    sql = (
        "update asset_designation set ended_at = $3, ended_by = $4, version = version + 1"
        " where person = $1 and ended_at is null and ends_on < $2 returning id"
    )
    for row in await tx.fetch(sql, person, today, tx.now, tx.identity.person):
        await record(tx, DESIGNATION, row["id"], "ended")


async def in_force_of(tx: Transaction, person: UUID, today: date) -> list[DesignationRow]:
    """The designations of a person that are in force, locked; for the clerk."""
    sql = f"select {_DESIGNATION} from asset_designation where person = $1 and {_IN_FORCE} for update"
    return [DesignationRow(**row) for row in await tx.fetch(sql, person, today)]


async def end_with_service(tx: Transaction, wanted: UUID, last_day: date) -> None:
    """Give a designation its last day, since the service of the person ended."""
    sql = "update asset_designation set ends_on = $2, review_since = null, version = version + 1 where id = $1"
    _changed(await tx.execute(sql, wanted, last_day))
    await record(tx, DESIGNATION, wanted, "ended_with_service")


async def ask_for_review(tx: Transaction, wanted: UUID, since: date) -> None:
    """Say that the ground may not stand any more."""
    sql = "update asset_designation set review_since = $2, version = version + 1 where id = $1"
    _changed(await tx.execute(sql, wanted, since))
    await record(tx, DESIGNATION, wanted, "function_changed")


async def keep_designation(tx: Transaction, wanted: UUID, seen: int) -> None:
    """Say that the ground stands. Stale when the designation changed after version `seen`."""
    sql = (
        "update asset_designation set review_since = null, version = version + 1"
        " where id = $1 and version = $2 and review_since is not null"
    )
    _changed(await tx.execute(sql, wanted, seen))
    await record(tx, DESIGNATION, wanted, "ground_stands")


async def next_due(tx: Transaction, wanted: UUID, due_on: date) -> None:
    """Say when the next statement is due."""
    sql = "update asset_designation set due_on = $2, reminded_on = null, version = version + 1 where id = $1"
    _changed(await tx.execute(sql, wanted, due_on))
    await record(tx, DESIGNATION, wanted, "due")


async def to_remind(tx: Transaction, today: date, latest: date, most: int) -> list[asyncpg.Record]:
    """Designations whose day comes before `latest`, with the day of the last reminder."""
    sql = (
        "select id, person, due_on, reminded_on from asset_designation where ended_at is null"
        " and (ends_on is null or ends_on >= $1) and due_on <= $2 and (reminded_on is null or reminded_on <= due_on)"
        " order by due_on limit $3 for update skip locked"
    )
    return await tx.fetch(sql, today, latest, most)


async def reminded(tx: Transaction, wanted: UUID, today: date) -> None:
    """Note that a reminder went out."""
    await tx.execute("update asset_designation set reminded_on = $2 where id = $1", wanted, today)


async def names(tx: Transaction, persons: Sequence[UUID]) -> dict[UUID, str]:
    """Names of designated filers, as far as this person may know them."""
    rows = await tx.fetch("select person, name from asset_filer_names($1::uuid[])", list(persons))
    return {row["person"]: row["name"] for row in rows}


async def statement(tx: Transaction, wanted: UUID, *, lock: bool = False) -> Statement:
    """That a statement exists, with its dates. NotFound where not even that is open."""
    sql = f"select {_STATEMENT} from asset_statement where id = $1{' for update' if lock else ''}"
    row = await tx.fetchrow(sql, wanted)
    if row is None:
        raise NotFound
    return Statement(**row)


async def statements_of(tx: Transaction, designation_id: UUID) -> list[Statement]:
    """Every statement of a designation, newest first."""
    sql = f"select {_STATEMENT} from asset_statement where designation = $1 order by due_on desc, id limit 60"
    return [Statement(**row) for row in await tx.fetch(sql, designation_id)]


async def last_of_filer(tx: Transaction, filer: UUID) -> UUID | None:
    """The newest statement of a person, whatever the designation."""
    sql = "select id from asset_statement where filer = $1 order by filed_at desc, id desc limit 1"
    found: UUID | None = await tx.fetchval(sql, filer)
    return found


async def insert_statement(tx: Transaction, row: Statement) -> None:
    """Keep that a statement exists."""
    await tx.execute(_INSERT_STATEMENT, *msgspec.structs.astuple(row))
    await record(tx, STATEMENT, row.id, "filed")


async def filed_again(tx: Transaction, wanted: UUID, number: int) -> None:
    """Say that there is another version, which waits for a review."""
    sql = (
        "update asset_statement set number = $2, filed_at = $3, reviewed_at = null, version = version + 1"
        " where id = $1 and number = $2 - 1"
    )
    _changed(await tx.execute(sql, wanted, number, tx.now))
    await record(tx, STATEMENT, wanted, "corrected")


async def reviewed(tx: Transaction, wanted: UUID, seen: int) -> None:
    """Say that a statement was reviewed. Stale when it changed after version `seen`."""
    sql = "update asset_statement set reviewed_at = $3, version = version + 1 where id = $1 and version = $2"
    _changed(await tx.execute(sql, wanted, seen, tx.now))
    await record(tx, STATEMENT, wanted, "reviewed")


async def draft(tx: Transaction, designation_id: UUID, *, lock: bool = False) -> DraftRow | None:
    """One's own draft, if there is one."""
    end = " for update" if lock else ""
    sql = f"select {_DRAFT} from asset_draft where designation = $1 and filer = $2{end}"
    row = await tx.fetchrow(sql, designation_id, tx.identity.person)
    return DraftRow(**row) if row else None


async def insert_draft(tx: Transaction, row: DraftRow) -> bool:
    """Keep a new draft; False where there is one."""
    return await tx.execute(_INSERT_DRAFT, *msgspec.structs.astuple(row)) == "INSERT 0 1"


async def save_draft(tx: Transaction, wanted: UUID, seen: int, content: bytes) -> None:
    """Keep what a draft says now. Stale when it changed after version `seen`."""
    sql = "update asset_draft set content = $3, saved_at = $4, version = version + 1 where id = $1 and version = $2"
    _changed(await tx.execute(sql, wanted, seen, content, tx.now))


async def delete_draft(tx: Transaction, wanted: UUID) -> None:
    """Remove a draft that was filed or is not wanted."""
    await tx.execute("delete from asset_draft where id = $1", wanted)


def _changed(tag: str) -> None:
    if not tag.endswith(" 1"):
        raise Stale
