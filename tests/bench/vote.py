"""A thousand participants answer in the last minute before a vote while ten boards watch: none lost, p99 < 500 ms.

Then they answer on another item, and in the middle of it a server process and after it PostgreSQL are killed: nothing
acknowledged is lost, nothing is there twice, and the boards come back by themselves. The load comes from the same
machine. BENCH_PARTICIPANTS, BENCH_SECONDS, BENCH_BOARDS and BENCH_PROCESSES set its size.
"""

import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from register import vault
from register.access import AccessSettings, configure
from register.kernel import db
from register.kernel.embedded import Embedded
from tests.process.serving import Serving, serving
from tests.process.voting import Account, Hall, Heard, Phone, Watcher, accounted, all_opened, prepared

PARTICIPANTS = int(os.environ.get("BENCH_PARTICIPANTS", "1000"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
BOARDS = int(os.environ.get("BENCH_BOARDS", "10"))
PROCESSES = int(os.environ.get("BENCH_PROCESSES", "2"))
_MOST_MS, _MOST_DELAY_MS = 500, 1000


@dataclass
class Vote:
    """One vote as it was measured; moments as of `time.perf_counter`."""

    heard: Heard = field(default_factory=Heard)
    killed: list[float] = field(default_factory=list)
    ended: float = 0.0
    caught_up: list[float] = field(default_factory=list)


async def vote(
    port: int, hall: Hall, about: int, boards: Sequence[Watcher], *kills: Callable[[], Awaitable[object]]
) -> Vote:
    """Everybody answers within the time, and in between something is killed."""
    seen, phones = Vote(), [Phone(port, token, hall.items[about]) for token in hall.phones]
    await all_opened(phones)

    async def touch(phone: Phone) -> None:
        await asyncio.sleep(random.uniform(0, SECONDS))
        await phone.answer(seen.heard)

    async def kill(number: int, act: Callable[[], Awaitable[object]]) -> None:
        await asyncio.sleep(SECONDS * (number + 1) / (len(kills) + 1))
        seen.killed.append(time.perf_counter())
        await act()

    await asyncio.gather(*map(touch, phones), *(kill(n, act) for n, act in enumerate(kills)))
    seen.ended = max(moment for _, moment in seen.heard.acknowledged)
    await asyncio.gather(*(_catch_up(board, about, seen) for board in boards))
    return seen


async def _catch_up(board: Watcher, about: int, seen: Vote) -> None:
    deadline = time.perf_counter() + 60
    while board.says(about) < PARTICIPANTS and time.perf_counter() < deadline:
        await asyncio.sleep(0.05)
    whole = (moment for moment, lines in board.shown if lines[about] >= PARTICIPANTS)
    seen.caught_up.append(next(whole, float("inf")) - seen.ended)


def delays(seen: Vote, boards: Sequence[Watcher], about: int) -> list[float]:
    """For each answer and board: how long after it was acknowledged the board counted it."""
    found = []
    for board in boards:
        at = 0
        for number, moment in enumerate(sorted(moment for _, moment in seen.heard.acknowledged), start=1):
            while at < len(board.shown) and board.shown[at][1][about] < number:
                at += 1
            found.append(max(0.0, board.shown[at][0] - moment) if at < len(board.shown) else float("inf"))
    return found


def share(values: Sequence[float], part: float) -> float:
    """The value below which a share of them lies, in milliseconds."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] * 1000


async def printed(title: str, served: Serving, hall: Hall, about: int, seen: Vote, late: list[float]) -> bool:
    """Say what came of a vote; whether everything is there, once."""
    superuser = await asyncpg.connect(Embedded(served.folder / "var" / "pg").url("postgres"))
    count = await accounted(superuser, hall.items[about], seen.heard)
    await superuser.close()
    heard = seen.heard
    print(f"{title}: {PARTICIPANTS} answers in {SECONDS:.0f} s, {BOARDS} boards, {PROCESSES} server processes")
    print(f"  acknowledged {len(heard.latencies)}, kept {count.kept} of {count.people} participants,", end=" ")
    print(f"lost {count.lost}, doubled {count.doubled}")
    print(f"  sent {heard.tries} times, refused {len(heard.refused)} {heard.refused[:1] or ''}")
    for what, values, part in (("answer", heard.latencies, 0.99), ("board", late, 0.95)):
        middle, most = share(values, 0.5), share(values, 1)
        print(f"  {what}: p50 {middle:.0f} ms, p{part * 100:.0f} {share(values, part):.0f} ms, at most {most:.0f} ms")
    print(f"  every board whole {max(seen.caught_up, default=0):.2f} s after the last answer", flush=True)
    return count == Account(PARTICIPANTS, PARTICIPANTS, 0, 0) and len(heard.latencies) == PARTICIPANTS


def back_after(seen: Vote, boards: Sequence[Watcher]) -> list[float]:
    """For each kill: seconds until every board showed something again."""
    found = []
    for killed in seen.killed:
        firsts = [next((at for at, _ in board.shown if at > killed), float("inf")) - killed for board in boards]
        found.append(max(firsts, default=0.0))
    return found


async def both(served: Serving, hall: Hall) -> bool:
    """The calm vote, then the one in which things are killed; whether both are whole, and the calm one fast."""
    boards = [Watcher(served.port, hall.meeting, token) for token in hall.watchers]
    watching = [asyncio.create_task(board.watch()) for board in boards]

    async def kill_process() -> None:
        os.kill(served.children()[0], signal.SIGKILL)

    async def kill_database() -> None:
        os.kill(served.postmaster(), signal.SIGKILL)
        killed = time.monotonic()
        await asyncio.sleep(0.2)
        while await asyncio.to_thread(served.get, "/readyz") != 200 and time.monotonic() - killed < 180:
            await asyncio.sleep(0.1)
        print(f"the database was back {time.monotonic() - killed:.1f} s after it was killed", flush=True)

    calm = await vote(served.port, hall, 0, boards)
    late = delays(calm, boards, 0)
    whole = await printed("calm", served, hall, 0, calm, late)
    fast = share(calm.heard.latencies, 0.99) < _MOST_MS and share(late, 0.95) < _MOST_DELAY_MS
    opened_before = sum(board.opened for board in boards)
    rough = await vote(served.port, hall, 1, boards, kill_process, kill_database)
    survived = await printed("with kills", served, hall, 1, rough, delays(rough, boards, 1))
    after = ", ".join(f"{seconds:.2f} s" for seconds in back_after(rough, boards))
    print(f"  every board moves again after the process, the database: {after};", end=" ")
    print(f"streams opened again: {sum(board.opened for board in boards) - opened_before}")
    for task in watching:
        task.cancel()
    return whole and survived and fast


async def main(folder: Path) -> int:
    """Prepare, measure, print; 1 where a promise is broken."""
    configure(AccessSettings(secret=bytes(32)))
    with serving(folder, also={"REGISTER_WORKERS": str(PROCESSES)}) as served:
        await asyncio.to_thread(served.wait_until_ready, 180)
        vault.configure(vault.open_keyring({}, folder / "var" / "master.key", embedded=True))
        embedded = Embedded(folder / "var" / "pg")
        superuser = await asyncpg.connect(embedded.url("postgres"))
        await db.open_pool(embedded.url("register_app"), size=4)
        hall = await prepared(superuser, PARTICIPANTS, BOARDS, items=2)
        await db.close_pool()
        await superuser.close()
        return 0 if await both(served, hall) else 1


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.exit(asyncio.run(main(Path(made))))
