"""What a load writes: sets of rows at a time, by `unnest`, as the service `loader`. The other half of the store."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from register.kernel.db import Transaction
from register.kernel.ids import new_id
from register.kernel.names import forms_of, forms_of_person
from register.people.model import PersonRow

_LOCK = 4_417_902_663_118_205
"""Any number that nobody else uses: two loads at once would each add the same person."""


async def lock_emails(tx: Transaction) -> dict[str, UUID]:
    """Every address with its person; no other load runs until this one is done."""
    await tx.execute("select pg_advisory_xact_lock($1)", _LOCK)
    return {row["email"]: row["id"] for row in await tx.fetch("select email, id from person")}


async def supervisors(tx: Transaction) -> dict[UUID, UUID | None]:
    """Who is directly above whom."""
    return {row["id"]: row["supervisor"] for row in await tx.fetch("select id, supervisor from person")}


async def fingerprints(tx: Transaction) -> dict[UUID, Any]:
    """Everything a load may change of a person, as one comparable value."""
    rows = await tx.fetch("""
        select p.id, jsonb_build_array(p.family_name, p.first_name, p.unit, p.supervisor, p.active,
            (select jsonb_agg(c.capacity) from person_capacity c where c.person = p.id and c.until is null),
            (select jsonb_agg(b.role order by b.role) from body_role b where b.person = p.id and b.until is null)
        )::text as print from person p
    """)
    return {row["id"]: row["print"] for row in rows}


async def add_units(tx: Transaction, names: Collection[str]) -> None:
    """Add the units that are new."""
    await tx.execute(
        "insert into unit (id, name) select * from unnest($1::uuid[], $2::text[]) on conflict (name) do nothing",
        [new_id() for _ in names],
        sorted(names),
    )


async def add_persons(tx: Transaction, rows: list[PersonRow], ids: dict[str, UUID]) -> None:
    """Add persons, still without unit and supervisor. The first of their languages is the one they are spoken to in."""
    await tx.execute(
        """
        insert into person (id, email, family_name, first_name, language, languages_read)
        select id, email, family_name, first_name, language, string_to_array(languages_read, ',')
        from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
            as fresh (id, email, family_name, first_name, language, languages_read)
        """,
        [ids[row.email] for row in rows],
        [row.email for row in rows],
        [row.family_name for row in rows],
        [row.first_name for row in rows],
        [row.languages[0] if row.languages else "en" for row in rows],
        [",".join(row.languages or ("en",)) for row in rows],
    )


async def update_persons(tx: Transaction, rows: list[PersonRow], ids: dict[str, UUID]) -> None:
    """Give every person of the file the names, unit and supervisor that the file states, where they differ."""
    await tx.execute(
        """
        update person p set family_name = f.family_name, first_name = f.first_name, unit = u.id,
            supervisor = f.supervisor, active = true, updated_at = $6
        from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[])
            as f (id, family_name, first_name, unit, supervisor)
        left join unit u on u.name = f.unit
        where p.id = f.id and (p.family_name, p.first_name, p.unit, p.supervisor, p.active)
            is distinct from (f.family_name, f.first_name, u.id, f.supervisor, true)
        """,
        [ids[row.email] for row in rows],
        [row.family_name for row in rows],
        [row.first_name for row in rows],
        [row.unit for row in rows],
        [ids.get(row.supervisor_email) for row in rows],
        tx.now,
    )


async def replace_capacities(tx: Transaction, rows: list[PersonRow], ids: dict[str, UUID]) -> None:
    """End capacities that the file no longer states, as of the day before, and begin those it states."""
    pairs = ([ids[row.email] for row in rows], [row.capacity for row in rows])
    await tx.execute(
        """
        update person_capacity c set until = greatest(c.since, $3::date - 1)
        from unnest($1::uuid[], $2::text[]) as f (person, capacity)
        where c.person = f.person and c.until is null and c.capacity <> f.capacity
        """,
        *pairs,
        tx.now.date(),
    )
    await tx.execute(
        """
        insert into person_capacity (person, capacity, since)
        select f.person, f.capacity, $3::date from unnest($1::uuid[], $2::text[]) as f (person, capacity)
        where f.capacity <> '' and not exists (
            select from person_capacity c where c.person = f.person and c.until is null)
        """,
        *pairs,
        tx.now.date(),
    )


async def replace_body_roles(tx: Transaction, rows: list[PersonRow], ids: dict[str, UUID]) -> None:
    """The same for roles in a body."""
    people = [ids[row.email] for row in rows]
    holders = [ids[row.email] for row in rows for _ in row.body_roles]
    roles = [role for row in rows for role in row.body_roles]
    await tx.execute(
        """
        update body_role b set until = $4::date where b.person = any($1::uuid[]) and b.until is null and not exists (
            select from unnest($2::uuid[], $3::text[]) as f (person, role)
            where f.person = b.person and f.role = b.role)
        """,
        people,
        holders,
        roles,
        tx.now.date(),
    )
    await tx.execute(
        """
        insert into body_role (person, role, since)
        select f.person, f.role, $3::date from unnest($1::uuid[], $2::text[]) as f (person, role)
        where not exists (
            select from body_role b where b.person = f.person and b.role = f.role and b.until is null)
        """,
        holders,
        roles,
        tx.now.date(),
    )


async def name_them(tx: Transaction, rows: list[PersonRow], ids: dict[str, UUID]) -> None:
    """Let the persons of the file and their units be found under the names that they have now."""
    units = await tx.fetch("select id, name from unit where name = any($1::text[])", [row.unit for row in rows])
    known = {("person", ids[row.email]): forms_of_person(row.first_name, row.family_name) for row in rows}
    known |= {("unit", row["id"]): {form for form, _ in forms_of(row["name"])} for row in units}
    await tx.execute("delete from known_name where subject = any($1::uuid[])", [subject for _, subject in known])
    named = [(kind, subject, form) for (kind, subject), forms in known.items() for form in sorted(forms)]
    await tx.execute(
        "insert into known_name (id, kind, subject, form)"
        " select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[])",
        [new_id() for _ in named],
        [kind for kind, _, _ in named],
        [subject for _, subject, _ in named],
        [form for _, _, form in named],
    )
