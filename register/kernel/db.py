"""The database: one pool, one kind of transaction, always with an identity.

Row security reads `register.person`, `register.roles`, `register.service` and `register.participant`, which are set for
the length of the transaction only. There is no nesting, no second task inside, and no way to run a query outside.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import re
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, NamedTuple, ParamSpec, TypeVar

import asyncpg
from piccolo.engine.postgres import PostgresEngine
from piccolo.querystring import QueryString

from register.kernel import clock
from register.kernel.errors import DatabaseUnavailable, RegisterError
from register.kernel.identity import Identity

P = ParamSpec("P")
R = TypeVar("R")

ACQUIRE_SECONDS = 5.0
_ATTEMPTS = 4
_TOKEN = re.compile(r"[A-Za-z0-9_,-]*")
_current: ContextVar[Transaction | None] = ContextVar("register_transaction", default=None)

LOST: tuple[type[Exception], ...] = (
    ConnectionError,
    FileNotFoundError,  # the socket file of a stopped embedded database
    asyncpg.PostgresConnectionError,
    asyncpg.InternalClientError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,
)


_CLIENT_ERRORS = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""Whatever may go wrong between us and the server; TimeoutError is an OSError."""


def is_lost(error: BaseException) -> bool:
    """Whether an error is one of the many faces of a database that went away."""
    return isinstance(error, LOST) and not isinstance(error, asyncpg.DataError)


class _Waiting(NamedTuple):
    """An INSERT that was put off."""

    insert: str
    args: tuple[object, ...]
    taken: type[RegisterError] | None


class Transaction:
    """An open transaction: the only thing through which rows are read or written."""

    __slots__ = ("_connection", "_later", "_task", "after_commit", "identity", "now")

    def __init__(self, connection: asyncpg.Connection[asyncpg.Record], identity: Identity) -> None:
        self._connection = connection
        self._task = asyncio.current_task()
        self._later: list[_Waiting] = []
        self.after_commit: list[Callable[[], object]] = []
        """What is done in this process once everything is kept: short, and without waiting."""
        self.identity = identity
        self.now: datetime = clock.now()

    @property
    def connection(self) -> asyncpg.Connection[asyncpg.Record]:
        """The connection; refused in any other task, which would interleave two conversations."""
        if asyncio.current_task() is not self._task:
            message = "a transaction belongs to the task that opened it"
            raise RuntimeError(message)
        return self._connection

    def later(self, insert: str, *args: object, taken: type[RegisterError] | None = None) -> None:
        """Run an INSERT of which nothing is asked back together with others like it: one round trip for all of them.

        It runs before the next statement, and at the latest before the commit. An error comes up there; `taken` is
        raised when the row that is to be written exists.
        """
        self._later.append(_Waiting(insert, args, taken))

    async def send_later_ones(self) -> None:
        """Run what was put off."""
        waiting, self._later = self._later, []
        if not waiting:
            return
        args = [arg for one in waiting for arg in one.args]
        try:
            await self.connection.execute(_together(tuple((one.insert, len(one.args)) for one in waiting)), *args)
        except asyncpg.UniqueViolationError as error:
            for one in waiting:
                if one.taken is not None and f"into {error.table_name} " in one.insert:
                    raise one.taken from error
            raise

    async def fetch(self, query: str, *args: object) -> list[asyncpg.Record]:
        """All rows."""
        if self._later:
            await self.send_later_ones()
        return await self.connection.fetch(query, *args)

    async def fetchrow(self, query: str, *args: object) -> asyncpg.Record | None:
        """The first row, or None."""
        if self._later:
            await self.send_later_ones()
        return await self.connection.fetchrow(query, *args)

    async def fetchval(self, query: str, *args: object) -> Any:
        """The first column of the first row, or None."""
        if self._later:
            await self.send_later_ones()
        return await self.connection.fetchval(query, *args)

    async def execute(self, query: str, *args: object) -> str:
        """Run a statement; the command tag."""
        if self._later:
            await self.send_later_ones()
        return await self.connection.execute(query, *args)

    async def executemany(self, query: str, rows: Sequence[Sequence[object]]) -> None:
        """Run a statement once for each row."""
        if self._later:
            await self.send_later_ones()
        await self.connection.executemany(query, rows)

    async def cursor(self, query: str, *args: object, prefetch: int = 2000) -> AsyncIterator[asyncpg.Record]:
        """Rows one after another, with bounded memory."""
        if self._later:
            await self.send_later_ones()
        async for row in self.connection.cursor(query, *args, prefetch=prefetch):
            yield row

    async def batches(self, query: str, *args: object, size: int = 1000) -> AsyncGenerator[list[asyncpg.Record]]:
        """Rows by so many at a time, with bounded memory: the database makes the next ones while these are worked on.

        To be used inside `aclosing`: until it is closed, the connection may be on its way with rows.
        """
        if self._later:
            await self.send_later_ones()
        cursor = await self.connection.cursor(query, *args)
        coming = asyncio.ensure_future(cursor.fetch(size))
        try:
            while rows := await coming:
                coming = asyncio.ensure_future(cursor.fetch(size))
                await asyncio.sleep(0)  # so that it is asked for before the work on these begins
                yield rows
        finally:
            if not coming.done():
                await asyncio.wait({coming})
            if not coming.cancelled():
                coming.exception()  # nobody waits for those rows any more


_PLACE = re.compile(r"\$(\d+)")


def _counted_on(insert: str, before: int) -> str:
    return _PLACE.sub(lambda place: f"${int(place[1]) + before}", insert)


@functools.lru_cache(maxsize=256)
def _together(inserts: tuple[tuple[str, int], ...]) -> str:
    """Several INSERTs as one statement; the places of their values are counted on."""
    parts, before = [], 0
    for insert, many in inserts:
        parts.append(_counted_on(insert, before))
        before += many
    *first, last = parts
    named = ", ".join(f"part{number} as ({part})" for number, part in enumerate(first))
    return f"with {named} {last}" if named else last


class Engine(PostgresEngine):
    """Piccolo's engine inside our transactions; outside of one it refuses to run anything."""

    def __init__(self) -> None:
        super().__init__(config={"database": "register"})

    async def check_version(self) -> None:
        """Left to `register serve`, which says it in one line."""

    async def prep_database(self) -> None:
        """No extension is needed."""

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:  # noqa: ARG002, FBT001, FBT002 - Piccolo's signature
        query, args = querystring.compile_string(engine_type=self.engine_type)
        return await _joined().fetch(query, *args)

    @asynccontextmanager
    async def transaction(self, allow_nested: bool = True) -> AsyncIterator[Transaction]:  # type: ignore[override]  # noqa: ARG002, FBT001, FBT002 - Piccolo's migrations ask for one; ours is already open
        yield _joined()

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:  # noqa: ARG002, FBT001, FBT002 - Piccolo's signature
        return await _joined().fetch(ddl)


def _joined() -> Transaction:
    tx = _current.get()
    if tx is None:
        message = "a query outside of kernel.db.transaction(identity)"
        raise RuntimeError(message)
    return tx


ENGINE = Engine()


async def run_script(script: str) -> None:
    """Run several statements in the open transaction, for migrations."""
    await _joined().execute(script)


def open_transaction() -> Transaction:
    """The open transaction, for migrations that read and write rows."""
    return _joined()


class _Pools:
    """The process-wide pool; opened by the composition root, closed by it."""

    main: asyncpg.Pool[asyncpg.Record] | None = None


async def _kept(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """Nothing outlives a transaction, so a returned connection needs no reset, which would cost a round trip."""
    if connection.is_in_transaction():
        connection.terminate()


async def open_pool(url: str, *, size: int = 20, statement_timeout: float = 30.0) -> None:
    """Open the pool on `url`; connections are made when they are needed, so a database that is away is no error yet."""
    await close_pool()
    _Pools.main = await asyncpg.create_pool(
        url,
        min_size=0,
        max_size=size,
        reset=_kept,
        timeout=ACQUIRE_SECONDS,
        server_settings={
            "application_name": "register",
            "statement_timeout": str(int(statement_timeout * 1000)),
            "idle_in_transaction_session_timeout": "60000",
            "timezone": "UTC",
        },
    )


def pool_use() -> tuple[int, int]:
    """How many connections of this process are in use, and how many there may be."""
    pool = _Pools.main
    return (pool.get_size() - pool.get_idle_size(), pool.get_max_size()) if pool else (0, 0)


async def close_pool() -> None:
    """Close the pool, waiting a moment for what runs, then cutting it."""
    pool, _Pools.main = _Pools.main, None
    if pool is None:
        return
    try:
        await asyncio.wait_for(pool.close(), timeout=2)
    except _CLIENT_ERRORS:
        pool.terminate()


def _literal(text: str) -> str:
    """Quote a token; anything but letters, digits and `_ , -` is refused, so nothing can leave the quotes."""
    if not _TOKEN.fullmatch(text):
        message = "an identity holds tokens only"
        raise ValueError(message)
    return f"'{text}'"


@functools.lru_cache(maxsize=4096)
def _opening(identity_key: tuple[str, str, str, str], isolation: str) -> str:
    person, roles, service, participant = (_literal(part) for part in identity_key)
    return (
        f"begin {isolation}; select set_config('register.person', {person}, true),"
        f" set_config('register.roles', {roles}, true), set_config('register.service', {service}, true),"
        f" set_config('register.participant', {participant}, true)"
    )


def _key(identity: Identity) -> tuple[str, str, str, str]:
    roles = ",".join(sorted(identity.roles))
    return (str(identity.person or ""), roles, identity.service or "", str(identity.participant or ""))


async def _acquire() -> asyncpg.Connection[asyncpg.Record]:
    if _Pools.main is None:
        raise DatabaseUnavailable
    try:
        return await _Pools.main.acquire(timeout=ACQUIRE_SECONDS)  # type: ignore[return-value]  # a proxy with the same methods
    except _CLIENT_ERRORS as error:
        raise DatabaseUnavailable from error


async def _release(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    pool = _Pools.main
    with contextlib.suppress(*LOST):  # a lost connection has already left the pool
        if connection.is_in_transaction():
            try:
                await connection.execute("rollback")
            except _CLIENT_ERRORS:
                connection.terminate()
    if pool is not None:
        with contextlib.suppress(*LOST):
            await asyncio.shield(pool.release(connection))  # type: ignore[arg-type]  # the proxy that acquire gave


REPEATABLE_READ = "isolation level repeatable read"
SERIALIZABLE = "isolation level serializable"


@asynccontextmanager
async def transaction(identity: Identity, *, isolation: str = "") -> AsyncIterator[Transaction]:
    """One transaction on behalf of `identity`: committed at the end, rolled back by any error.

    Raises DatabaseUnavailable for every face of a lost database. When the connection is lost at the commit itself
    nobody knows whether the step was kept; the caller asks again with the same idempotency key.
    """
    if _current.get() is not None:
        message = "transactions do not nest"
        raise RuntimeError(message)
    connection = await _acquire()
    try:
        await connection.execute(_opening(_key(identity), isolation))
        tx = Transaction(connection, identity)
        token = _current.set(tx)
        try:
            yield tx
            await tx.send_later_ones()
        finally:
            _current.reset(token)
        if await connection.execute("commit") != "COMMIT":
            message = "an error inside the transaction was swallowed; everything was rolled back"
            raise RuntimeError(message)
        for act in tx.after_commit:
            act()
    except LOST as error:
        if is_lost(error):
            raise DatabaseUnavailable from error
        raise
    finally:
        await _release(connection)


def retry_serialization(function: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
    """Run a service function again when PostgreSQL asks for it (40001, 40P01): a context manager cannot.

    Also where somebody else kept the same at the same moment (23505): the next run sees it, and says what follows.
    """

    @functools.wraps(function)
    async def again(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(1, _ATTEMPTS):
            try:
                return await function(*args, **kwargs)
            except (asyncpg.SerializationError, asyncpg.DeadlockDetectedError, asyncpg.UniqueViolationError):
                await asyncio.sleep(0.01 * 3**attempt)
        return await function(*args, **kwargs)

    return again


async def ping() -> None:
    """Raise DatabaseUnavailable unless the database answers."""
    connection = await _acquire()
    try:
        await connection.fetchval("select 1")
    except LOST as error:
        raise DatabaseUnavailable from error
    finally:
        await _release(connection)
