"""Work that is done again and again for as long as the process lives."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from register.kernel.errors import DatabaseUnavailable
from register.kernel.incidents import described

log = logging.getLogger("register.rounds")

_LONGEST_WAIT = 30.0


Observer = Callable[[str, bool], object]
_observers: list[Observer] = []


def observe(observer: Observer) -> None:
    """Tell `observer` of the end of every round from now on: the name of the work, and whether it was done."""
    _observers[:] = [observer]


def _tell(name: str, done: bool) -> None:  # noqa: FBT001 - the fact itself
    for observer in _observers:
        observer(name, done)


async def every(seconds: float, work: Callable[[], Awaitable[object]], name: str) -> None:
    """Do `work` every `seconds` until cancelled. A failure is logged and tried again, ever more slowly up to 30 s."""
    wait, silent = seconds, False
    while True:
        try:
            await work()
            wait, silent = seconds, False
            _tell(name, True)
        except DatabaseUnavailable:
            _tell(name, False)
            if not silent:
                log.warning("%s waits for the database", name)
            wait, silent = min(max(wait, 0.5) * 2, 5.0), True
        except Exception as error:  # noqa: BLE001 - a loop goes on whatever happens, and says where, never what
            _tell(name, False)
            log.error("%s failed and will try again: %s", name, described(error))  # noqa: TRY400 - no text of the error
            wait = min(max(wait, 0.5) * 2, _LONGEST_WAIT)
        await asyncio.sleep(wait)
