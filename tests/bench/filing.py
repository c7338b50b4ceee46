"""Filing over HTTP with everything on, against pgbench running the same statements (design: at least 0.40).

The two run in turn, so that a machine that changes its speed changes both; the ratio of each pair is printed.
"""

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec

from register import vault
from register.access import AccessSettings, configure
from register.access.scopes import SCOPES
from register.access.service.account import create_token
from register.kernel import db
from register.kernel.embedded import Embedded
from register.kernel.identity import Identity
from tests.bench import statements
from tests.bench.load import post, run
from tests.factories import gift_facts
from tests.process.serving import Serving, command, free_port, serving

CLIENTS = 32
SECONDS = int(os.environ.get("BENCH_SECONDS", "8"))
PAIRS = int(os.environ.get("BENCH_PAIRS", "3"))


def body(number: int) -> bytes:
    """A gift of a firm that nobody has heard of before."""
    details = {"description": "A fountain pen in a case", "giver_name": f"Firm {number} of the load"}
    return msgspec.json.encode(
        {"kind": "gift", "facts": gift_facts(), "details": details, "language": "en", "attested": True}
    )


PEOPLE = 200


def request(tokens: list[str], run_number: str) -> Callable[[int], bytes]:
    """Requests of many people that differ in giver and key."""
    return lambda n: post(
        "/api/v1/declarations",
        body(n),
        authorization=f"Bearer {tokens[n % len(tokens)]}",
        idempotency_key=f"{run_number}-{n}",
    )


async def made_tokens(register: Serving) -> list[str]:
    """A token for each of many staff members, loaded from a file as an administrator would."""
    names = [f"load{n}@demo.example,Load,Person {n},Field Operations,,staff,en," for n in range(PEOPLE)]
    file = register.folder / "people.csv"
    file.write_text("email,family_name,first_name,unit,supervisor_email,capacity,languages,roles\n" + "\n".join(names))
    loaded = command(register.folder, "people", "load", str(file))
    assert loaded.returncode == 0, loaded.stderr
    vault.configure(vault.open_keyring({}, register.folder / "var" / "master.key", embedded=True))
    configure(AccessSettings(secret=bytes(32)))
    embedded = Embedded(register.folder / "var" / "pg")
    await db.open_pool(embedded.url("register_app"), size=2)
    connection = await asyncpg.connect(embedded.url("postgres"))
    people: list[UUID] = [row["id"] for row in await connection.fetch("select id from person where email like 'load%'")]
    await connection.close()
    signed_in = [Identity(person=person, roles=frozenset({"declarant"}), session=person) for person in people]
    tokens = [(await create_token(identity, "bench", SCOPES)).secret for identity in signed_in]
    await db.close_pool()
    return tokens


SCRIPTS = 64
"""Of so many people the statements are recorded: a script of one person would wait for that person's own rows."""


async def recorded(register: Serving, tokens: list[str]) -> list[str]:
    """A pgbench script for each of some people: what one filing of theirs asks of the database."""
    embedded = Embedded(register.folder / "var" / "pg")
    log = register.folder / "var" / "pg.log"
    _script(embedded, statements.LOGGING)
    time.sleep(0.5)
    pairs = [await _equal_pair(register, log, tokens[person], person) for person in range(SCRIPTS)]
    scripts = [statements.pgbench_script(*pair) for pair in pairs]
    _script(embedded, statements.QUIET)
    time.sleep(0.5)
    return scripts


async def _equal_pair(register: Serving, log: Path, token: str, person: int) -> list[list[statements.Statement]]:
    """Two filings that asked the same; the first of a minute also notes when the key was used."""
    earlier = await _recorded_once(register, log, token, person * 10)
    for attempt in range(1, 9):
        later = await _recorded_once(register, log, token, person * 10 + attempt)
        if [statement.sql for statement in earlier] == [statement.sql for statement in later]:
            return [earlier, later]
        earlier = later
    message = "equal requests ask different things of the database"
    raise AssertionError(message)


async def _recorded_once(register: Serving, log: Path, token: str, number: int) -> list[statements.Statement]:
    before = log.stat().st_size
    make = request([token], "recorded")
    await run(register.port, lambda _n: make(10**9 + number), clients=1, seconds=0)
    time.sleep(0.05)
    return statements.recorded(_filing_only(log.read_bytes()[before:].decode()))


def _script(embedded: Embedded, sql: str) -> None:
    for statement in sql.split(";"):
        embedded.script(statement + ";")


def _filing_only(text: str) -> str:
    """The lines of the connections that filed; the mailer and the sealer ask their own things meanwhile."""
    pids = {
        line.split("|", 1)[0] for line in text.splitlines() if "insert into declaration" in line or "api_token" in line
    }
    kept, keep = [], False
    for line in text.splitlines():
        head = line.split("|", 1)[0]
        if head.isdigit():
            keep = head in pids
        if keep:
            kept.append(line)
    return "\n".join(kept)


@contextlib.contextmanager
def measured_register() -> Iterator[Serving]:
    """A register of its own, with as many serving processes as the machine has cores."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["REGISTER_WORKERS"] = str(os.cpu_count() or 1)
        with serving(Path(folder), "--demo", "--empty", keep=("REGISTER_WORKERS",)) as register:
            register.wait_until_ready(180)
            yield register


@contextlib.contextmanager
def bare_django(register: Serving) -> Iterator[int | None]:
    """The bare view on as many processes, on the same tables; None where its libraries are absent."""
    libraries = Path(sys.prefix) / "bench"
    if not (libraries / "django").exists():
        yield None
        return
    embedded = Embedded(register.folder / "var" / "pg")
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": f"{libraries}{os.pathsep}.", "BARE_HOST": str(embedded.folder)}
    serve = ["-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-k", "gthread", "--threads", "16"]
    process = subprocess.Popen(
        [sys.executable, *serve, "-w", str(os.cpu_count() or 1), "tests.bench.bare_django:application"],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        time.sleep(3)
        yield port
    finally:
        process.terminate()
        process.wait()


async def main() -> None:
    """Print the ratios."""
    with measured_register() as register:
        tokens = await made_tokens(register)
        await run(register.port, request(tokens, "warm"), clients=CLIENTS, seconds=3)
        scripts = await recorded(register, tokens)
        await compare(register, tokens, scripts)


async def compare(register: Serving, tokens: list[str], scripts: list[str]) -> None:
    """The three in turn, pair by pair."""
    ratios, over_django = [], []
    with bare_django(register) as django:
        for pair in range(PAIRS):
            ours = await run(register.port, request(tokens, f"run{pair}"), clients=CLIENTS, seconds=SECONDS)
            assert not ours.errors, ours
            bare = await asyncio.to_thread(_pgbench, register, scripts)
            ratios.append(ours.per_second / bare)
            line = f"filing {ours.per_second:6.0f}/s   pgbench {bare:6.0f}/s   ratio {ratios[-1]:.2f}"
            if django is not None:
                plain = await run(django, request(tokens, f"django{pair}"), clients=CLIENTS, seconds=SECONDS)
                assert not plain.errors, plain
                over_django.append(ours.per_second / plain.per_second)
                line += f"   bare Django + DRF {plain.per_second:6.0f}/s   ratio {over_django[-1]:.2f}"
            print(line)
    print(f"filing: median of the same statements in pgbench {statistics.median(ratios):.2f} (design: at least 0.40)")
    if over_django:
        print(f"filing: median of bare Django + DRF {statistics.median(over_django):.2f} (design: at least 2)")


def _pgbench(register: Serving, scripts: list[str]) -> float:
    host = str(register.folder / "var" / "pg")
    return statements.pgbench(
        register.folder, scripts, user="register_app", host=host, clients=CLIENTS, seconds=SECONDS
    )


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
