"""`register import` as an operator uses it, and a worker that dies in the middle of an import."""

import asyncio
import os
import re
import signal
import subprocess
import termios
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import openpyxl
import pytest

from declarations.legacy.service import runs
from register import vault
from register.kernel import db
from register.kernel.embedded import Embedded
from register.kernel.identity import Identity
from tests.process.serving import REGISTER, Serving, command, environment, serving
from tests.realdata.staff import HEADER
from tests.unit.legacy.books import HEADINGS, csv_file, row

ROWS = 1500


def test_a_register_is_imported_by_the_command_and_its_columns_are_written_down_for_correction(tmp_path: Path) -> None:
    file = csv_file(tmp_path, [HEADINGS, row(1), row(2), row(3, person="")])
    assert command(tmp_path, "migrate").returncode == 0
    looked = command(tmp_path, "import", file.name)
    assert looked.returncode == 0, looked.stderr
    assert f"The register is in {tmp_path / 'var'}." in looked.stdout
    assert "Nothing was imported." in looked.stdout
    assert "Row 2 will be stored as:" in looked.stdout
    assert re.search(r"Date of the gift +13 May 2024  \[2024-05-13\]", looked.stdout), looked.stdout
    assert "“Returned” (rows: 3) is read as the decision: Returned to the giver" in looked.stdout
    mapping = tmp_path / "register-mapping.toml"
    corrected = mapping.read_text().replace("# currency =\n", 'currency = "CHF"\n')
    assert corrected != mapping.read_text()
    mapping.write_text(corrected)
    done = command(tmp_path, "import", file.name, "--kind", "gift", "--commit")
    assert "The columns are read as register-mapping.toml says." in done.stdout
    assert "Rows: 3, added: 2, changed: 0, withdrawn: 0, unchanged: 0, not imported: 1." in done.stdout
    assert "Values that name no currency: 3 of 3. They are read in CHF" in done.stdout
    assert "\r" not in done.stderr  # no progress bar where nobody looks
    sheet = openpyxl.load_workbook(tmp_path / "register-not-imported.xlsx").worksheets[0]
    assert [cell.value for cell in sheet["A"]][1:] == [4]
    again = command(tmp_path, "import", file.name, "--map", mapping.name, "--commit")
    assert (again.returncode, again.stderr) == (2, "register: This file has been imported already. Nothing changed.\n")
    assert command(tmp_path, "verify").returncode == 0


def test_a_register_of_requests_is_imported_by_the_command(tmp_path: Path) -> None:
    columns = ["Name", "Type of request", "Media outlet", "Description", "Date of request", "Decision"]
    csv_file(tmp_path, [columns, ["Amina Haddad", "Interview", "Radio Delta", "Water law", "2025-03-01", "Approved"]])
    assert command(tmp_path, "migrate").returncode == 0
    done = command(tmp_path, "import", "register.csv", "--kind", "approval_request", "--commit")
    assert "Rows: 1, added: 1, changed: 0, withdrawn: 0, unchanged: 0, not imported: 0." in done.stdout, done.stderr
    mapping = (tmp_path / "register-mapping.toml").read_text()
    assert 'kind = "approval_request"' in mapping
    assert "drafting_for_delegation, liaison_duty, media_statement, other" in mapping  # what a word may mean
    assert command(tmp_path, "verify").returncode == 0


@pytest.mark.parametrize(
    ("name", "content", "arguments"),
    [
        ("letter.csv", b"hello", ()),
        ("old.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), ()),
        ("empty.csv", b"", ()),
        ("missing.csv", None, ()),
        ("gifts.csv", b"Name,Gift,Date\nA,B,2024-01-01\n", ("--kind", "loan")),
        ("gifts.csv", b"Name,Gift,Date\nA,B,2024-01-01\n", ("--map", "bad.toml")),
    ],
)
def test_what_cannot_be_imported_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes | None, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "var" / "pg").mkdir(parents=True)  # a register, as far as it is looked for before the file is read
    (tmp_path / "bad.toml").write_text("columns = [")
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = command(tmp_path, "import", name, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1, done.stderr


@pytest.fixture
async def register(tmp_path: Path) -> AsyncIterator[Serving]:
    """A register with one ethics officer, and a pool of ours on its database."""
    held = vault.keyring()
    (tmp_path / "people.csv").write_text(
        f"{HEADER}\nofficer@staff.example,Dubois,Claire,Office,,staff,en,ethics_officer\n"
    )
    assert command(tmp_path, "migrate").returncode == 0
    assert command(tmp_path, "people", "load", "people.csv").returncode == 0
    with serving(tmp_path) as running:
        running.wait_until_ready(120)
        vault.configure(vault.open_keyring({}, tmp_path / "var" / "master.key", embedded=True))
        await db.open_pool(Embedded(tmp_path / "var" / "pg").url("register_app"), size=2)
        yield running
        await db.close_pool()
    vault.configure(held)


async def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_finishes(
    register: Serving, tmp_path: Path
) -> None:
    connection = await asyncpg.connect(Embedded(tmp_path / "var" / "pg").url("postgres"))
    person = await connection.fetchval("select id from person where email = 'officer@staff.example'")
    officer = Identity(person=person, roles=frozenset({"ethics_officer"}))
    before = await count(connection)
    data = csv_file(tmp_path, [HEADINGS, *(row(number) for number in range(1, ROWS + 1))]).read_bytes()
    run = await runs.open_run(officer, "gifts.csv", data)
    await runs.commit_run(officer, run, 1)
    progress = 0
    for _ in range(600):
        progress = await connection.fetchval("select progress from legacy_run where id = $1", run)
        if progress:
            break
        await asyncio.sleep(0.02)
    assert 0 < progress < ROWS
    for child in register.children():
        os.kill(child, signal.SIGKILL)
    assert await count(connection) == before
    assert await until(connection, run, "done")
    assert await count(connection) == before + ROWS
    await connection.close()


async def count(connection: asyncpg.Connection) -> int:
    found: int = await connection.fetchval("select count(*) from declaration")
    return found


async def until(connection: asyncpg.Connection, run: Any, status: str, seconds: float = 240) -> bool:
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if await connection.fetchval("select status from legacy_run where id = $1", run) == status:
            return True
        await asyncio.sleep(0.1)
    return False


def test_progress_is_drawn_on_a_terminal_only(tmp_path: Path) -> None:
    assert command(tmp_path, "migrate").returncode == 0
    csv_file(tmp_path, [HEADINGS, *(row(number) for number in range(1, 60))])
    master, slave = os.openpty()
    termios.tcsetwinsize(slave, (24, 80))
    done = subprocess.run(
        [*REGISTER, "import", "register.csv", "--commit"],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=slave,
        check=False,
    )
    os.set_blocking(master, False)
    drawn = os.read(master, 10_000)
    os.close(slave)
    os.close(master)
    assert done.returncode == 0, drawn
    assert b"rows" in drawn
