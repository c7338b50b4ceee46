"""Where the tests find a PostgreSQL: embedded by default, or any server that the environment names."""

import asyncio
import os
from dataclasses import dataclass

import asyncpg

from register.kernel.embedded import Embedded


@dataclass(frozen=True)
class Database:
    """Addresses of one database, as the application, as the owner of the tables, as a superuser."""

    app_url: str
    owner_url: str
    superuser_url: str


def embedded_database(embedded: Embedded) -> Database:
    """The addresses inside the embedded cluster."""
    return Database(embedded.url("register_app"), embedded.url("register_owner"), embedded.url("postgres"))


def given_database() -> Database | None:
    """The server of `make test-servers` with a database for this test process, or None."""
    app, owner = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_OWNER_URL")
    superuser = os.environ.get("DATABASE_SUPERUSER_URL")
    if not (app and owner and superuser):
        return None
    name = f"register_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    asyncio.run(_make(superuser, name))
    return Database(*(f"{url.rpartition('/')[0]}/{name}" for url in (app, owner, superuser)))


async def _make(superuser: str, name: str) -> None:
    connection = await asyncpg.connect(superuser)
    try:
        await connection.execute(f'drop database if exists "{name}" with (force)')
        await connection.execute(f'create database "{name}" owner register_owner')
    finally:
        await connection.close()
