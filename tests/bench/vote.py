"""A thousand participants answer in the last minute before a vote while ten boards watch: none lost, p99 < 500 ms.

The load comes from the same machine. BENCH_PARTICIPANTS, BENCH_SECONDS and BENCH_BOARDS set its size.
"""

import asyncio
import base64
import json
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import asyncpg

from declarations.meetings.model import Function
from declarations.meetings.service.acknowledging import own_code
from register import migration, vault
from register.access import AccessSettings, configure
from register.access.middleware import MEETING_COOKIE, SESSION_COOKIE
from register.access.service.resolving import identity_of_participant
from register.access.tokens import digest, new_token
from register.kernel import db
from register.kernel.embedded import Embedded
from register.kernel.identity import Identity
from tests.factories import World
from tests.meetings import delegation, item, meeting, officer, participant
from tests.process.serving import serving

PARTICIPANTS = int(os.environ.get("BENCH_PARTICIPANTS", "1000"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
BOARDS = int(os.environ.get("BENCH_BOARDS", "10"))
_KEY = bytes(range(32))
_MOST_MS, _MOST_DELAY_MS = 500, 1000


@dataclass
class Scene:
    """Who answers on what, and who watches."""

    meeting: str = ""
    item: str = ""
    phones: list[str] = field(default_factory=list)
    watchers: list[str] = field(default_factory=list)


@dataclass
class Seen:
    """What was measured, in seconds."""

    latencies: list[float] = field(default_factory=list)
    received: list[float] = field(default_factory=list)
    shown: list[list[tuple[float, int]]] = field(default_factory=list)
    refused: int = 0


async def prepared(superuser: asyncpg.Connection) -> Scene:
    """A meeting of 196 delegations with everybody in, and the code acknowledged."""
    world, made = World(superuser), Scene()
    office, secretary, chair = [
        await world.person(role) for role in ("ethics_officer", "meeting_secretary", "presiding_officer")
    ]
    of = await meeting(office, secretary)
    called = await item(secretary, of, called_at=of.created_at, vote="show")
    await officer(secretary, of, Function.PRESIDING_OFFICER, chair)
    made.meeting, made.item = str(of.id), str(called.id)
    made.watchers = [await session_of(superuser, (secretary, chair)[n % 2]) for n in range(BOARDS)]
    groups = [await delegation(secretary, of, f"Delegation {n}") for n in range(min(196, PARTICIPANTS))]
    for number in range(PARTICIPANTS):
        who, token = await participant(secretary, of, groups[number % len(groups)]), new_token()
        await superuser.execute(
            "insert into participant_session (id, participant, meeting, token_hash, opened_with, opened_at,"
            " last_seen_at, expires_at) values ($1, $1, $2, $3, 'room', now(), now(), now() + interval '2 hours')",
            who.id,
            of.id,
            digest(token),
        )
        made.phones.append(token)
    version = (await own_code(await identity_of_participant(made.phones[0]))).code.version
    await superuser.execute("set session_replication_role = replica")
    await superuser.execute("update participant set acknowledged_at = now(), acknowledged_code = $1", version)
    await superuser.execute("set session_replication_role = origin")
    return made


async def session_of(superuser: asyncpg.Connection, person: Identity) -> str:
    """A session of somebody who has an account."""
    token = new_token()
    await superuser.execute(
        "insert into session (person, token_hash, epoch, expires_at)"
        " select person, $2, epoch, now() + interval '2 hours' from account where person = $1",
        person.person,
        digest(token),
    )
    return token


def request(method: str, path: str, port: int, cookie: str, body: bytes = b"") -> bytes:
    """A request as a browser sends it on a connection that it keeps."""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"host: 127.0.0.1:{port}",
        f"origin: http://127.0.0.1:{port}",
        "sec-fetch-site: same-origin",
        f"cookie: {cookie}",
        f"content-length: {len(body)}",
        "content-type: application/x-www-form-urlencoded",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def answered(reader: asyncio.StreamReader) -> tuple[int, str]:
    """The status and the body of an answer."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
    body = await reader.readexactly(int(length[1])) if length else b""
    return int(head.split()[1]), body.decode(errors="replace")


async def phone(port: int, scene: Scene, token: str, ready: asyncio.Semaphore, go: asyncio.Event, seen: Seen) -> None:
    """Open the item, think for a while, answer on the same connection."""
    path, cookie = f"/attend/items/{scene.item}", f"{MEETING_COOKIE}={token}"
    async with ready:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request("GET", path, port, cookie))
        status, page = await answered(reader)
    hidden = dict(re.findall(r'name="(csrf|client_key)" value="([^"]*)"', page))
    if status != 200 or len(hidden) < 2:
        raise SystemExit(f"the item page answered {status}: {page[-300:]}")
    await go.wait()
    await asyncio.sleep(random.uniform(0, SECONDS))
    began = time.perf_counter()
    sent = request("POST", path, port, cookie, urlencode(hidden | {"stance": "nothing"}).encode())
    try:
        writer.write(sent)
        status, _ = await answered(reader)
    except (ConnectionError, asyncio.IncompleteReadError):  # kept too long: browsers open another, as here
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        status, _ = await answered(reader)
    ended = time.perf_counter()
    if status == 303:
        seen.latencies.append(ended - began)
        seen.received.append(ended)
    else:
        seen.refused += 1
    writer.close()


async def board(port: int, scene: Scene, token: str, seen: Seen) -> None:
    """Watch, and note when which number was shown."""
    shown: list[tuple[float, int]] = []
    seen.shown.append(shown)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    writer.write(request("GET", f"/meetings/{scene.meeting}/board/events", port, f"{SESSION_COOKIE}={token}"))
    while line := await reader.readline():
        if line.startswith(b'data: {"frame'):
            shown.append((time.perf_counter(), json.loads(line[6:])["lines"][0]["answered"]))


def delays(seen: Seen) -> list[float]:
    """For each answer and board: how long after it was acknowledged the board counted it."""
    found = []
    for shown in seen.shown:
        at = 0
        for number, moment in enumerate(sorted(seen.received), start=1):
            while at < len(shown) and shown[at][1] < number:
                at += 1
            found.append(max(0.0, shown[at][0] - moment) if at < len(shown) else float("inf"))
    return found


def share(values: Sequence[float], part: float) -> float:
    """The value below which a share of them lies, in milliseconds."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] * 1000


async def measured(port: int, scene: Scene) -> Seen:
    """Let everybody in, then everybody answer."""
    seen, go, ready = Seen(), asyncio.Event(), asyncio.Semaphore(20)
    watching = [asyncio.create_task(board(port, scene, token, seen)) for token in scene.watchers]
    phones = [asyncio.create_task(phone(port, scene, token, ready, go, seen)) for token in scene.phones]
    await asyncio.sleep(5 + PARTICIPANTS / 60)
    go.set()
    await asyncio.gather(*phones)
    await asyncio.sleep(2)
    for task in watching:
        task.cancel()
    return seen


async def main(folder: Path) -> int:
    """Prepare, measure, print; 1 where a promise is broken."""
    vault.configure(vault.Keyring([vault.MasterKey(_KEY)]))
    configure(AccessSettings(secret=_KEY))
    key = base64.b64encode(_KEY).decode()
    with Embedded(folder / "pg").use() as embedded:
        await migration.migrate(embedded.url("register_owner"))
        superuser = await asyncpg.connect(embedded.url("postgres"))
        await db.open_pool(embedded.url("register_app"), size=4)
        scene = await prepared(superuser)
        await db.close_pool()
        also = {"DATABASE_URL": embedded.url("register_app"), "REGISTER_WORKERS": "2"}
        also |= {"REGISTER_MASTER_KEY": key, "REGISTER_SIGNING_KEY": key}
        with serving(folder / "served", also=also) as served:
            await asyncio.to_thread(served.wait_until_ready, 30)
            seen = await measured(served.port, scene)
        kept, persons = await superuser.fetchrow(
            "select count(*), count(distinct participant) from meeting_answer"
        ) or (0, 0)
        await superuser.close()
    late = delays(seen)
    print(f"{PARTICIPANTS} answers in {SECONDS:.0f} s, {BOARDS} boards: acknowledged {len(seen.latencies)},")
    print(f"refused {seen.refused}, kept {kept}, of {persons} participants")
    print(f"answer p50 {share(seen.latencies, 0.5):.0f} ms, p99 {share(seen.latencies, 0.99):.0f} ms")
    print(f"board p50 {share(late, 0.5):.0f} ms, p95 {share(late, 0.95):.0f} ms")
    whole = kept == persons == len(seen.latencies) == PARTICIPANTS
    fast = share(seen.latencies, 0.99) < _MOST_MS and share(late, 0.95) < _MOST_DELAY_MS
    return 0 if whole and fast else 1


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.exit(asyncio.run(main(Path(made))))
