"""Work that is done again and again for as long as the process lives."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from register.kernel.errors import DatabaseUnavailable
from register.kernel.incidents import described

log = logging.getLogger("register.rounds")

_LONGEST_WAIT = 30.0


async def every(seconds: float, work: Callable[[], Awaitable[object]], name: str) -> None:
    """Do `work` every `seconds` until cancelled. A failure is logged and tried again, ever more slowly up to 30 s."""
    wait, silent = seconds, False
    while True:
        try:
            await work()
            wait, silent = seconds, False
        except DatabaseUnavailable:
            if not silent:
                log.warning("%s waits for the database", name)
            wait, silent = min(max(wait, 0.5) * 2, 5.0), True
        except Exception as error:  # noqa: BLE001 - a loop goes on whatever happens, and says where, never what
            log.error("%s failed and will try again: %s", name, described(error))  # noqa: TRY400 - no text of the error
            wait = min(max(wait, 0.5) * 2, _LONGEST_WAIT)
        await asyncio.sleep(wait)
