"""The only module that touches the table of authorizations; every function takes an open transaction."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from declarations.authorizations.model import Authorization, Earlier, Validity
from register.kernel.db import Transaction

_COLUMNS = tuple(Authorization.__struct_fields__)
_LIST = ", ".join(_COLUMNS)
_PLACES = ", ".join(f"${number}" for number in range(1, len(_COLUMNS) + 1))
_ANEW = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in {"id", "declaration", "declarant"})


def _opened(row: asyncpg.Record | Mapping[str, Any]) -> Authorization:
    values = dict(row)
    return Authorization(**values | {"validity": Validity(values["validity"])})


async def put(tx: Transaction, authorization: Authorization) -> None:
    """Keep an authorization; one that was decided anew takes the place of what the declaration had."""
    await tx.execute(
        f"insert into activity_authorization ({_LIST}) values ({_PLACES})"  # constants only
        f" on conflict (declaration) do update set {_ANEW}",
        *(getattr(authorization, name) for name in _COLUMNS),
    )


async def of_declaration(tx: Transaction, declaration: UUID) -> Authorization | None:
    """The authorization of a declaration that is open to the acting person."""
    row = await tx.fetchrow(f"select {_LIST} from activity_authorization where declaration = $1", declaration)
    return _opened(row) if row else None


async def open_of(tx: Transaction, person: UUID) -> list[UUID]:
    """The declarations of a person of which an authorization is in force or suspended."""
    rows = await tx.fetch(
        "select declaration from activity_authorization where declarant = $1 and validity in ('in_force', 'suspended')",
        person,
    )
    return [row["declaration"] for row in rows]


async def set_validity(tx: Transaction, declaration: UUID, validity: Validity) -> None:
    """Say whether it still counts."""
    await tx.execute(
        "update activity_authorization set validity = $2 where declaration = $1", declaration, validity.value
    )


async def set_reminded(tx: Transaction, authorization: UUID, days: int) -> None:
    """Remember which reminder was sent last."""
    await tx.execute("update activity_authorization set reminded = $2 where id = $1", authorization, days)


async def near_their_end(tx: Transaction, today: date, steps: Sequence[int], most: int) -> Sequence[Authorization]:
    """Authorizations that are open and of whose end somebody is to be reminded today, the soonest first.

    `steps` are days before the end; one that was reached already is not met again, so that it keeps no other waiting.
    """
    rows = await tx.fetch(
        f"select {_LIST} from activity_authorization where validity in ('in_force', 'suspended')"  # constants only
        " and ends_on between $1::date and $1::date + (select max(step) from unnest($2::int[]) step)"
        " and (reminded is null"
        " or reminded > (select min(step) from unnest($2::int[]) step where ends_on - $1::date <= step))"
        " order by ends_on, id limit $3 for update skip locked",
        today,
        list(steps),
        most,
    )
    return [_opened(row) for row in rows]


async def ended_with(
    tx: Transaction, person: UUID, employer: tuple[UUID | None, str], begun: date, today: date
) -> date | None:
    """Until when the person was authorized to work for an employer since a day; None where that has not ended."""
    found: date | None = await tx.fetchval(
        "select authorized_with($1, $2, $3, $4, $5)", person, *employer, begun, today
    )
    return found


async def ending(tx: Transaction, until: date, most: int) -> Sequence[Authorization]:
    """Authorizations that are open and end on or before a day, the soonest first; locked, others skipped."""
    rows = await tx.fetch(
        f"select {_LIST} from activity_authorization where validity in ('in_force', 'suspended') and ends_on <= $1"
        " order by ends_on, id limit $2 for update skip locked",
        until,
        most,
    )
    return [_opened(row) for row in rows]


async def of_person(tx: Transaction, person: UUID, since: date, until: date) -> list[Earlier]:
    """What the person was authorized for in a period, whoever of their assistants asks."""
    rows = await tx.fetch("select * from authorizations_of($1, $2, $3)", person, since, until)
    return [Earlier(**row) for row in rows]
