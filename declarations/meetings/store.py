"""SQL of meetings, sittings, officers and the agenda; every function takes an open transaction."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import msgspec

from declarations.meetings.changes import tell_of
from declarations.meetings.model import (
    AsideRule,
    Concerned,
    Item,
    Meeting,
    Officer,
    Revision,
    Sitting,
)
from declarations.meetings.records import MEETINGS
from register.kernel.db import Transaction
from register.kernel.errors import NotFound
from register.kernel.paging import PAGE_ROWS, Cursor
from register.ledger import kept
from register.ledger.records import RecordClass

Row = TypeVar("Row", bound=msgspec.Struct)
_JSON = frozenset({"titles", "agenda", "names"})


def columns(struct: type[msgspec.Struct]) -> tuple[str, ...]:
    """The columns of a table are the fields of its struct, in their order."""
    return tuple(struct.__struct_fields__)


LISTED: Mapping[type[msgspec.Struct], str] = {struct: ", ".join(columns(struct)) for struct in MEETINGS}
"""The columns of each table of this room, for its queries."""

_NEWEST = f"select {LISTED[Meeting]} from meeting order by starts_on desc, id desc limit $1"
_OLDER = (
    f"select {LISTED[Meeting]} from meeting where (starts_on, id) < ($2, $3) order by starts_on desc, id desc limit $1"
)
_NEWER = f"select {LISTED[Meeting]} from meeting where (starts_on, id) > ($2, $3) order by starts_on, id limit $1"


def opened(struct: type[Row], row: asyncpg.Record | Mapping[str, Any]) -> Row:
    """The struct of a row."""
    held = {name: value for name, value in dict(row).items() if value is not None or name not in _JSON}
    values = {name: msgspec.json.decode(value) if name in _JSON else value for name, value in held.items()}
    return msgspec.convert(values, struct, builtin_types=(bytes, UUID))


def written(row: msgspec.Struct) -> list[object]:
    """What goes into the columns of its table."""
    return [_value(name, getattr(row, name)) for name in columns(type(row))]


def _value(name: str, value: object) -> object:
    if name == "names" and not value:
        return None  # as in rows that are older than the column, whose digests stand
    if name in _JSON or isinstance(value, dict):
        return msgspec.json.encode(value).decode()
    return list(value) if isinstance(value, tuple) else value


async def keep(tx: Transaction, of: RecordClass, row: msgspec.Struct, step: str) -> None:
    """Keep a new row, with the first event of its stream."""
    await kept.keep(tx, of, dict(zip(columns(type(row)), written(row), strict=True)), step)
    tell_of(tx, row)


async def change(tx: Transaction, of: RecordClass, row: Row, step: str, **values: object) -> Row:
    """Write some columns of a row anew, with the next event of its stream; the row as it is then.

    `row` is the row as the person had it before them: where it has a version, Stale is raised if it has another by now.
    """
    before = msgspec.structs.asdict(row)
    await kept.change(tx, of, before, step, **{name: _value(name, value) for name, value in values.items()})
    tell_of(tx, row)
    moved = {"version": before["version"] + 1} if "version" in before else {}
    return msgspec.structs.replace(row, **values, **moved)


async def one(tx: Transaction, struct: type[Row], wanted: UUID, *, lock: bool = False) -> Row:
    """A row by its id. Raises NotFound where row security shows none."""
    statement = f"select {LISTED[struct]} from {MEETINGS[struct].table} where id = $1"  # a table and its columns
    row = await tx.fetchrow(f"{statement} for update" if lock else statement, wanted)
    if row is None:
        raise NotFound
    return opened(struct, row)


async def of_meeting(tx: Transaction, struct: type[Row], meeting: UUID, order: str) -> list[Row]:
    """Every row that belongs to a meeting, in an order, which is ours."""
    statement = f"select {LISTED[struct]} from {MEETINGS[struct].table} where meeting = $1 order by {order}"
    return [opened(struct, row) for row in await tx.fetch(statement, meeting)]


async def meeting(tx: Transaction, wanted: UUID, *, lock: bool = False) -> Meeting:
    """A meeting that is open to the acting person or participant. Raises NotFound."""
    return await one(tx, Meeting, wanted, lock=lock)


async def list_meetings(tx: Transaction, cursor: Cursor | None) -> list[Meeting]:
    """Meetings that are open to the acting person, the newest first; one more than a page."""
    if cursor is None:
        rows = await tx.fetch(_NEWEST, PAGE_ROWS + 1)
    else:
        rows = await tx.fetch(_NEWER if cursor.newer else _OLDER, PAGE_ROWS + 1, cursor.day(), cursor.id)
    return [opened(Meeting, row) for row in rows]


async def sittings(tx: Transaction, meeting: UUID) -> list[Sitting]:
    """The sittings in their order."""
    return await of_meeting(tx, Sitting, meeting, "number")


async def officers(tx: Transaction, meeting: UUID) -> list[Officer]:
    """Everyone who holds or held a function, the present ones first."""
    return await of_meeting(tx, Officer, meeting, "until is not null, function, precedence, since, id")


async def items(tx: Transaction, meeting: UUID) -> list[Item]:
    """The agenda in its order, withdrawn items too."""
    return await of_meeting(tx, Item, meeting, "position, id")


async def concerned(tx: Transaction, meeting: UUID) -> list[Concerned]:
    """Whom the items of a meeting concern now."""
    rows = await of_meeting(tx, Concerned, meeting, "item, name, id")
    return [each for each in rows if each.withdrawn_at is None]


async def aside_rules(tx: Transaction, meeting: UUID) -> list[AsideRule]:
    """The body's matrix of standing aside as it is in force; empty where the body has none."""
    return [each for each in await every_aside_rule(tx, meeting) if each.withdrawn_at is None]


async def every_aside_rule(tx: Transaction, meeting: UUID) -> list[AsideRule]:
    """Each cell that was ever filled in, those withdrawn too."""
    return await of_meeting(tx, AsideRule, meeting, "level, role")


async def revisions(tx: Transaction, meeting: UUID) -> list[Revision]:
    """The agenda as it was published, the newest first."""
    return await of_meeting(tx, Revision, meeting, "number desc")


async def is_disclosed_to_me(tx: Transaction, meeting: UUID) -> bool:
    """Whether the acting one reads what is disclosed to a meeting; row security asks the same function."""
    return bool(await tx.fetchval("select $1 = any(my_disclosing_meetings())", meeting))
