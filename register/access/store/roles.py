"""Roles, delegations and assistant links, each with its history."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from register.access.model import DelegationView, Grant
from register.kernel.dates import local
from register.kernel.db import Transaction
from register.kernel.ids import new_id

_NAME = "coalesce((select trim(p.first_name || ' ' || p.family_name) from person p where p.id = {}), '')"


async def held(tx: Transaction, person: UUID) -> frozenset[str]:
    """Every role that a person holds today, granted or derived."""
    return frozenset(await tx.fetchval("select roles_held($1, $2)", person, local(tx.now).date()))


async def grants(tx: Transaction, person: UUID) -> list[Grant]:
    """Every grant to a person, ended ones too, newest first."""
    rows = await tx.fetch(
        f"""
        select g.id, g.role, g.granted_at, {_NAME.format("g.granted_by")} as granted_by, g.by_file, g.ended_at,
            {_NAME.format("g.ended_by")} as ended_by
        from role_grant g where g.person = $1 order by g.granted_at desc, g.id desc limit 200
        """,
        person,
    )
    return [Grant(**dict(row)) for row in rows]


async def add_grant(tx: Transaction, person: UUID, role: str) -> bool:
    """Grant a role; False where it is held already."""
    done = await tx.execute(
        "insert into role_grant (id, person, role, granted_by, granted_at) values ($1, $2, $3, $4, $5)"
        " on conflict (person, role) where ended_at is null do nothing",
        new_id(),
        person,
        role,
        tx.identity.person,
        tx.now,
    )
    return done.endswith(" 1")


async def end_grant(tx: Transaction, person: UUID, grant: UUID) -> bool:
    """End a grant; False where it is not there or has ended."""
    return await _end(
        tx,
        "update role_grant set ended_at = $3, ended_by = $4 where id = $1 and person = $2 and ended_at is null",
        grant,
        person,
    )


async def _end(tx: Transaction, statement: str, row: UUID, person: UUID) -> bool:
    done = await tx.execute(statement, row, person, tx.now, tx.identity.person)
    return done.endswith(" 1")


async def replace_file_grants(tx: Transaction, persons: Sequence[UUID], pairs: Sequence[tuple[UUID, str]]) -> None:
    """Make the grants that came by file what the file says; those that a person made stay."""
    holders, roles = [person for person, _ in pairs], [role for _, role in pairs]
    await tx.execute(
        """
        update role_grant g set ended_at = $4 where g.person = any($1::uuid[]) and g.by_file and g.ended_at is null
        and not exists (
            select from unnest($2::uuid[], $3::text[]) as f (person, role)
            where f.person = g.person and f.role = g.role)
        """,
        list(persons),
        holders,
        roles,
        tx.now,
    )
    await tx.execute(
        """
        insert into role_grant (person, role, by_file, granted_at)
        select f.person, f.role, true, $3 from unnest($1::uuid[], $2::text[]) as f (person, role)
        on conflict (person, role) where ended_at is null do nothing
        """,
        holders,
        roles,
        tx.now,
    )


async def delegations(tx: Transaction, delegate: UUID) -> list[DelegationView]:
    """Every delegation to a person, newest first."""
    rows = await tx.fetch(
        f"""
        select d.id, d.since, d.until, d.instrument, d.recorded_at, {_NAME.format("d.recorded_by")} as recorded_by,
            d.ended_at
        from delegation d where d.delegate = $1 order by d.since desc, d.id limit 100
        """,
        delegate,
    )
    return [DelegationView(**dict(row)) for row in rows]


async def add_delegation(tx: Transaction, delegate: UUID, since: date, until: date, instrument: str) -> UUID:
    """Record a delegation."""
    delegation = new_id()
    await tx.execute(
        "insert into delegation (id, delegate, since, until, instrument, recorded_by, recorded_at)"
        " values ($1, $2, $3, $4, $5, $6, $7)",
        delegation,
        delegate,
        since,
        until,
        instrument,
        tx.identity.person,
        tx.now,
    )
    return delegation


async def end_delegation(tx: Transaction, delegate: UUID, delegation: UUID) -> bool:
    """End a delegation before its date; False where it is not there or has ended."""
    return await _end(
        tx,
        "update delegation set ended_at = $3, ended_by = $4 where id = $1 and delegate = $2 and ended_at is null",
        delegation,
        delegate,
    )


async def add_assistant_link(tx: Transaction, assistant: UUID, principal: UUID) -> bool:
    """Record that one person files for another; False where it is recorded already."""
    done = await tx.execute(
        "insert into assistant_link (id, assistant, principal, recorded_by, recorded_at) values ($1, $2, $3, $4, $5)"
        " on conflict (assistant, principal) where ended_at is null do nothing",
        new_id(),
        assistant,
        principal,
        tx.identity.person,
        tx.now,
    )
    return done.endswith(" 1")


async def end_assistant_link(tx: Transaction, assistant: UUID, principal: UUID) -> bool:
    """End it; False where it is not there or has ended."""
    return await _end(
        tx,
        "update assistant_link set ended_at = $3, ended_by = $4"
        " where assistant = $1 and principal = $2 and ended_at is null",
        assistant,
        principal,
    )
