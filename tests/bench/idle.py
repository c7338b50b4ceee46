"""Two thousand idle phones and fifty boards held for a minute: what each costs, and that the database holds nothing.

BENCH_PHONES, BENCH_BOARDS, BENCH_SECONDS and BENCH_PROCESSES set its size. A phone that shows a page holds no stream;
its browser may keep a connection, which the server ends a few seconds after the last answer. So phones are counted
twice: as people who loaded a page, and as connections that are open and say nothing.
"""

import asyncio
import os
import re
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from declarations.meetings.service.completing import complete
from declarations.meetings.service.preparing import read_meeting
from register import vault
from register.access import AccessSettings, configure
from register.access.middleware import SESSION_COOKIE
from register.kernel import db
from register.kernel.embedded import Embedded
from tests.meetings import over
from tests.process.serving import Serving, serving
from tests.process.voting import Browser, Hall, Phone, Watcher, all_opened, prepared, session_of

PHONES = int(os.environ.get("BENCH_PHONES", "2000"))
BOARDS = int(os.environ.get("BENCH_BOARDS", "50"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
PROCESSES = int(os.environ.get("BENCH_PROCESSES", "2"))
_KEPT_ALIVE = 6.0
_MOST_TO_END = 2.5
_WARM = 100
_WATCHING: list[asyncio.Task[None]] = []


@dataclass
class Held:
    """What the serving processes hold, and the database for them."""

    kilobytes: int
    descriptors: int
    connections: int

    def __str__(self) -> str:
        return f"{self.kilobytes / 1024:.1f} MB, {self.descriptors} descriptors, {self.connections} in the database"


async def held(served: Serving, superuser: asyncpg.Connection) -> Held:
    """Resident memory and open descriptors of all serving processes, and connections that are not ours."""
    memory = descriptors = 0
    for pid in served.children():
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
        memory += int(found[1]) if found else 0
        descriptors += sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    connections = await superuser.fetchval(
        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    )
    return Held(memory, descriptors, connections)


async def loaded(port: int, hall: Hall, tokens: Sequence[str]) -> list[Phone]:
    """Phones that have loaded the page of an item, and keep their connection as long as they are let."""
    phones = [Phone(port, token, hall.items[0]) for token in tokens]
    await all_opened(phones)
    return phones


async def phones_held(served: Serving, hall: Hall, superuser: asyncpg.Connection) -> None:
    """Load the page on every phone, wait, then hold as many silent connections."""
    before = await held(served, superuser)
    await loaded(served.port, hall, hall.phones)
    await asyncio.sleep(_KEPT_ALIVE)
    after = await held(served, superuser)
    print(f"{len(hall.phones)} phones loaded a page {_KEPT_ALIVE:.0f} s ago: {after}; before: {before}")
    silent = [await asyncio.open_connection("127.0.0.1", served.port) for _ in hall.phones]
    await asyncio.sleep(1)
    most = await held(served, superuser)
    each = (most.kilobytes - after.kilobytes) / len(silent)
    print(f"{len(silent)} connections that say nothing: {most}; {each:.1f} kB for each", flush=True)
    await asyncio.sleep(SECONDS)
    print(f"the same {SECONDS:.0f} s later: {await held(served, superuser)}", flush=True)
    for _, writer in silent:
        writer.close()


async def boards_held(served: Serving, hall: Hall, superuser: asyncpg.Connection) -> list[Watcher]:
    """Open the boards, which stay."""
    before = await held(served, superuser)
    boards = [Watcher(served.port, hall.meeting, token) for token in hall.watchers]
    _WATCHING.extend(asyncio.create_task(board.watch()) for board in boards)
    await asyncio.sleep(_KEPT_ALIVE)
    now = await held(served, superuser)
    each = (now.kilobytes - before.kilobytes) / len(boards)
    print(f"{len(boards)} boards: {now}; before: {before}; {each:.1f} kB for each", flush=True)
    return boards


async def held_in_turn(served: Serving, hall: Hall, superuser: asyncpg.Connection) -> bool:
    """Boards, then phones beside them; then a session is ended, and the meeting closed. Whether boards end in time."""
    await loaded(served.port, hall, hall.phones[:_WARM])
    await asyncio.sleep(_KEPT_ALIVE)
    boards = await boards_held(served, hall, superuser)
    await phones_held(served, hall, superuser)
    print(f"boards that show: {_showing(boards)}")
    gone = await ended_session(boards, hall, superuser)
    closed = await ended_meeting(served, boards, hall, superuser)
    print(f"a session that was ended, its boards silent after {gone:.2f} s; a meeting closed, all after {closed:.2f} s")
    for task in _WATCHING:
        task.cancel()
    return _showing(boards) == len(boards) and max(gone, closed) < _MOST_TO_END


def _showing(boards: Sequence[Watcher]) -> int:
    return sum(bool(board.shown) for board in boards)


async def ended_session(boards: Sequence[Watcher], hall: Hall, superuser: asyncpg.Connection) -> float:
    """Seconds until the first board is over after the session behind it was ended."""
    who = hall.officers[0].person
    await superuser.execute("update session set ended_at = now() where person = $1", who)
    return await _until_over(boards[:4])


async def ended_meeting(served: Serving, boards: Sequence[Watcher], hall: Hall, superuser: asyncpg.Connection) -> float:
    """Seconds until every board is over after the secretary closed the meeting."""
    secretary, of = hall.officers[0], hall.meeting.id
    await over(secretary, hall.meeting)
    seen = await complete(secretary, of, (await read_meeting(secretary, of)).meeting.version, despite=True)
    browser = Browser(served.port, f"{SESSION_COOKIE}={await session_of(superuser, secretary)}")
    page = await browser.ask("GET", f"/meetings/{of}")
    csrf = re.search(rb'name="csrf" value="([^"]*)"', page.body)
    said = {"x_csrf_token": csrf[1].decode() if csrf else "", "if_match": f'"{seen}"'}
    done = await browser.ask("POST", f"/api/v1/meetings/{of}/closing", b"", **said)
    assert done.status == 204, done.body
    return await _until_over(boards)


async def _until_over(boards: Sequence[Watcher]) -> float:
    began = time.perf_counter()
    while not all(board.is_over for board in boards):
        if time.perf_counter() - began > 30:
            return float("inf")
        await asyncio.sleep(0.02)
    return time.perf_counter() - began


async def main(folder: Path) -> int:
    """Prepare, measure, print; 1 where a promise is broken."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    configure(AccessSettings(secret=bytes(32)))
    with serving(folder, also={"REGISTER_WORKERS": str(PROCESSES)}) as served:
        await asyncio.to_thread(served.wait_until_ready, 180)
        vault.configure(vault.open_keyring({}, folder / "var" / "master.key", embedded=True))
        embedded = Embedded(folder / "var" / "pg")
        superuser = await asyncpg.connect(embedded.url("postgres"))
        await db.open_pool(embedded.url("register_app"), size=4)
        hall = await prepared(superuser, PHONES, BOARDS)
        in_time = await held_in_turn(served, hall, superuser)
        await db.close_pool()
        await superuser.close()
        return 0 if in_time else 1


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.exit(asyncio.run(main(Path(made))))
