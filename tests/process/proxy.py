"""The proxy of the compose file, started by hand with its very file in front of a server."""

import contextlib
import datetime as dt
import ipaddress
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from register.kernel.embedded import server_user
from tests.process.machine import ROOT
from tests.process.serving import free_port

NAME = "register.example"
_UNPACKED = ROOT / ".venv" / "nginx" / "usr" / "sbin" / "nginx"  # scripts/proxy.sh puts it there


def nginx() -> str:
    """The program; the test is skipped where there is none."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or (_UNPACKED if _UNPACKED.exists() else None)
    if found is None:
        pytest.skip("nginx is not there, and scripts/proxy.sh could not fetch it")
    return str(found)


@dataclass(frozen=True)
class Proxy:
    """A proxy whose file says what `deploy/nginx.conf` says, with the addresses and paths of this machine."""

    folder: Path
    port: int

    @property
    def certificate(self) -> str:
        """What a visitor trusts."""
        return str(self.folder / "tls_certificate")

    def log(self) -> str:
        """What it has said so far, of requests and of errors."""
        return (self.folder / "out").read_text() + (self.folder / "err").read_text()

    def visitor(self, address: str = "127.0.0.1") -> httpx.Client:
        """Somebody who comes from an address."""
        trust = ssl.create_default_context(cafile=self.certificate)
        return httpx.Client(
            base_url=f"https://127.0.0.1:{self.port}",
            headers={"host": NAME},
            transport=httpx.HTTPTransport(local_address=address, verify=trust),
            timeout=20,
        )

    def connection(self, *, newest: ssl.TLSVersion | None = None) -> ssl.SSLSocket:
        """A connection for what no ordinary client sends. Raises ssl.SSLError where no version fits."""
        context = ssl.create_default_context(cafile=self.certificate)
        if newest is not None:
            context.set_ciphers("ALL:@SECLEVEL=0")  # or this side would refuse an old version before the proxy does
            context.minimum_version = context.maximum_version = newest
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        return context.wrap_socket(plain, server_hostname=NAME)

    def test(self) -> str:
        """What `nginx -t` says against the file; nothing where it finds no fault."""
        with self._said() as (out, err):
            done = subprocess.run(self.command("-t"), stdout=out, stderr=err, check=False)
        return "" if done.returncode == 0 else self.log()

    def command(self, *more: str) -> list[str]:
        """The program with the file, as a user without rights."""
        nobody = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"] if os.geteuid() == 0 else []
        return [
            *nobody,
            str(self.folder / "nginx"),
            "-e",
            "stderr",
            "-p",
            str(self.folder),
            "-c",
            str(self.folder / "nginx.conf"),
            *more,
        ]

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Until the end of the block; it listens before the block begins."""
        with self._said() as (out, err):
            process = subprocess.Popen(self.command("-g", "daemon off;"), stdout=out, stderr=err)
        try:
            self._wait(process)
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)

    @contextlib.contextmanager
    def _said(self) -> Iterator[tuple[IO[str], IO[str]]]:
        """Two files into which the program speaks; they are its own, since it opens them again by itself."""
        with (self.folder / "out").open("w") as out, (self.folder / "err").open("w") as err:
            for each in (out, err):
                os.chown(each.fileno(), server_user(), -1)
            yield out, err

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + 10
        while True:
            with contextlib.suppress(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", self.port), timeout=2).close()
                return
            assert process.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)


@contextlib.contextmanager
def proxy(upstream: str, *changes: tuple[str, str]) -> Iterator[Proxy]:
    """A proxy in front of a port, not yet running; its file with changes, which are there to be found."""
    program = nginx()
    folder = Path(tempfile.mkdtemp(prefix="register-proxy-"))
    port = free_port()
    here = [
        ("/tmp/", f"{folder}/"),  # noqa: S108 - in the container nothing else can be written
        ("/run/secrets/", f"{folder}/"),
        ("listen 8443", f"listen 127.0.0.1:{port}"),
        ("http://server:8000", f"http://127.0.0.1:{upstream}"),
    ]
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for word, other in [*changes, *here]:
        assert word in text
        text = text.replace(word, other)
    try:
        (folder / "nginx.conf").write_text(text, encoding="utf-8")
        _certificate(folder)
        shutil.copy(program, folder / "nginx")
        for path in (folder, *folder.iterdir()):
            os.chown(path, server_user(), -1)
        yield Proxy(folder, port)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _certificate(folder: Path) -> None:
    """A certificate for this machine that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(NAME), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "tls_certificate").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    unlocked = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, unlocked)
    (folder / "tls_key").write_bytes(pem)
    (folder / "tls_key").chmod(0o600)
