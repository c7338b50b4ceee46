"""The only place that reads and writes the tables of persons. Every function runs inside the caller's transaction."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from register.kernel.db import Transaction
from register.people.model import Person

_PERSON = """
    select p.id, p.email, p.family_name, p.first_name, coalesce(u.name, '') as unit, p.supervisor, p.language,
           p.languages_read, p.active,
           coalesce((select c.capacity from person_capacity c where c.person = p.id and c.since <= $2
                     and (c.until is null or c.until >= $2) order by c.until nulls first, c.since desc limit 1), '')
               as capacity,
           array(select b.role from body_role b where b.person = p.id and b.since <= $2
                 and (b.until is null or b.until > $2) order by b.role) as body_roles
    from person p left join unit u on u.id = p.unit
"""


def _person(row: asyncpg.Record) -> Person:
    values = dict(row)
    values["languages_read"] = tuple(values["languages_read"])
    values["body_roles"] = tuple(values["body_roles"])
    return Person(**values)


async def person(tx: Transaction, wanted: UUID) -> Person | None:
    """The person, or None when they are not there or not for this identity."""
    row = await tx.fetchrow(_PERSON + "where p.id = $1", wanted, tx.now.date())
    return _person(row) if row else None


async def person_by_email(tx: Transaction, email: str) -> Person | None:
    """The person with this address in any case, or None."""
    row = await tx.fetchrow(_PERSON + "where p.email = $1", fold_email(email), tx.now.date())
    return _person(row) if row else None


async def persons(tx: Transaction, wanted: Sequence[UUID]) -> dict[UUID, Person]:
    """Those of the persons whom this identity may know."""
    rows = await tx.fetch(_PERSON + "where p.id = any($1::uuid[])", list(wanted), tx.now.date())
    return {row["id"]: _person(row) for row in rows}


async def superiors(tx: Transaction, of: UUID) -> list[UUID]:
    """Everyone above a person on the reporting line, nearest first."""
    rows = await tx.fetch("select superior from reporting_line where person = $1 order by depth", of)
    return [row["superior"] for row in rows]


async def principals(tx: Transaction, assistant: UUID) -> list[Person]:
    """The persons for whom an assistant files now, by name."""
    return await _linked(tx, "principal", assistant)


async def assistants(tx: Transaction, principal: UUID) -> list[Person]:
    """The persons who file for a principal now, by name."""
    return await _linked(tx, "assistant", principal)


_LINKED = {
    "principal": "select principal from assistant_link where assistant = $1 and ended_at is null",
    "assistant": "select assistant from assistant_link where principal = $1 and ended_at is null",
}


async def _linked(tx: Transaction, wanted: str, of: UUID) -> list[Person]:
    rows = await tx.fetch(
        _PERSON + f'where p.id in ({_LINKED[wanted]}) order by p.family_name collate "C", p.id', of, tx.now.date()
    )
    return [_person(row) for row in rows]


async def files_for(tx: Transaction, assistant: UUID, principal: UUID) -> bool:
    """Whether the assistant is recorded for the principal now."""
    return bool(
        await tx.fetchval(
            "select exists (select from assistant_link where assistant = $1 and principal = $2 and ended_at is null)",
            assistant,
            principal,
        )
    )


def fold_email(email: str) -> str:
    """The stored form of an address: two spellings that differ in case only are one person."""
    return email.strip().casefold()
