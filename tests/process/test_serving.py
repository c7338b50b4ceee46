"""Rules of starting, stopping and healing, tried on real processes."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.process.serving import command, free_port, serving

FULL = os.environ.get("PROOF") == "full"
PROMISED = 5 if FULL else 60
"""Seconds within which it stops and is back; the promise is held to where nothing else has the machine."""


@pytest.mark.proof
def test_it_starts_in_a_path_with_spaces_and_stops_within_five_seconds(tmp_path: Path) -> None:
    folder = tmp_path / "a path with spaces"
    with serving(folder, from_nothing=True) as register:
        register.wait_until_ready(120)
        assert register.get() == 200
        assert register.stop() < PROMISED
        assert register.process.returncode == 0
    assert not (folder / "var" / "pg" / "postmaster.pid").exists(), "the last one out stops the database"
    with serving(folder) as again:
        again.wait_until_ready(120)


def test_an_interrupt_is_heard_also_where_the_shell_ignored_it(tmp_path: Path) -> None:
    with serving(tmp_path, ignoring_interrupt=True) as register:
        register.wait_until_ready(120)
        assert register.stop(signal.SIGINT) < PROMISED


def test_an_open_connection_does_not_keep_it_from_stopping(tmp_path: Path) -> None:
    with serving(tmp_path) as register:
        register.wait_until_ready(120)
        with socket.create_connection(("127.0.0.1", register.port)) as slow:
            slow.sendall(b"POST /sign-in HTTP/1.1\r\nhost: localhost\r\ncontent-length: 900\r\n\r\na=")
            time.sleep(0.3)
            assert register.stop() < PROMISED


def test_a_taken_port_is_said_in_one_line_before_anything_starts(tmp_path: Path) -> None:
    port = free_port()
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", port))
        holder.listen()
        refused = command(tmp_path, "serve", "--port", str(port))
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert str(port) in refused.stderr
    assert not (tmp_path / "var").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make data of somebody else")
def test_the_data_of_another_user_are_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "var" / "pg").mkdir(parents=True)
    os.chown(tmp_path / "var" / "pg", 12345, 12345)
    refused = command(tmp_path, "verify")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "12345" in refused.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 20 MB; only root can make one."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(folder)], check=False)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_is_said_in_one_line(small_disk: Path) -> None:
    refused = command(small_disk, "verify")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "full" in refused.stderr


@pytest.mark.proof
def test_a_killed_serving_process_is_back_within_five_seconds(tmp_path: Path) -> None:
    with serving(tmp_path) as register:
        register.wait_until_ready(120)
        (child,) = register.children()
        os.kill(child, signal.SIGKILL)
        assert register.wait_until_ready(PROMISED) < PROMISED
        assert register.children() != [child]


@pytest.mark.proof
def test_a_killed_database_is_back_within_five_seconds(tmp_path: Path) -> None:
    with serving(tmp_path) as register:
        register.wait_until_ready(120)
        os.kill(register.postmaster(), signal.SIGKILL)
        time.sleep(0.2)
        assert register.wait_until_ready(PROMISED) < PROMISED


def test_after_a_killed_parent_the_next_start_heals(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port=port) as register:
        register.wait_until_ready(120)
        register.process.kill()
        register.process.wait()
        with serving(tmp_path, port=port) as again:
            assert again.wait_until_ready(PROMISED + 3) < PROMISED + 3


def test_a_command_shares_the_running_database_and_leaves_it_running(tmp_path: Path) -> None:
    with serving(tmp_path) as register:
        register.wait_until_ready(120)
        before = register.postmaster()
        checked = command(tmp_path, "verify")
        assert checked.returncode == 0, checked.stderr
        assert register.postmaster() == before
        assert register.get("/readyz") == 200
    alone = command(tmp_path, "verify")
    assert alone.returncode == 0, alone.stderr
    assert not (tmp_path / "var" / "pg" / "postmaster.pid").exists()


def test_the_database_lives_until_the_last_register_on_it_leaves(tmp_path: Path) -> None:
    """By another path to the same data, and after somebody has cleared away what lies beside them."""
    elsewhere = tmp_path / "elsewhere"
    with serving(tmp_path) as first:
        first.wait_until_ready(120)
        elsewhere.mkdir()
        (elsewhere / "var").mkdir()
        for name in ("pg", "pg.ready", "master.key", "signing.key"):
            (elsewhere / "var" / name).symlink_to(tmp_path / "var" / name)
        with serving(elsewhere) as second:
            second.wait_until_ready(120)
            database = second.postmaster()
            for file in (tmp_path / "var").glob("pg.*"):
                file.unlink()
            checked = command(tmp_path, "verify")
            assert checked.returncode == 0, checked.stderr
            assert (tmp_path / "var" / "pg.ready").exists(), "else the next start would begin with nothing"
            assert first.stop() < PROMISED
            time.sleep(0.3)
            assert second.postmaster() == database, "it was neither ended nor made anew"
            assert second.get("/readyz") == 200
            assert second.stop() < PROMISED
    assert not (tmp_path / "var" / "pg" / "postmaster.pid").exists(), "control: the last one ends it"
