"""Generated staff of the demonstration and the one assistant who files for all of them."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import asyncpg

from register import vault
from register.access import AccessSettings, configure
from register.access.scopes import SCOPES
from register.access.service.account import create_token
from register.kernel import db
from register.kernel.embedded import Embedded
from register.kernel.identity import Identity
from tests.process.serving import Serving, command

HEADER = "email,family_name,first_name,unit,supervisor_email,capacity,languages,roles"
ASSISTANT, OFFICER = "filing@staff.example", "ethics_officer@demo.example"


def load_staff(register: Serving, number: int) -> None:
    """Load so many generated members of the staff, and the assistant, by the command."""
    lines = [f"staff{n}@staff.example,Member {n},Staff,Field Operations,,staff,en," for n in range(number)]
    file = register.folder / "people.csv"
    file.write_text("\n".join([HEADER, f"{ASSISTANT},Desk,Filing,Cabinet,,staff,en,", *lines]))
    loaded = command(register.folder, "people", "load", str(file))
    assert loaded.returncode == 0, loaded.stderr


async def link_to_assistant(register: Serving) -> list[UUID]:
    """Record the assistant for every generated member; their ids in the order of their numbers."""
    connection = await superuser(register)
    try:
        await connection.execute(
            "insert into assistant_link (id, assistant, principal) select gen_random_uuid(), a.id, p.id"
            " from person a, person p where a.email = $1 and p.email like 'staff%@staff.example'",
            ASSISTANT,
        )
        found = await connection.fetch(
            "select id from person where email like 'staff%@staff.example' order by length(email), email"
        )
    finally:
        await connection.close()
    return [row["id"] for row in found]


async def superuser(register: Serving) -> asyncpg.Connection:
    return await asyncpg.connect(Embedded(register.folder / "var" / "pg").url("postgres"))


@contextlib.asynccontextmanager
async def keys(register: Serving, **people: str) -> AsyncIterator[dict[str, str]]:
    """A key for programs for each person: role=address, as the person would make it after signing in."""
    held = vault.keyring()
    vault.configure(vault.open_keyring({}, Path(register.folder) / "var" / "master.key", embedded=True))
    configure(AccessSettings(secret=bytes(32)))
    await db.open_pool(Embedded(register.folder / "var" / "pg").url("register_app"), size=2)
    connection = await superuser(register)
    made = {}
    for role, email in people.items():
        person: UUID = await connection.fetchval("select id from person where email = $1", email)
        identity = Identity(person=person, roles=frozenset({role}), session=person)
        made[role] = (await create_token(identity, "real data", SCOPES)).secret
    await connection.close()
    await db.close_pool()
    try:
        yield made
    finally:
        vault.configure(held)
