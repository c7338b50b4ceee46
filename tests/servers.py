"""The wheel's PostgreSQL started as an ordinary server: over TCP, with SCRAM passwords, as any installation has it."""

import contextlib
import dataclasses
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
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
    folder: Path

    @property
    def data(self) -> Path:
        """Its data folder."""
        return self.folder / "data"

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
def server(version: int, *settings: str) -> Iterator[Server]:
    """A new cluster of a version, until the end of the block; `settings` such as `archive_mode=on`."""
    passwords = {role: secrets.token_hex(12) for role in _NAMES}
    with _folder(version) as folder:
        made = Server(version, _free_port(), passwords, folder)
        _initialise(folder, made)
        with _running(made, settings):
            script(made, _ROLES.format(owner=passwords["register_owner"], app=passwords["register_app"]))
            yield made


@contextlib.contextmanager
def copy_of(other: Server, fill: Callable[[Path], object], *settings: str) -> Iterator[Server]:
    """A server on a copy of the data of another, which `fill` puts into the folder that it is given."""
    with _folder(other.version) as folder:
        made = dataclasses.replace(other, port=_free_port(), folder=folder)
        made.data.mkdir(mode=0o700)
        fill(made.data)
        for path in (made.data, *made.data.rglob("*")):
            os.chown(path, server_user(), -1)
        with _running(made, settings):
            yield made


@contextlib.contextmanager
def _folder(version: int) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=f"register-server-{version}-"))
    os.chown(folder, server_user(), -1)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _running(made: Server, settings: Sequence[str]) -> Iterator[None]:
    process = _start(made, settings)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


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


def _start(made: Server, settings: Sequence[str]) -> subprocess.Popen[bytes]:
    own = ("listen_addresses=127.0.0.1", f"port={made.port}", "unix_socket_directories=", "max_connections=120")
    given = [word for setting in (*own, *settings) for word in ("-c", setting)]
    with (made.folder / "log").open("wb") as log:
        process = subprocess.Popen(
            server_command(made.version, "postgres", "-D", "data", *given), cwd=made.folder, stdout=log, stderr=log
        )
    ready = [str(binaries(made.version) / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(made.port)]
    deadline = time.monotonic() + 20
    while subprocess.run(ready, check=False).returncode:
        assert process.poll() is None, (made.folder / "log").read_text()
        assert time.monotonic() < deadline, (made.folder / "log").read_text()
        time.sleep(0.05)
    return process


def script(made: Server, sql: str) -> str:
    """Run a script as the superuser; what it prints."""
    asked = [str(binaries(made.version) / "psql"), "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1"]
    done = subprocess.run(
        [*asked, made.url("postgres", "postgres")], input=sql.encode(), check=True, capture_output=True
    )
    return done.stdout.decode().strip()
