"""Boards that follow the meeting by themselves: one listener and one state for each process, fanned out to all streams.

Nothing is held in the database for a stream. What is kept of a meeting is told after its commit, by its id alone, at
most five times a second by all processes together; every process then loads the board once and hands it to whoever
watches, asking each time whether they still may. A stream that is read slowly waits for its reader alone, and then goes
on with the newest state: between two of them nothing is queued.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from enum import StrEnum
from uuid import UUID
from weakref import WeakSet

import msgspec

from declarations.meetings.changes import hear
from declarations.votes.service.watching import board_for_all
from register.kernel.channel import Channel
from register.kernel.errors import DatabaseUnavailable, NotFound, RegisterError, TooManyRequests
from register.kernel.rounds import every

log = logging.getLogger("register.boards")

CHANNEL = "register_boards"
TOLD_EVERY = 0.2
"""Seconds between two notices of one meeting, and between two loads of its board."""
HEARTBEAT = 15.0
ASKED_EVERY = 2.0
"""Seconds after which the right is asked for though nothing changed: a session ends without a word to the meeting."""
LOOKED_OVER_EVERY = 10.0
"""Seconds after which every watched board is loaded though nothing was heard: a process may have died in between."""
STREAMS_PER_PERSON = 6
_ASKED_AT_ONCE = 4
"""Rights that are asked for at the same time: whoever answers from the hall does not wait behind fifty boards."""
_END = b"event: end\ndata: {}\n\n"
_STILL_HERE = b"event: here\ndata: {}\n\n"


class View(StrEnum):
    """Which board a stream carries."""

    BOARD = "board"
    PROJECTOR = "projector"


class State(msgspec.Struct, frozen=True):
    """A board as it goes over the wire, once for all who watch it."""

    number: int
    events: dict[View | UUID, bytes]
    """By view; for the projector also by each item that is before the meeting, for whoever chose it."""
    is_live: bool

    def of(self, view: View, chosen: UUID | None) -> bytes:
        """The view, of the chosen item while it is before the meeting."""
        return self.events[chosen] if chosen in self.events else self.events[view]


class Seat:
    """One stream of somebody; where its stream ends without saying so, the seat is free once nothing holds it."""

    __slots__ = ("__weakref__", "meeting", "who")

    def __init__(self, who: UUID, meeting: UUID) -> None:
        self.who = who
        self.meeting = meeting


class Boards:
    """The boards that are watched in this process."""

    def __init__(self) -> None:
        self._states: dict[UUID, State] = {}
        self._seats: WeakSet[Seat] = WeakSet()
        self._changed_here: set[UUID] = set()
        self._changed: set[UUID] = set()
        self._news = self._to_say = self._to_load = asyncio.Event()
        self._asking = asyncio.Semaphore(_ASKED_AT_ONCE)
        self._is_ending = False

    @property
    def streams(self) -> int:
        """How many streams are open."""
        return len(self._seats)

    def take_seat(self, who: UUID, meeting: UUID) -> Seat:
        """A place for one more stream. Raises TooManyRequests above the cap of a person in this process."""
        if sum(seat.who == who for seat in self._seats) >= STREAMS_PER_PERSON:
            raise TooManyRequests
        seat = Seat(who, meeting)
        self._seats.add(seat)
        return seat

    def drain(self) -> None:
        """End every stream within a second: the process is about to stop. Called from a signal handler."""
        self._is_ending = True

    @contextlib.asynccontextmanager
    async def running(self, url: str) -> AsyncIterator[None]:
        """Follow the meetings for the length of the block."""
        self._is_ending = False
        self._news, self._to_say, self._to_load = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._asking = asyncio.Semaphore(_ASKED_AT_ONCE)
        channel = Channel(url, CHANNEL, heard=self._hear, came_back=self._doubt_all)
        hear(self._kept_here)
        tasks = [
            asyncio.create_task(channel.run()),
            asyncio.create_task(every(TOLD_EVERY, lambda: self._say(channel), "the notices of meetings")),
            asyncio.create_task(every(TOLD_EVERY, lambda: self._follow(channel), "the boards of meetings")),
            asyncio.create_task(self._look_over()),
        ]
        try:
            yield
        finally:
            self.drain()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def stream(
        self, seat: Seat, view: View, still_may: Callable[[], Awaitable[object]], chosen: UUID | None = None
    ) -> AsyncIterator[bytes]:
        """What one stream says until the meeting closes, the right ends or the server does; of the chosen item."""
        loop = asyncio.get_running_loop()
        seen, shown, spoke_at = -1, b"", loop.time()
        try:
            yield b"retry: 1000\n\n"
            while True:
                state = await self._next(seat.meeting, seen)
                if self._is_ending:
                    return  # the browser comes back by itself, to a process that goes on
                if (state is not None and not state.is_live) or not await self._may(still_may):
                    break
                seen = seen if state is None else state.number
                if state is not None and state.of(view, chosen) != shown:
                    shown, spoke_at = state.of(view, chosen), loop.time()
                    yield b"id: %d\ndata: %s\n\n" % (seen, shown)
                elif loop.time() - spoke_at >= HEARTBEAT:
                    spoke_at = loop.time()
                    yield _STILL_HERE
            yield _END
        finally:
            self._seats.discard(seat)

    async def _may(self, still_may: Callable[[], Awaitable[object]]) -> bool:
        """Whether the right is still there; a database that is away takes nothing from anybody."""
        try:
            async with self._asking:
                await still_may()
        except DatabaseUnavailable:
            return True
        except RegisterError:
            return False
        return True

    async def _next(self, meeting: UUID, seen: int) -> State | None:
        """The state after the one that was seen; None when nothing came of it until the right is asked for again."""
        if meeting not in self._states:
            self._doubt(meeting)
        until = asyncio.get_running_loop().time() + ASKED_EVERY
        while True:
            state, news = self._states.get(meeting), self._news
            if self._is_ending or (state is not None and state.number > seen):
                return state
            left = until - asyncio.get_running_loop().time()
            if left <= 0:
                return None
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), min(left, 1.0))

    def _tell(self) -> None:
        """Wake whoever waits; the next ones wait on a new event."""
        news, self._news = self._news, asyncio.Event()
        news.set()

    def _kept_here(self, meeting: UUID) -> None:
        self._changed_here.add(meeting)
        self._to_say.set()

    def _doubt(self, *meetings: UUID) -> None:
        """Load these boards in the next round."""
        self._changed.update(meetings)
        self._to_load.set()

    def _hear(self, payload: str) -> None:
        with contextlib.suppress(ValueError):
            self._doubt(UUID(payload))

    def _doubt_all(self) -> None:
        """Load every board that is watched: nobody knows what was said meanwhile."""
        self._doubt(*(seat.meeting for seat in self._seats))

    async def _look_over(self) -> None:
        while True:
            await asyncio.sleep(LOOKED_OVER_EVERY)
            self._doubt_all()

    async def _say(self, channel: Channel) -> None:
        """Say what was kept here, each meeting once, and hold its turn until the next round, so for 0.2 s at least.

        Where another process holds the turn, ours is said in a later round: what that one said may have been loaded
        before our commit. Should it win again, its next notice comes after our commit and stands for both.
        """
        await self._to_say.wait()
        self._to_say.clear()
        waiting, self._changed_here = self._changed_here, set()
        try:
            await channel.end_turns()
            for meeting in waiting:
                if await channel.say(str(meeting)):
                    self._to_say.set()  # its turn is to end
                else:
                    self._kept_here(meeting)
        except DatabaseUnavailable:
            self._changed_here |= waiting
            self._to_say.set()
            await channel.back(LOOKED_OVER_EVERY)

    async def _follow(self, channel: Channel) -> None:
        """Load what was heard of and is watched, each meeting once."""
        await self._to_load.wait()
        self._to_load.clear()
        watched = {seat.meeting for seat in self._seats}
        for gone in self._states.keys() - watched:
            del self._states[gone]
        waiting, self._changed = self._changed & watched, set()
        try:
            for meeting in waiting:
                await self._load(meeting)
        except DatabaseUnavailable:
            self._doubt(*waiting)
            if channel.is_open:
                raise  # the pool is what is missing
            await channel.back(LOOKED_OVER_EVERY)
        except Exception:
            self._doubt(*waiting)
            raise

    async def _load(self, meeting: UUID) -> None:
        try:
            board = await board_for_all(meeting)
        except NotFound:
            return
        number = self._states[meeting].number + 1 if meeting in self._states else 0
        items = [line.item.id for line in board.running if line.item]
        events: dict[View | UUID, bytes] = {
            View.BOARD: msgspec.json.encode(board.figures()),
            View.PROJECTOR: msgspec.json.encode(board.shown_to_all()),
            **{item: msgspec.json.encode(board.shown_to_all(item)) for item in items},
        }
        self._states[meeting] = State(number, events, board.is_live)
        self._tell()


BOARDS = Boards()
"""Those of this process."""
