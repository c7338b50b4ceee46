"""SQL of lists of participants that are looked at, and of many rows at a time, by `unnest`."""

import types
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, get_args, get_type_hints
from uuid import UUID

import msgspec

from declarations.meetings.changes import tell_of
from declarations.meetings.model import Participant
from declarations.meetings.store import columns, written
from register.kernel.db import Transaction
from register.kernel.errors import NotFound, Stale
from register.ledger.records import RecordClass, record_alike

_TYPES: dict[type, str] = {
    UUID: "uuid",
    bool: "boolean",
    int: "integer",
    bytes: "bytea",
    datetime: "timestamptz",
    date: "date",
}


class KeptList(msgspec.Struct, frozen=True):
    """A list as it is kept, encrypted."""

    id: UUID
    meeting: UUID
    made_by: UUID
    made_at: datetime
    key_id: str
    wrapped_key: bytes
    content: bytes


_LIST = ", ".join(columns(KeptList))
_KEEP_LIST = f"insert into participant_list ({_LIST}) values ($1, $2, $3, $4, $5, $6, $7)"


async def keep_list(tx: Transaction, row: KeptList) -> None:
    """Keep a list; the one before it of this meeting is forgotten."""
    await tx.execute("delete from participant_list where meeting = $1", row.meeting)
    await tx.execute(_KEEP_LIST, *written(row))


async def kept_list(tx: Transaction, meeting: UUID, wanted: UUID) -> KeptList:
    """A list of this meeting. Raises NotFound."""
    row = await tx.fetchrow(f"select {_LIST} from participant_list where id = $1 and meeting = $2", wanted, meeting)
    if row is None:
        raise NotFound
    return KeptList(**dict(row))


async def forget_list(tx: Transaction, wanted: UUID) -> None:
    """Forget a list that was taken over or is not wanted. Raises Stale where somebody was faster."""
    if await tx.execute("delete from participant_list where id = $1", wanted) != "DELETE 1":
        raise Stale


async def keep_many(tx: Transaction, of: RecordClass, rows: Sequence[msgspec.Struct], step: str) -> None:
    """Keep many new rows of one table in one statement, each with the first event of its stream."""
    if not rows:
        return
    names = columns(type(rows[0]))
    values = [list(column) for column in zip(*map(written, rows), strict=True)]
    cast = ", ".join(f"${number}::{kind}[]" for number, kind in enumerate(_kinds(type(rows[0])), start=1))
    statement = f"insert into {of.table} ({', '.join(names)}) select * from unnest({cast})"  # a table and its columns
    await tx.execute(statement, *values)
    await record_alike(tx, of, [msgspec.structs.asdict(row)["id"] for row in rows], step)
    tell_of(tx, rows[0])


async def correct_many(tx: Transaction, of: RecordClass, rows: Sequence[Participant], step: str) -> None:
    """Write what a list says of participants anew in one statement. Raises Stale where one has changed meanwhile."""
    if not rows:
        return
    values = [[getattr(row, name) for row in rows] for name in _TAKEN]
    if await tx.execute(_CORRECT, *values) != f"UPDATE {len(rows)}":
        raise Stale
    await record_alike(tx, of, [row.id for row in rows], step)
    tell_of(tx, rows[0])


def _kinds(struct: type[msgspec.Struct]) -> list[str]:
    """The type of each column; everything that is none of ours is a text."""
    hints = get_type_hints(struct)
    return [_TYPES.get(_plain(hints[name]), "text") for name in columns(struct)]


def _plain(hint: Any) -> Any:
    if isinstance(hint, types.UnionType):
        return next(each for each in get_args(hint) if each is not type(None))
    return hint


_CORRECTED = (
    *("delegation", "type", "function", "honorific", "first_name", "family_name", "email", "language", "body_role"),
    *("person", "invited_at"),
)
_TAKEN = ("id", "version", *_CORRECTED)
_TYPED = dict(zip(columns(Participant), _kinds(Participant), strict=True))
_SET = ", ".join(f"{name} = said.{name}" for name in _CORRECTED)
_CAST = ", ".join(f"${number}::{_TYPED[name]}[]" for number, name in enumerate(_TAKEN, start=1))
_CORRECT = (
    f"update participant p set {_SET}, version = p.version + 1 from unnest({_CAST}) as said ({', '.join(_TAKEN)})"
    " where p.id = said.id and p.version = said.version"
)
