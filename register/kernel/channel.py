"""One LISTEN connection of a process, outside of the pool: it comes back by itself, and says when it did."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

import asyncpg

from register.kernel.errors import DatabaseUnavailable

log = logging.getLogger("register.channel")

CHECKED_EVERY = 5.0
"""Seconds after which a silent connection is asked whether it still lives."""
_ANSWERS_WITHIN = 5.0
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 2.0
_ERRORS = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
_SAY_IN_TURN = """
    with turn as materialized (select pg_try_advisory_lock(hashtextextended($1::text || $2::text, 0)) as mine)
    select pg_notify($1, $2) from turn where mine
"""


class Channel:
    """Hears what any process says on a channel of PostgreSQL, and says things there, outside of every transaction."""

    def __init__(self, url: str, name: str, *, heard: Callable[[str], object], came_back: Callable[[], object]) -> None:
        self._url = url
        self._name = name
        self._heard = heard
        self._came_back = came_back
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._turn = asyncio.Lock()
        self._open = asyncio.Event()

    @property
    def is_open(self) -> bool:
        """Whether it hears just now."""
        return self._connection is not None and not self._connection.is_closed()

    async def run(self) -> None:
        """Listen until cancelled. A lost connection is opened again, ever more slowly; `came_back` is called then."""
        wait = _FIRST_WAIT
        while True:
            try:
                await self._listen()
            except _ERRORS as error:
                if wait == _FIRST_WAIT:
                    log.warning("the channel %s waits for the database: %s", self._name, type(error).__name__)
            if self._connection is not None:
                self._connection, wait = None, _FIRST_WAIT
                self._open.clear()
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)

    async def back(self, seconds: float) -> None:
        """Wait until it hears again, at most so long."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._open.wait(), seconds)

    async def say(self, payload: str) -> bool:
        """Say something to every process; False where another one said the same and holds its turn still.

        The turn is a lock of this connection, so that it ends with it. Raises DatabaseUnavailable while there is none.
        """
        return bool(await self._ask(_SAY_IN_TURN, self._name, payload))

    async def end_turns(self) -> None:
        """Let other processes say what this one said last. Raises DatabaseUnavailable."""
        await self._ask("select pg_advisory_unlock_all()")

    async def _ask(self, query: str, *args: str) -> list[asyncpg.Record]:
        connection = self._connection
        if connection is None or connection.is_closed():
            raise DatabaseUnavailable
        try:
            async with self._turn:
                return await connection.fetch(query, *args, timeout=_ANSWERS_WITHIN)
        except _ERRORS as error:
            connection.terminate()  # nobody knows what it holds
            raise DatabaseUnavailable from error

    def _pass_on(self, _connection: object, _process: int, _name: str, said: object) -> None:
        self._heard(str(said))

    async def _listen(self) -> None:
        connection = await asyncpg.connect(
            self._url, timeout=_ANSWERS_WITHIN, server_settings={"application_name": "register channel"}
        )
        ended = asyncio.Event()
        connection.add_termination_listener(lambda _connection: ended.set())
        try:
            await connection.add_listener(self._name, self._pass_on)
            self._connection = connection
            self._open.set()
            self._came_back()
            while not ended.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(ended.wait(), CHECKED_EVERY)
                async with self._turn:
                    await connection.execute("select 1", timeout=_ANSWERS_WITHIN)
        finally:
            connection.terminate()
