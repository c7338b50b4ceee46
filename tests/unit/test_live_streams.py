"""One state for all streams of a board: whoever reads slowly holds up nobody, and misses what was in between."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from declarations.votes import live
from declarations.votes.live import Boards, View
from register.kernel.errors import NotFound

_CHANGES = 200


class Counted:
    """A board of which only one number is known."""

    is_live = True
    running = ()

    def __init__(self, number: int) -> None:
        self.number = number

    def figures(self) -> dict[str, int]:
        return {"answered": self.number}

    def shown_to_all(self, _chosen: UUID | None = None) -> dict[str, int]:
        return self.figures()


class Watched(Boards):
    """Boards without a database, whose number is said to them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.meeting, self.number, self.holder = uuid4(), 0, True

        async def board_for_all(_meeting: UUID) -> Counted:
            return Counted(self.number)

        monkeypatch.setattr(live, "board_for_all", board_for_all)

    async def say(self, number: int) -> None:
        self.number = number
        await self._load(self.meeting)

    async def still_may(self) -> None:
        if not self.holder:
            raise NotFound

    def open(self) -> AsyncIterator[bytes]:
        return self.stream(self.take_seat(uuid4(), self.meeting), View.BOARD, self.still_may)


async def numbers(stream: AsyncIterator[bytes], last: int) -> list[int]:
    """What it says until it says the last one."""
    said: list[int] = []
    while last not in said:
        event = await anext(stream)
        said += [int(event.rpartition(b":")[2].rstrip(b"}\n"))] if b"answered" in event else []
    return said


async def test_a_slow_reader_holds_up_nobody_and_goes_on_with_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    boards = Watched(monkeypatch)
    slow, fast = boards.open(), boards.open()
    await boards.say(0)
    assert await numbers(slow, 0) == [0]
    reading = asyncio.create_task(numbers(fast, _CHANGES))
    for number in range(1, _CHANGES + 1):
        await boards.say(number)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert len(await asyncio.wait_for(reading, 2)) > _CHANGES / 2, "whoever reads saw them pass"
    assert await numbers(slow, _CHANGES) == [_CHANGES], "nothing was queued for the other"


async def test_a_right_that_ends_without_a_word_ends_its_stream_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "ASKED_EVERY", 0.1)
    boards = Watched(monkeypatch)
    stream = boards.open()
    await boards.say(1)
    assert await numbers(stream, 1) == [1]
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0.3)
    assert not waiting.done(), "the control: who keeps the right waits on"
    boards.holder = False
    assert await asyncio.wait_for(waiting, 1) == b"event: end\ndata: {}\n\n"
    with pytest.raises(StopAsyncIteration):
        await anext(stream)
    assert boards.streams == 0, "its seat is free"
