"""The history in lanes that stand still together at one moment: what was done until then can be counted as it stood."""

import asyncio
from datetime import datetime


class Pause:
    """A moment before which everything is done, and after which nothing is, until it is over."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self._over = asyncio.Event()

    def end(self) -> None:
        """Let the history go on."""
        self._over.set()

    def holds(self, at: datetime) -> bool:
        """Whether a step at this moment has to wait."""
        return at > self.moment and not self._over.is_set()

    async def passed(self) -> None:
        """Wait until it is over."""
        await self._over.wait()


class Lane:
    """Declarations that follow one another: one has its turn until it is finished or has to wait for the pause."""

    def __init__(self, pause: Pause) -> None:
        self.turn = asyncio.Lock()
        self._pause = pause

    async def until(self, at: datetime) -> None:
        """Leave the turn to the next one while the pause holds back what comes at this moment."""
        if self._pause.holds(at):
            self.turn.release()
            try:
                await self._pause.passed()
            finally:
                await self.turn.acquire()

    async def turned(self) -> None:
        """Wait until everything that stands in this lane by now has had its turn; they have it in order."""
        async with self.turn:
            return
