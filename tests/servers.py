"""The wheel's PostgreSQL started as an ordinary server: over TCP, with SCRAM passwords, as any installation has it."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from register.kernel.embedded import binaries, server_command, server_user

_ROLES = """
create role register_owner login password '{owner}';
create role register_app login password '{app}';
create database register owner register_owner;
"""


@dataclass(frozen=True)
class Server:
    """A running server and the passwords of its three roles."""

    version: int
    port: int
    passwords: dict[str, str]

    def url(self, role: str, database: str = "register") -> str:
        """The address for a role."""
        return f"postgresql://{role}:{self.passwords[role]}@127.0.0.1:{self.port}/{database}"

    @property
    def environment(self) -> dict[str, str]:
        """What an operator sets, and the superuser for looking behind the register."""
        return {
            "DATABASE_URL": self.url("register_app"),
            "DATABASE_OWNER_URL": self.url("register_owner"),
            "DATABASE_SUPERUSER_URL": self.url("postgres"),
        }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def server(version: int) -> Iterator[Server]:
    """A new cluster of a version, until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix=f"register-server-{version}-"))
    os.chown(folder, server_user(), -1)
    try:
        made = Server(version, _free_port(), {role: secrets.token_hex(12) for role in _NAMES})
        _initialise(folder, made)
        process = _start(folder, made)
        try:
            yield made
        finally:
            process.terminate()
            process.wait(timeout=20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_NAMES = ("postgres", "register_owner", "register_app")


def _initialise(folder: Path, made: Server) -> None:
    password = folder / "password"
    password.write_text(made.passwords["postgres"] + "\n")
    os.chown(password, server_user(), -1)
    settings = [
        "--username=postgres",
        "--auth=scram-sha-256",
        "--pwfile=password",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
    ]
    subprocess.run(
        server_command(made.version, "initdb", "-D", "data", *settings), cwd=folder, check=True, capture_output=True
    )


def _start(folder: Path, made: Server) -> subprocess.Popen[bytes]:
    listening = ["-c", "listen_addresses=127.0.0.1", "-p", str(made.port), "-c", "unix_socket_directories="]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            server_command(made.version, "postgres", "-D", "data", *listening, "-c", "max_connections=120"),
            cwd=folder,
            stdout=log,
            stderr=log,
        )
    ready = [str(binaries(made.version) / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(made.port)]
    deadline = time.monotonic() + 20
    while subprocess.run(ready, check=False).returncode:
        assert time.monotonic() < deadline, (folder / "log").read_text()
        time.sleep(0.05)
    script(made, _ROLES.format(owner=made.passwords["register_owner"], app=made.passwords["register_app"]))
    return process


def script(made: Server, sql: str) -> None:
    """Run a script as the superuser."""
    subprocess.run(
        [str(binaries(made.version) / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", made.url("postgres", "postgres")],
        input=sql.encode(),
        check=True,
        capture_output=True,
    )
