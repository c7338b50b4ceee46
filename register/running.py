"""Opening everything around a use case, and closing it again: for commands, for the server and for tests."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from register import migration
from register.configuring import configure
from register.kernel import db
from register.kernel.embedded import Embedded
from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg
from register.settings import Settings

R = TypeVar("R")


@dataclass(frozen=True)
class Addresses:
    """Where the database is, for the application and for the owner of its tables."""

    app: str
    owner: str | None


@contextlib.contextmanager
def database(settings: Settings) -> Iterator[Addresses]:
    """The database of the settings; the embedded one is started here unless it runs, and migrated."""
    if not settings.is_embedded:
        yield Addresses(settings.database_url, settings.database_owner_url or None)
        return
    with embedded_of(settings).use() as embedded:
        addresses = Addresses(embedded.url("register_app"), embedded.url("register_owner"))
        asyncio.run(migration.migrate(embedded.url("register_owner")))
        yield addresses


def embedded_of(settings: Settings) -> Embedded:
    """The embedded cluster of an installation."""
    return Embedded(settings.var / "pg")


def refuse_absent(settings: Settings) -> None:
    """Raise NotConfigured, naming the folder, where an embedded register was never made."""
    if settings.is_embedded and not (settings.var / "pg").exists():
        raise NotConfigured(msg("There is no register in %(folder)s.", folder=str(settings.var)))


@contextlib.asynccontextmanager
async def opened(settings: Settings, url: str) -> AsyncIterator[None]:
    """Rooms configured, keys and pool open, for the length of a use case."""
    configure(settings)
    await db.open_pool(url, size=settings.pool_size)
    try:
        await migration.refuse_unready_database()
        yield
    finally:
        await db.close_pool()


def known(settings: Settings) -> Settings:
    """Those of the demonstration in its folder: a report bears its name, and nothing is sent to fictitious people."""
    if not (settings.is_embedded and settings.sign_ins.exists()):
        return settings
    from register.demonstration import demonstration_settings

    return demonstration_settings(settings)


@dataclass(frozen=True)
class CommandRunner:
    """What commands of the rooms are given (`kernel.running.Runner`)."""

    settings: Settings
    may_make: bool = False
    """Whether a register is made where there is none: in a folder mistaken for it that would be an empty one."""

    def run(self, use_case: Callable[[], Awaitable[R]]) -> R:
        """Run one use case with everything opened around it. Raises NotConfigured where there is no register."""
        if not self.may_make:
            self.place()
        with database(self.settings) as addresses:
            return asyncio.run(self._run(addresses, use_case))

    def place(self) -> str:
        """Where the register is: its folder, or its database without passwords. NotConfigured where there is none."""
        if self.settings.is_embedded:
            refuse_absent(self.settings)
            return str(self.settings.var)
        address = urlsplit(self.settings.database_url)
        return f"{address.hostname or ''}{address.path}"

    async def _run(self, addresses: Addresses, use_case: Callable[[], Awaitable[R]]) -> R:
        async with opened(known(self.settings), addresses.app):
            return await use_case()

    def owner_url(self) -> str:
        """The address of the owner of the tables; NotConfigured where none is set."""
        if not self.settings.database_owner_url:
            raise NotConfigured(msg("Set DATABASE_OWNER_URL: only the owner of the tables may migrate them."))
        return self.settings.database_owner_url
