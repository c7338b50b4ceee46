"""What goes on in the background: mail, seals, closing what is due, clearing what has expired."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from register.keys import signing_key
from register.ledger.sealer import Sealer
from register.settings import Settings
from register.verifying import seal_log

Loop = Callable[[], Coroutine[Any, Any, None]]


def loops(settings: Settings) -> list[Loop]:
    """Every supervised loop; each goes on by itself after any failure."""
    found: list[Loop] = [Sealer(signing_key(settings), seal_log(settings)).run]
    return found


@contextlib.asynccontextmanager
async def working(settings: Settings) -> AsyncIterator[None]:
    """Run the loops beside whatever happens inside."""
    tasks = [asyncio.create_task(loop()) for loop in loops(settings)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def run_alone(settings: Settings) -> None:
    """Run the loops until cancelled, for `register worker`."""
    async with working(settings):
        await asyncio.Event().wait()
