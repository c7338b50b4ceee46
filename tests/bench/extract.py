"""How fast an extract leaves, beside the plainest way out in the same run: `python -m tests.bench.extract [ROWS]`.

Ratios mean something, rows a second only on this machine in this hour (design: rows/s of the extract, memory).
"""

import asyncio
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import aclosing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import asyncpg
import openpyxl

from register import migration, vault
from register.kernel import db
from register.kernel.db import REPEATABLE_READ, transaction
from register.kernel.embedded import Embedded
from register.kernel.i18n import LOCALES
from register.kernel.ids import new_id
from register.kernel.money import Money
from reports import store
from reports.cells import Column, Kind
from reports.chosen import public
from reports.engagements import store as engagements
from reports.engagements.service.extracting import EXTRACTOR, work_off
from reports.extract import EXPORTER, export_register
from reports.model import Audience, ExportRequest, FileFormat
from reports.workbook import About, Book
from tests import engagements as audits
from tests.db.gifts import COLUMNS, gift, keep
from tests.factories import World

KINDS = [*[Kind.LABEL] * 13, Kind.TEXT, Kind.TEXT, Kind.DAY, Kind.COUNT, Kind.AMOUNT, Kind.MONEY, Kind.COUNT]
SHEET = [Column(f"Column {number}", kind, 24) for number, kind in enumerate(KINDS, 1)]
LIBRARIES = Path(sys.prefix) / "bench"
"""What is only compared with, as `make bench` installs it."""
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def sample() -> list[tuple[object, ...]]:
    """A thousand rows of twenty columns that look like a register."""
    chance = random.Random(1)
    labels = [f"Commercial firm {number}" for number in range(12)]
    return [
        (
            *(chance.choice(labels) for _ in range(13)),
            f"A framed print no. {number}",
            "-11 967 EUR",
            date(2026, 1, 1) + timedelta(days=number % 300),
            number % 7,
            Money(Decimal(number) / 4, "USD"),
            Money(Decimal(number) / 2, "USD"),
            number % 50,
        )
        for number in range(1000)
    ]


async def streamed(rows: int, path: Path) -> None:
    """Our own writer."""
    data = sample()
    with path.open("wb") as out, Book(out, LOCALES["ar"], About("Register", "Bench", "", "ar", MOMENT)) as book:
        async with book.stream(book.sheet("Register"), SHEET) as sheet:
            for number in range(rows):
                sheet.add(data[number % 1000])
                if sheet.is_full:
                    await sheet.drain()


def plain_csv(rows: int, path: Path) -> None:
    """The plainest way out."""
    data = sample()
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        for number in range(rows):
            writer.writerow(data[number % 1000])


def by_openpyxl(rows: int, path: Path) -> None:
    """The library in its write-only mode."""
    data = [tuple(cell.amount if isinstance(cell, Money) else cell for cell in row) for row in sample()]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(rows):
        sheet.append(data[number % 1000])
    book.save(path)


def by_xlsxwriter(rows: int, path: Path) -> None:
    """The library that keeps no row in memory."""
    xlsxwriter = import_module("xlsxwriter")

    data = [tuple(cell.amount if isinstance(cell, Money) else cell for cell in row) for row in sample()]
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for number in range(rows):
        sheet.write_row(number, 0, data[number % 1000])
    book.close()


def by_us(rows: int, path: Path) -> None:
    """Our own writer, to its end."""
    asyncio.run(streamed(rows, path))


WAYS: dict[str, Callable[[int, Path], None]] = {
    "csv": plain_csv,
    "streamed worksheet": by_us,
    "openpyxl write-only": by_openpyxl,
    "xlsxwriter constant": by_xlsxwriter,
}


class Taken(NamedTuple):
    """What one way out took."""

    seconds: float
    megabytes: float
    """At most, in a process of its own, the interpreter and all imports counted."""


def taken(way: str, rows: int) -> Taken:
    """Write so many rows in a process of its own."""
    asked = [sys.executable, "-m", "tests.bench.extract", str(rows), "way", way]
    environment = {**os.environ, "PYTHONPATH": f"{LIBRARIES}{os.pathsep}."} if way.startswith("xlsxwriter") else None
    done = subprocess.run(asked, capture_output=True, check=True, text=True, env=environment)
    seconds, kilobytes = done.stdout.split()
    return Taken(float(seconds), int(kilobytes) / 1024)


def one_way(way: str, rows: int) -> None:
    """Print the seconds and the peak of memory of one way, for `taken`."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        WAYS[way](rows, Path(folder) / "out")
        print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


async def filled(embedded: Embedded, rows: int) -> None:
    """A register with so many gifts."""
    await migration.migrate(embedded.url("register_owner"))
    connection = await asyncpg.connect(embedded.url("postgres"))
    seed = 1000
    await keep(connection, [gift(number, new_id()) for number in range(seed)])
    others = ", ".join(name for name in COLUMNS if name not in {"id", "reference"})
    await connection.execute(
        f"insert into declaration (id, reference, {others})"
        f" select gen_random_uuid(), 'D-' || lpad(to_hex(n * {seed} + row_number() over (partition by n)), 9, '0'),"
        f" {others} from declaration cross join generate_series(1, $1::bigint) n",
        rows // seed - 1,
    )
    await connection.execute("vacuum analyze declaration")
    await connection.close()


async def from_the_database(rows: int, folder: Path) -> tuple[float, float]:
    """Rows a second of the whole use case, and of a bare cursor into CSV over the same view."""
    vault.configure(vault.Keyring([vault.MasterKey.new()]))

    started = time.perf_counter()
    with (folder / "gifts.xlsx").open("wb") as out:
        made = await export_register(EXPORTER, ExportRequest(language="ar"), out)
    whole = made.rows / (time.perf_counter() - started)

    started = time.perf_counter()
    async with transaction(EXPORTER, isolation=REPEATABLE_READ) as tx:
        with (folder / "gifts.csv").open("w", newline="") as text:
            writer = csv.writer(text)
            async for row in store.rows(tx, Audience.GOVERNING_BODY, (None, None), public(None, tx.now.date())):
                writer.writerow(row)
    assert made.rows == rows
    return whole, rows / (time.perf_counter() - started)


async def for_auditors(embedded: Embedded, rows: int, folder: Path) -> dict[str, float]:
    """Rows a second of the extract for auditors: the worker’s turn as either file, and a bare cursor into CSV."""
    superuser = await asyncpg.connect(embedded.url("postgres"))
    world = World(superuser)
    officer, auditor = await world.person("ethics_officer"), await world.person("auditor")
    first, last = (await superuser.fetch("select min(filed_at)::date, max(filed_at)::date from declaration"))[0]
    under = await audits.engaged(officer, auditor, since=first, until=last)
    await superuser.close()
    found = {}
    for wanted in FileFormat:
        job = await audits.asked(auditor, under, "ar", wanted)
        started = time.perf_counter()
        assert await work_off()
        found[wanted.value] = rows / (time.perf_counter() - started)
        assert (await audits.job_of(auditor, under, job)).rows == rows
    started = time.perf_counter()
    async with transaction(EXTRACTOR, isolation=REPEATABLE_READ) as tx:
        with (folder / "cases.csv").open("w", newline="") as text:
            writer = csv.writer(text)
            async with aclosing(engagements.cases(tx, first, last, bytes(32))) as batches:
                async for some in batches:
                    writer.writerows(some)
    return found | {"bare": rows / (time.perf_counter() - started)}


async def database_part(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder, Embedded(Path(folder) / "pg").use() as embedded:
        await filled(embedded, rows)
        await db.open_pool(embedded.url("register_app"), statement_timeout=300)
        try:
            whole, bare = await from_the_database(rows, Path(folder))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            audit = await for_auditors(embedded, rows, Path(folder))
        finally:
            await db.close_pool()
    print(f"governing-body extract, {rows:,} rows from the database")
    print(f"                       {whole:>10,.0f} rows/s = {whole / bare:.2f} of a bare cursor into csv")
    print(f"                       {peak:>10.0f} MB at most in this process")
    print(f"extract for auditors, {rows:,} rows, sealed and kept")
    for wanted in FileFormat:
        told = f"{audit[wanted]:>10,.0f} rows/s = {audit[wanted] / audit['bare']:.2f} of a bare cursor into csv"
        print(f"{wanted:<22} {told}, {audit[wanted] / whole:.2f} of the extract above")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"                       {most:>10.0f} MB at most in this process", flush=True)


def ways() -> list[str]:
    """Those whose library is there."""
    return [way for way in WAYS if way != "xlsxwriter constant" or (LIBRARIES / "xlsxwriter").is_dir()]


def main(rows: int) -> None:
    print(f"{rows:,} rows of {len(SHEET)} columns, each way in a process of its own, one after another")
    found = {way: taken(way, rows) for way in ways()}
    ours, text = found["streamed worksheet"], found["csv"]
    for way, one in found.items():
        print(
            f"{way:<22} {rows / one.seconds:>10,.0f} rows/s = {text.seconds / one.seconds:.2f} of csv;"
            f" ours is {one.seconds / ours.seconds:5.2f} × as fast;"
            f" {one.megabytes:>6.0f} MB at most = {one.megabytes / ours.megabytes:.2f} of ours",
            flush=True,
        )
    for way in set(WAYS) - set(found):
        print(f"{way:<22} not installed")
    few = taken("streamed worksheet", rows // 10)
    print(f"peak memory of ours    {ours.megabytes / few.megabytes:.2f} of the peak at a tenth of the rows", flush=True)
    for many in (rows // 10, rows):
        subprocess.run([sys.executable, "-m", "tests.bench.extract", str(many), "database"], check=True)


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    if sys.argv[2:] == ["database"]:
        asyncio.run(database_part(asked))
    elif sys.argv[2:3] == ["way"]:
        one_way(sys.argv[3], asked)
    else:
        main(asked)
