"""Pages of a large register beside the same pages of a small one (design: the desk at a million ≤ 2 × at ten thousand).

Two databases in one server, asked in turn through the whole application: session, row security, rendering.
BENCH_ROWS sets the size of the large one; the small one is a hundredth of it.
"""

import asyncio
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from declarations.codes.decisions import Status
from declarations.parties.service.listening import hear_all
from declarations.review.model import Filters
from declarations.review.service import acts, filters
from declarations.review.service.queue import queue
from register import migration
from register.access.middleware import SESSION_COOKIE
from register.access.tokens import digest, new_token
from register.app import create_app
from register.kernel import clock, db
from register.kernel.embedded import Embedded
from register.kernel.identity import Identity
from register.kernel.paging import Cursor, encode_cursor
from register.settings import Settings
from tests.bench import bulk
from tests.factories import World, gift_command

LARGE = int(os.environ.get("BENCH_ROWS", "1000000"))
SMALL = max(LARGE // 100, 1000)
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "25"))
DECLARANTS = 4
MOST = 2.0


@dataclass
class Register:
    """One database behind the application, with people signed in and cases that can be opened."""

    rows: int
    pool: Any
    cookies: dict[str, str]
    pages: dict[str, tuple[str, str]]
    """What is measured: whose cookie, and the address."""


async def made(embedded: Embedded, rows: int) -> Register:
    """A register of so many declarations in a database of its own."""
    name = f"rows{rows}"
    maker = await asyncpg.connect(embedded.url("postgres"))
    await maker.execute(f"create database {name} owner register_owner")
    await maker.close()
    await migration.migrate(embedded.url("register_owner", name))
    await db.open_pool(embedded.url("register_app", name), size=4)
    superuser = await asyncpg.connect(embedded.url("postgres", name))
    try:
        register = await _peopled(superuser, rows)
    finally:
        await superuser.close()
    register.pool, db._Pools.main = db._Pools.main, None
    return register


async def _peopled(superuser: asyncpg.Connection, rows: int) -> Register:
    world = World(superuser)
    officer, colleague = await world.person("ethics_officer"), await world.person("ethics_officer")
    declarants = [await world.person() for _ in range(DECLARANTS)]
    known = [person.person for person in declarants if person.person]
    assert officer.person
    assert colleague.person
    await bulk.fill(superuser, rows, known, (officer.person, colleague.person))
    ordinary = await _opened(world, officer, declarants[0], f"{bulk.SMALL_GIVER} 7")
    big = await _opened(world, officer, declarants[1], bulk.BIG_GIVER)
    misspelt = await _opened(world, officer, declarants[2], "Grand Aquedcut Company")
    await hear_all()
    people = {"officer": officer, "auditor": await world.person("auditor"), "declarant": declarants[0]}
    pages = {
        "desk": ("officer", "/desk"),
        "desk, assigned to me": ("officer", "/desk?show=mine"),
        "desk, overdue": ("officer", "/desk?show=overdue"),
        "desk, one status and effect": ("officer", "/desk?status=under_review&effect=referral"),
        "desk, closed": ("officer", "/desk?status=closed"),
        "desk, a rare category": ("officer", "/desk?category=decoration"),
        "desk, a rare band": ("officer", "/desk?band=above"),
        "desk, a month of filing": ("officer", f"/desk?{_month('filed', 4)}"),
        "desk, closed, a category": ("officer", "/desk?status=closed&category=hospitality"),
        "desk, closed, a rare category": ("officer", "/desk?status=closed&category=decoration"),
        "desk, closed, a rare band": ("officer", "/desk?status=closed&band=above"),
        "desk, closed, both": ("officer", "/desk?status=closed&category=travel&band=above"),
        "desk, closed, an old month": ("officer", f"/desk?status=closed&{_month('event', 365 * 4)}"),
        "desk, closed, filed long ago": ("officer", f"/desk?status=closed&{_month('filed', 365 * 4)}"),
        "desk, closed, years": ("officer", "/desk?status=closed&event_from=1990-01-01"),
        "desk, a kind": ("officer", "/desk?kind=conflict"),
        "desk, a rare kind": ("officer", "/desk?kind=approval_request"),
        "desk, a kind, assigned to me": ("officer", "/desk?show=mine&kind=outside_activity"),
        "desk, a kind, one status": ("officer", "/desk?kind=conflict&status=under_review&effect=disclose"),
        "desk, a kind, second page": ("officer", f"/desk?kind=conflict&at={await _second(officer, _CONFLICTS)}"),
        "desk, closed, a kind": ("officer", "/desk?status=closed&kind=conflict"),
        "desk, closed, a rare kind": ("officer", "/desk?status=closed&kind=approval_request"),
        "desk, closed, a kind, effect": ("officer", "/desk?status=closed&kind=conflict&effect=referral"),
        "desk, closed, a kind, a month": ("officer", f"/desk?status=closed&kind=conflict&{_month('filed', 365 * 4)}"),
        "desk, measures due": ("officer", "/desk/measures?show=due"),
        "desk, measures due, closed": ("officer", "/desk?show=measure_due&status=closed&kind=conflict"),
        "search, a unit, a kind": ("officer", await _searched(officer, "water policy", kind="conflict")),
        "search, a unit, kind, status": (
            "officer",
            await _searched(officer, "water policy", kind="conflict", status=Status.CLOSED),
        ),
        "desk, second page": ("officer", f"/desk?at={await _second(officer, Filters())}"),
        "desk, closed, far down": ("officer", f"/desk?status=closed&at={_years_ago()}"),
        "search, one person": ("officer", await _searched(officer, "member 7")),
        "search, a big giver": ("officer", await _searched(officer, "aqueduct")),
        "search, many givers": ("officer", await _searched(officer, "spring works")),
        "search, a unit of everybody": ("officer", await _searched(officer, "water policy")),
        "search, a reference": ("officer", await _searched(officer, ordinary)),
        "case, in its list": ("officer", f"/desk/{ordinary}?at={await _second(officer, Filters())}"),
        "case": ("officer", f"/desk/{ordinary}"),
        "case of a big giver": ("officer", f"/desk/{big}"),
        "case, a big giver misspelt": ("officer", f"/desk/{misspelt}"),
        "own declarations": ("declarant", "/declarations"),
        "reading log": ("auditor", "/reading-log"),
    }
    cookies = {role: await _cookie(superuser, person) for role, person in people.items()}
    return Register(rows, None, cookies, pages)


_CONFLICTS = Filters(kind="conflict")


async def _searched(officer: Identity, words: str, **narrowed: Any) -> str:
    """Where the answer to a search stands."""
    return f"/desk?filter={await filters.search(officer, Filters(words=words, **narrowed))}"


async def _second(officer: Identity, chosen: Filters) -> str:
    """The cursor of the second page."""
    return (await queue(officer, chosen)).page.older or ""


def _month(name: str, ago: int) -> str:
    """Thirty days that ended so many days ago."""
    last = clock.now().date() - timedelta(days=ago)
    return f"{name}_from={last - timedelta(days=30)}&{name}_to={last}"


def _years_ago() -> str:
    return encode_cursor(Cursor((clock.now() - timedelta(days=365 * (bulk.YEARS - 1))).isoformat(), UUID(int=7)))


async def _opened(world: World, officer: Identity, declarant: Identity, giver: str) -> str:
    """A case that was filed and taken up as people do; its reference."""
    made = await world.declaration(declarant, gift_command(giver_name=giver))
    key = await world.superuser.fetchval("select party_key from declaration where id = $1", made.id)
    assert key == giver.lower(), "the rows made in bulk must be of the same giver"
    return (await acts.take(officer, made.reference, made.head_seq)).reference


async def _cookie(superuser: asyncpg.Connection, person: Identity) -> str:
    token = new_token()
    await superuser.execute(
        "insert into session (person, token_hash, epoch, expires_at)"
        " select person, $2, epoch, now() + interval '1 hour' from account where person = $1",
        person.person,
        digest(token),
    )
    return token


async def asked(client: httpx.AsyncClient, register: Register, page: str) -> float:
    """Seconds until a page is there."""
    db._Pools.main = register.pool
    who, path = register.pages[page]
    began = time.perf_counter()
    answer = await client.get(path, headers={"cookie": f"{SESSION_COOKIE}={register.cookies[who]}"})
    took = time.perf_counter() - began
    assert answer.status_code == 200, (path, answer.status_code)
    return took


async def compared(client: httpx.AsyncClient, small: Register, large: Register, page: str) -> tuple[float, float]:
    """The median time of a page in each register, asked in turn."""
    times: dict[int, list[float]] = {small.rows: [], large.rows: []}
    for round_number in range(-5, ROUNDS):
        for register in (small, large):
            took = await asked(client, register, page)
            if round_number >= 0:
                times[register.rows].append(took)
    return statistics.median(times[small.rows]), statistics.median(times[large.rows])


@contextlib.asynccontextmanager
async def registers() -> AsyncIterator[tuple[httpx.AsyncClient, Register, Register, Embedded]]:
    """Both registers behind one application."""
    with tempfile.TemporaryDirectory() as folder, Embedded(Path(folder) / "pg").use() as embedded:
        app: Any = create_app(Settings(var=Path(folder)), embedded.url("register_app"))
        began = time.perf_counter()
        small, large = await made(embedded, SMALL), await made(embedded, LARGE)
        print(f"desk: {SMALL:,} and {LARGE:,} declarations made in {time.perf_counter() - began:.0f} s")
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="https://register.example") as client:
            try:
                yield client, small, large, embedded
            finally:
                for register in (small, large):
                    db._Pools.main = register.pool
                    await db.close_pool()


async def main() -> int:
    """Print the ratios; 1 when a page of the desk is slower than it may be."""
    worst = 0.0
    async with registers() as (client, small, large, _embedded):
        for page in small.pages:
            few, many = await compared(client, small, large, page)
            worst = max(worst, many / few)
            print(f"{page:<28} {few * 1000:7.1f} ms → {many * 1000:7.1f} ms   ratio {many / few:.2f}", flush=True)
    print(f"desk: worst ratio {worst:.2f} (design: at most {MOST:.0f})")
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
