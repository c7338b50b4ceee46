"""A what-if over a large register with its real, encrypted content: seconds, declarations a second, peak memory.

The rows are put in behind the register’s back, each under a data key of its own, with facts of a mixed register and the
evaluation that filing keeps beside them. Twice the rows may cost twice the time and no more memory.
"""

import asyncio
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from tqdm import tqdm

from declarations.codes.adopted import library_in
from declarations.codes.engine import evaluate
from declarations.codes.facts import Facts
from declarations.codes.library import shipped
from declarations.codes.sandbox import Sandbox, sandbox_version
from declarations.codes.terms import terms_of
from declarations.whatif.model import By
from declarations.whatif.service.running import WHAT_IF, look_over
from register import migration, vault
from register.kernel import db
from register.kernel.canonical import canonical_json
from register.kernel.embedded import Embedded
from register.kernel.ids import new_id
from tests.bench.evaluation import parts, rates
from tests.db.gifts import COLUMNS, gift
from tests.factories import World

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
UNITS = 40
GIVERS = 37
"""Of whom each person has gifts again and again, so that there are earlier ones to add up."""
_FIRST = datetime(2021, 1, 1, tzinfo=UTC)


def _rows(rows: int, people: list[UUID]) -> Iterator[tuple[Any, ...]]:
    version, known, number = shipped().profile("un-style").versions[-1], rates(), 0
    usual = gift(1, people[0])
    kept: dict[str, msgspec.Raw] = {}
    for part in parts(rows):
        for facts in part:
            number += 1
            if facts.kind not in kept:
                kept[facts.kind] = msgspec.Raw(evaluate(facts, version, known).to_json())
            yield _row(usual, facts, kept[facts.kind], people[number % len(people)], number)


def _row(usual: dict[str, Any], facts: Facts, judged: msgspec.Raw, person: UUID, number: int) -> tuple[Any, ...]:
    made, key = new_id(), vault.new_data_key()
    content = {
        "details": {"kind": facts.kind, "description": "A set of fountain pens in a case of leather, given at the end"},
        "facts": facts.to_object(),
        "evaluation": judged,
        "language": "en",
        "declarant_name": "Amina Haddad",
    }
    details = vault.encrypt(key, canonical_json(content), made, "details")
    changed = {"id": made, "reference": f"W-{number:09d}", "kind": facts.kind.value, "declarant": person}
    changed |= {
        "filed_by": person,
        "filed_at": _FIRST + timedelta(number % 2000),
        "status": "closed",
        "effect": "noted",
        "wrapped_key": key.wrapped,
        "event_date": facts.event_date,
        "direction": facts.get("direction"),
        "party_name": f"Giver {number % GIVERS}",
        "party_key": f"giver {number % GIVERS}",
    }
    value = facts.get("value")
    changed |= {"amount": value and value.amount, "currency": value and value.currency, "reference_amount": None}
    changed |= {"reference_currency": None}
    row = usual | changed | {"key_id": key.key_id, "details": details}
    return tuple(row[name] for name in COLUMNS)


async def _fill(superuser: asyncpg.Connection, rows: int) -> None:
    world = World(superuser)
    people = [await world.person(unit=f"Unit {number}") for number in range(UNITS)]
    await superuser.execute("set session_replication_role = replica")
    found = _rows(rows, [person.person for person in people if person.person])
    await superuser.copy_records_to_table("declaration", columns=COLUMNS, records=found)
    await superuser.execute("analyze declaration")


def _sandbox() -> Sandbox:
    terms = terms_of(shipped().profile("un-style").versions[-1])
    first, *others = terms.figures
    figures = (msgspec.structs.replace(first, amount=Decimal(100)), *others)
    return Sandbox("un-style", msgspec.structs.replace(terms, figures=figures))


async def _measure() -> tuple[int, int, float]:
    async with db.transaction(WHAT_IF) as tx:
        library = await library_in(tx)
    after = sandbox_version(_sandbox(), library)
    with tqdm(total=ROWS, unit=" declarations", disable=not sys.stderr.isatty()) as bar:
        began = time.perf_counter()
        period = (By.EVENT, None, None)
        told = await look_over(
            library, library.profiles["un-style"], after, period, lambda done, _: bar.update(done - bar.n)
        )
        return told.judged, told.changed, time.perf_counter() - began


async def main() -> int:
    """Print what it took; 1 when a declaration was left out."""
    with tempfile.TemporaryDirectory() as folder, Embedded(Path(folder) / "pg").use() as embedded:
        vault.configure(vault.Keyring([vault.MasterKey.new()]))
        await migration.migrate(embedded.url("register_owner"))
        superuser = await asyncpg.connect(embedded.url("postgres"))
        began = time.perf_counter()
        await _fill(superuser, ROWS)
        size = await superuser.fetchval("select pg_size_pretty(pg_total_relation_size('declaration'))")
        print(f"{ROWS:,} encrypted declarations made in {time.perf_counter() - began:.0f} s, {size}", flush=True)
        await superuser.close()
        await db.open_pool(embedded.url("register_app"), size=4)
        before = _peak()
        judged, changed, seconds = await _measure()
        await db.close_pool()
    print(
        f"{judged:,} judged twice, {changed:,} with another effect: {seconds:.1f} s, {judged / seconds:,.0f} a second"
    )
    print(f"peak memory of the process {_peak():.0f} MB, before {before:.0f} MB")
    return int(judged != ROWS or changed == 0)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
