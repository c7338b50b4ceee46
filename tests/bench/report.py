"""How long a periodic report takes to count, and how much memory: `python -m tests.bench.report [ROWS]`.

The budget is a data set over 1,000,000 declarations in 10 s and 300 MB. Memory is that of this process, which counts,
interpreter and all imports included; the database is beside it.
"""

import asyncio
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import asyncpg

from register import migration
from register.kernel import clock, db
from register.kernel.db import REPEATABLE_READ, transaction
from register.kernel.embedded import Embedded
from reports.periodic import store
from reports.periodic.model import DataSet, Profile, canonical
from reports.periodic.publishing import Heading, publish
from reports.periodic.service.making import REPORTER, count, spans_of
from tests.bench import bulk
from tests.factories import World

SECONDS, MEGABYTES = 10, 300
KNOWN = 4


async def filled(embedded: Embedded, rows: int) -> None:
    """A register of so many declarations; those that are closed were decided by a person."""
    await migration.migrate(embedded.url("register_owner"))
    superuser = await asyncpg.connect(embedded.url("postgres"))
    world = World(superuser)
    officers = [await world.person("ethics_officer") for _ in range(2)]
    known = [await world.person() for _ in range(KNOWN)]
    first, second = (officer.person for officer in officers)
    assert first
    assert second
    await bulk.fill(superuser, rows, [each.person for each in known if each.person], (first, second))
    await superuser.execute("set session_replication_role = replica")
    await superuser.execute(
        "insert into person_capacity (id, person, capacity, since)"
        " select gen_random_uuid(), p.id, 'staff', '2019-01-01'"
        " from person p where not exists (select from person_capacity c where c.person = p.id)"
    )
    await superuser.execute("update declaration set decided_by = $1 where decided_at is not null", first)
    await superuser.execute("set session_replication_role = origin")
    await superuser.execute("vacuum analyze declaration")
    await superuser.close()


async def steps(since: date, until: date) -> None:
    """How long each statement takes by itself."""
    spans = spans_of(since, until)
    for name in ("cases", "STEPS", "RENEWED", "ENDED", "ADVICE", "_PEOPLE", "_MARKED", "_ITEM", "_MEETING"):
        async with transaction(REPORTER, isolation=REPEATABLE_READ) as tx:
            started = time.perf_counter()
            await (store.cases(tx, spans) if name == "cases" else tx.fetch(getattr(store, name), *spans))
            print(f"  {name.strip('_').lower():<20} {time.perf_counter() - started:>8.2f} s", flush=True)


async def counted(since: date, until: date) -> tuple[DataSet, float]:
    """The data set, and how long it took."""
    started = time.perf_counter()
    found = await count(since, until)
    return found, time.perf_counter() - started


async def measured(rows: int) -> bool:
    """Whether the budget was kept."""
    until = clock.today()
    since = until - timedelta(days=364)
    with tempfile.TemporaryDirectory() as folder, Embedded(Path(folder) / "pg").use() as embedded:
        await filled(embedded, rows)
        await db.open_pool(embedded.url("register_app"), statement_timeout=300)
        try:
            found, seconds = await counted(since, until)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"data set of a year and of the year before, {rows:,} declarations in the register")
            print(f"                       {seconds:>8.2f} s (at most {SECONDS})")
            print(f"                       {peak:>8.0f} MB at most in this process (at most {MEGABYTES})")
            print(f"                       {len(canonical(found)):>8,} bytes of canonical JSON", flush=True)
            await steps(since, until)
        finally:
            await db.close_pool()
    started = time.perf_counter()
    publish(found, Heading(Profile.GENERAL_ASSEMBLY, "A/1", {}), 5)
    print(f"  small numbers taken out {time.perf_counter() - started:>5.2f} s")
    return seconds <= SECONDS and peak <= MEGABYTES


if __name__ == "__main__":
    kept = asyncio.run(measured(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
    sys.exit(0 if kept else 1)
