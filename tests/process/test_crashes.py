"""What was acknowledged is never lost: kill -9 of server and database while people file."""

import asyncio
import os
import random
import signal
import ssl
from collections.abc import AsyncIterator, Iterator
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec
import pytest

from register import vault
from register.access import AccessSettings, configure
from register.access.scopes import SCOPES
from register.access.service.account import create_token
from register.kernel import db
from register.kernel.embedded import Embedded
from register.kernel.identity import Identity
from tests.factories import gift_facts
from tests.process.serving import Serving, command, serving
from tests.process.voting import Account, Heard, Phone, Watcher, accounted, all_opened, prepared

pytestmark = pytest.mark.proof
FULL = os.environ.get("PROOF") == "full"
FILINGS = 2000 if FULL else 150
KILLS = 12 if FULL else 4
CLIENTS = 8
PARTICIPANTS = 1000 if FULL else 60
SPREAD = 30.0 if FULL else 1.5
"""Seconds within which they answer."""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    two = {"REGISTER_WORKERS": "2"}
    with serving(tmp_path_factory.mktemp("crashing"), "--demo", "--empty", also=two) as running:
        running.wait_until_ready(120)
        yield running


@pytest.fixture
async def superuser(register: Serving) -> AsyncIterator[asyncpg.Connection]:
    """Behind the register that is served, as long as its database is not killed; use cases run on it meanwhile."""
    held = vault.keyring()
    vault.configure(vault.open_keyring({}, register.folder / "var" / "master.key", embedded=True))
    configure(AccessSettings(secret=bytes(32)))
    embedded = Embedded(register.folder / "var" / "pg")
    await db.open_pool(embedded.url("register_app"), size=2)
    connection = await asyncpg.connect(embedded.url("postgres"))
    yield connection
    await connection.close()
    await db.close_pool()
    vault.configure(held)


@pytest.fixture
async def token(superuser: asyncpg.Connection) -> str:
    """An API token of a staff member of the demonstration."""
    person: UUID = await superuser.fetchval("select id from person where email = 'declarant@demo.example'")
    declarant = Identity(person=person, roles=frozenset({"declarant"}), session=person)
    return (await create_token(declarant, "load", SCOPES)).secret


def _body(number: int) -> bytes:
    details = {"description": f"Gift number {number}", "giver_name": f"Firm {number % 40}"}
    return msgspec.json.encode(
        {"kind": "gift", "facts": gift_facts(), "details": details, "language": "en", "attested": True}
    )


async def _file(client: httpx.AsyncClient, number: int) -> str:
    """File once, trying again with the same key until it is acknowledged, as a careful client does."""
    headers = {"idempotency-key": f"load-{number}", "content-type": "application/json"}
    for _ in range(200):
        try:
            answer = await client.post("/api/v1/declarations", content=_body(number), headers=headers)
        except httpx.HTTPError:
            await asyncio.sleep(0.1)
            continue
        if answer.status_code in {200, 201}:
            return str(answer.json()["reference"])
        assert answer.status_code in {429, 503}, answer.text
        await asyncio.sleep(0.1)
    raise AssertionError(f"filing {number} was never acknowledged")


async def _killer(register: Serving, done: asyncio.Event) -> int:
    """Kill the server and the database in turn, often enough; at full size as long as anything is filed."""
    killed = 0
    while killed < KILLS or (FULL and not done.is_set()):
        await asyncio.sleep(random.uniform(0.3, 0.9))
        victims = register.children() if killed % 2 else [register.postmaster()]
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
            killed += 1
        await asyncio.to_thread(register.wait_until_ready, 120)  # other tests use the machine as well
    return killed


async def test_nothing_acknowledged_is_lost_and_nothing_is_half_written(register: Serving, token: str) -> None:
    done = asyncio.Event()
    killing = asyncio.create_task(_killer(register, done))
    queue = iter(range(FILINGS))
    acknowledged: dict[int, str] = {}

    async def work(client: httpx.AsyncClient) -> None:
        for number in queue:
            acknowledged[number] = await _file(client, number)

    base = f"http://127.0.0.1:{register.port}"
    headers = {"authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(
        base_url=base, headers=headers, timeout=5, verify=ssl.create_default_context()
    ) as client:
        await asyncio.gather(*(work(client) for _ in range(CLIENTS)))
    done.set()
    assert await killing >= KILLS
    await _check(register, acknowledged)


async def test_a_vote_goes_on_through_a_killed_process_and_a_killed_database(
    register: Serving, superuser: asyncpg.Connection
) -> None:
    """Phones and boards do what their scripts do, five times as fast. With figures: `python -m tests.bench.vote`."""
    hall = await prepared(superuser, PARTICIPANTS, boards=4)
    about, heard = hall.items[0], Heard()
    boards = [Watcher(register.port, hall.meeting, cookie, pace=0.2) for cookie in hall.watchers]
    watching = [asyncio.create_task(board.watch()) for board in boards]
    phones = [Phone(register.port, cookie, about, pace=0.2) for cookie in hall.phones]
    await all_opened(phones)

    async def touch(number: int, phone: Phone) -> None:
        await asyncio.sleep(SPREAD * number / PARTICIPANTS)
        await phone.answer(heard)

    async def kill() -> None:
        for victim in (register.children()[0], register.postmaster(), register.children()[1]):
            await asyncio.sleep(SPREAD * 0.3)
            os.kill(victim, signal.SIGKILL)

    await asyncio.gather(kill(), *(touch(number, phone) for number, phone in enumerate(phones)))
    async with asyncio.timeout(60):
        while not all(board.says(0) == PARTICIPANTS for board in boards):
            await asyncio.sleep(0.05)
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)
    again = await asyncpg.connect(Embedded(register.folder / "var" / "pg").url("postgres"))
    assert await accounted(again, about, heard) == Account(PARTICIPANTS, PARTICIPANTS, 0, 0), heard.refused
    assert heard.tries > PARTICIPANTS, "some were sent again"
    assert all(board.opened > 1 for board in boards), "every board had to come back"
    careless = Phone(register.port, hall.phones[0], about)
    await careless.open()
    await careless.answer(heard)
    heard.acknowledged.append((uuid4(), 0.0))
    controls = await accounted(again, about, heard)
    await again.close()
    assert (controls.doubled, controls.lost) == (1, 1), "a key of its own, and what was never kept"


async def _check(register: Serving, acknowledged: dict[int, str]) -> None:
    assert len(set(acknowledged.values())) == FILINGS, "one key made one declaration"
    connection = await asyncpg.connect(Embedded(register.folder / "var" / "pg").url("postgres"))
    try:
        kept = {row["reference"] for row in await connection.fetch("select reference from declaration")}
        heads = await connection.fetchval(
            "select count(*) from declaration d where d.head_seq = (select max(seq) from event e where e.stream = d.id)"
        )
        notices = await connection.fetchval("select count(distinct id) from outbox")
    finally:
        await connection.close()
    assert kept == set(acknowledged.values())
    assert heads == FILINGS
    assert notices >= FILINGS
    verified = command(register.folder, "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
