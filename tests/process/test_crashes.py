"""What was acknowledged is never lost: kill -9 of server and database while people file."""

import asyncio
import os
import random
import signal
import ssl
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

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

pytestmark = pytest.mark.proof
FULL = os.environ.get("PROOF") == "full"
FILINGS = 2000 if FULL else 150
KILLS = 12 if FULL else 4
CLIENTS = 8


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path, "--demo", "--empty") as running:
        running.wait_until_ready(60)
        yield running


@pytest.fixture
async def token(register: Serving) -> AsyncIterator[str]:
    """An API token of a staff member of the demonstration."""
    held = vault.keyring()
    vault.configure(vault.open_keyring({}, register.folder / "var" / "master.key", embedded=True))
    configure(AccessSettings(secret=bytes(32)))
    embedded = Embedded(register.folder / "var" / "pg")
    await db.open_pool(embedded.url("register_app"), size=2)
    connection = await asyncpg.connect(embedded.url("postgres"))
    person: UUID = await connection.fetchval("select id from person where email = 'declarant@demo.example'")
    await connection.close()
    made = await create_token(Identity(person=person, roles=frozenset({"declarant"}), session=person), "load", SCOPES)
    await db.close_pool()
    yield made.secret
    vault.configure(held)


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
    """Kill the server and the database in turn until enough were killed and everything is filed."""
    killed = 0
    while not done.is_set() or killed < KILLS:
        await asyncio.sleep(random.uniform(0.3, 0.9))
        victims = register.children() if killed % 2 else [register.postmaster()]
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
            killed += 1
        await asyncio.to_thread(register.wait_until_ready, 5)
        if done.is_set() and killed >= KILLS:
            break
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
