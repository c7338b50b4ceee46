"""One real PostgreSQL for each test process, migrated once, emptied after every test that touched it."""

import os
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import pytest
import pytest_asyncio
from hypothesis import settings

from declarations.authorizations.service.looking import KeptPermits
from declarations.codes.adopted import forget
from declarations.filing.service import permits
from register import migration, vault
from register.kernel import db
from register.kernel.embedded import Embedded

if TYPE_CHECKING:
    from tests.factories import World
from tests import order
from tests.databases import Database, embedded_database, given_database
from tests.process import prepared
from tests.process.serving import environment

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
"""How long an example takes depends on what else the machine does; time is measured in `tests/bench` alone."""
_KEPT = {"migration"}
_HASTY = """
alter system set fsync = off;
alter system set full_page_writes = off;
alter system set synchronous_commit = off;
select pg_reload_conf();
"""
"""Nothing in here outlives the run; what must outlive a crash is proved on servers of their own."""


_SLOW_SECONDS = 60


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """What takes long says so at once: a run that is ended from outside prints no list of the slowest."""
    if "PYTEST_XDIST_WORKER" not in os.environ and report.duration > _SLOW_SECONDS:
        sys.stdout.write(f"\n{report.nodeid} ({report.when}) took {report.duration:.0f} s\n")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; within a file, and behind them, the order stays."""
    items.sort(key=lambda item: order.place(item.nodeid))


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The embedded server, or the servers that the environment names (`make test-servers`)."""
    given = given_database()
    if given is not None:
        yield given
        return
    var: Path = tmp_path_factory.mktemp("embedded")
    prepared.lay_out(var, environment(var))
    with Embedded(var / "pg").use() as embedded:
        embedded.script(_HASTY)
        yield embedded_database(embedded)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def migrated(cluster: Database) -> Database:
    """The same, with every table in it."""
    await migration.migrate(cluster.owner_url)
    return cluster


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _superuser(migrated: Database) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(migrated.superuser_url)
    yield connection
    await connection.close()


@pytest_asyncio.fixture(loop_scope="session")
async def superuser(_superuser: asyncpg.Connection) -> asyncpg.Connection:
    """A connection that row security does not hold: for looking behind the register, and for tampering."""
    return _superuser


_kept_open: list[object] = []
"""The pool of the last test: its connections know the statements, which every new one would plan anew."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _closing_time() -> AsyncIterator[None]:
    yield
    await db.close_pool()


@pytest_asyncio.fixture(loop_scope="session")
async def database(migrated: Database, _superuser: asyncpg.Connection, _closing_time: None) -> AsyncIterator[Database]:
    """An open pool as `register_app` on an empty register; everything a test commits is gone afterwards."""
    if not _kept_open or db._Pools.main is not _kept_open[0]:
        await db.open_pool(migrated.app_url, size=12)
        _kept_open[:] = [db._Pools.main]
    yield migrated
    await empty(_superuser)


async def empty(connection: asyncpg.Connection) -> None:
    """Delete all rows, around triggers and row security; what this process read of them is forgotten too."""
    forget()
    if connection.is_in_transaction():
        await connection.execute("rollback")
    tables = [
        row["tablename"]
        for row in await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
        if row["tablename"] not in _KEPT
    ]
    deletes = "".join(f'delete from "{table}";' for table in tables)
    await connection.execute(f"set session_replication_role = replica; {deletes} set session_replication_role = origin")


@pytest_asyncio.fixture(loop_scope="session")
async def world(database: Database, superuser: asyncpg.Connection) -> "World":
    """An empty register and the factories to fill it."""
    from tests.factories import World

    return World(superuser)


@pytest.fixture(scope="session", autouse=True)
def _shelf(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What a first start makes is made once, also where several processes share a run."""
    own = tmp_path_factory.getbasetemp()
    prepared.keep_in((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "prepared")


@pytest.fixture(scope="session", autouse=True)
def keys() -> None:
    """A master key for the length of the run."""
    vault.configure(vault.Keyring([vault.MasterKey.new()]))
    permits.configure(KeptPermits())
