"""Every command of the production files does what it says, on a PostgreSQL server over TCP; no engine is needed."""

import secrets
import signal
import socket
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator

import pytest

from tests.process.machine import ROOT, Machine
from tests.process.serving import free_port
from tests.servers import script, server


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    folder = tmp_path_factory.mktemp("machine")
    (folder / "register.toml").write_text("[passwords]\ntime_cost = 1\n")
    (folder / "secrets").mkdir()
    with server(18) as database:
        words = {"app_password": "p@ss/wörd:1", "owner_password": "o w n e r"}
        keys = {name: b64encode(secrets.token_bytes(32)).decode() for name in ("master_key", "signing_key")}
        for name, value in (words | keys).items():
            (folder / "secrets" / name).write_text(value + "\n", encoding="utf-8")
            (folder / "secrets" / name).chmod(0o600)
        names = [f"{service}:{port}" for service in ("server", "worker") for port in ("8000", "9100")]
        made = Machine(database, folder, {name: str(free_port()) for name in names})
        script(database, "drop database register; drop role register_owner, register_app; create database register")
        _roles(made)
        migrated = made.run("migrate")
        assert migrated.returncode == 0, migrated.stderr
        yield made


def _roles(machine: Machine) -> None:
    """What the image of PostgreSQL does with `deploy/roles.sh` on an empty database."""
    reach = {
        "PGHOST": "127.0.0.1",
        "PGPORT": str(machine.database.port),
        "PGPASSWORD": machine.database.passwords["postgres"],
    }
    subprocess.run(["sh", "deploy/roles.sh"], cwd=ROOT, env=machine.environment("database") | reach, check=True)


def _half_a_request(port: int) -> socket.socket:
    """A form whose second half has not come yet."""
    slow = socket.create_connection(("127.0.0.1", port), timeout=10)
    head = "POST /sign-in HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\n"
    slow.sendall(f"{head}content-length: 8\r\nconnection: close\r\n\r\nemai".encode())
    time.sleep(0.3)
    return slow


def _refuses(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except ConnectionRefusedError:
        return True
    return False


def test_the_commands_of_the_files_serve_work_and_drain(machine: Machine) -> None:
    port = int(machine.ports["server:8000"])
    assert machine.run("server", check=True).returncode == 1, "the control: its health check says when it is not there"
    with machine.running("worker") as worker, machine.running("server") as serving:
        slow = _half_a_request(port)
        serving.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + 10
        while not _refuses(port):
            assert time.monotonic() < deadline, "nothing new comes in"
            time.sleep(0.1)
        assert serving.poll() is None, "it waits for the request that runs"
        slow.sendall(b"l=a%40b")
        answer = slow.recv(4096)
        assert answer.startswith(b"HTTP/1.1 "), "and answers it"
        slow.close()
        assert serving.wait(timeout=20) == 0
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=20) == 0
    assert '"route": "/sign-in"' in machine.log("server")
    assert "emai" not in machine.log("server")


def test_a_key_that_others_can_read_is_refused_and_so_is_a_missing_secret(machine: Machine) -> None:
    key = machine.folder / "secrets" / "master_key"
    key.chmod(0o644)
    refused = machine.run("server")
    key.chmod(0o600)
    assert (refused.returncode, "chmod 600" in refused.stderr) == (2, True)
    password = machine.folder / "secrets" / "app_password"
    kept = password.rename(password.with_name("away"))
    refused = machine.run("server")
    kept.rename(password)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
