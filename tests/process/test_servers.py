"""The same code on any PostgreSQL: two addresses in the environment are the whole switch."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.process.serving import REGISTER, free_port
from tests.servers import Server, server

pytestmark = pytest.mark.servers
_ROOT = Path(__file__).resolve().parents[2]
_KEYS = {
    "REGISTER_MASTER_KEY": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "REGISTER_SIGNING_KEY": "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=",
}


@pytest.fixture(scope="module")
def older() -> Iterator[Server]:
    """The oldest version that is supported."""
    with server(16) as running:
        yield running


def _run(folder: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REGISTER_"))}
    return subprocess.run(
        [*REGISTER, *arguments],
        cwd=folder,
        env=clean | environment | {"REGISTER_VAR": str(folder / "var")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_server_is_migrated_by_its_owner_and_used_by_the_application(older: Server, tmp_path: Path) -> None:
    environment = older.environment | _KEYS
    early = _run(tmp_path, environment, "verify")
    assert (early.returncode, "register migrate" in early.stderr) == (2, True), (
        "an empty database is refused in one line"
    )
    migrated = _run(tmp_path, environment, "migrate")
    assert migrated.returncode == 0, migrated.stderr
    assert _run(tmp_path, environment, "migrate").stdout == "", "a second run has nothing to do"
    assert _run(tmp_path, environment, "verify").returncode == 0
    assert not (tmp_path / "var" / "pg").exists(), "no embedded database was made"


@pytest.mark.parametrize("role", ["postgres", "register_owner"])
def test_a_role_that_row_security_does_not_hold_is_refused(older: Server, tmp_path: Path, role: str) -> None:
    _run(tmp_path, older.environment | _KEYS, "migrate")
    refused = _run(tmp_path, _KEYS | {"DATABASE_URL": older.url(role)}, "verify")
    assert refused.returncode == 2
    assert "register_app" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_no_master_key_no_service(older: Server, tmp_path: Path) -> None:
    refused = _run(tmp_path, {"DATABASE_URL": older.url("register_app")}, "serve", "--port", str(free_port()))
    assert refused.returncode == 2
    assert "REGISTER_MASTER_KEY" in refused.stderr


def test_the_demonstration_never_enters_another_database(older: Server, tmp_path: Path) -> None:
    refused = _run(tmp_path, older.environment | _KEYS, "serve", "--demo", "--port", str(free_port()))
    assert refused.returncode == 2
    assert "DATABASE_URL" in refused.stderr


def test_the_rules_of_filing_hold_there_too(older: Server) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/db/test_filing.py"],
        cwd=_ROOT,
        env={**os.environ, **older.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
