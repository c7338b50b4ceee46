"""A machine on which the commands of the production files are run by hand, without a container engine."""

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]  # its stubs are not pinned

from register.kernel.embedded import binaries
from tests.servers import Server

ROOT = Path(__file__).resolve().parents[2]
ANYWHERE = "0.0.0.0"  # noqa: S104 - what the containers listen on, and this machine never does


def compose() -> dict[str, Any]:
    """The compose file, its anchors resolved."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return found


@dataclass
class Machine:
    """A machine with the secrets and a PostgreSQL server, on which the commands of the files are run by hand."""

    database: Server
    folder: Path
    ports: dict[str, str]

    def here(self, service: str, text: str) -> str:
        """Addresses and paths of the containers as they are on this machine."""
        text = text.replace("/run/secrets", str(self.folder / "secrets")).replace(ANYWHERE, "127.0.0.1")
        text = text.replace("/etc/register/register.toml", str(self.folder / "register.toml"))
        text = text.replace("@database/", f"@127.0.0.1:{self.database.port}/").replace("10.90.0.0/24", "127.0.0.1/32")
        for port in ("8000", "9100"):
            text = text.replace(port, self.ports[f"{service}:{port}"]) if port in text else text
        return re.sub(r"\$\{REGISTER_BASE_URL[^}]*\}", "https://register.example", text)

    def environment(self, service: str) -> dict[str, str]:
        """What the compose file gives a service, and nothing else of ours."""
        said = compose()["services"][service].get("environment", {})
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REGISTER_"))}
        path = os.pathsep.join([str(Path(sys.executable).parent), str(binaries(18)), os.environ["PATH"]])
        mine = {name: self.here(service, str(value)) for name, value in said.items()}
        return clean | mine | {"PATH": path, "REGISTER_VAR": str(self.folder / "var"), "LANG": "C.UTF-8"}

    def command(self, service: str, *, check: bool = False) -> list[str]:
        """The command of a service, or that of its health check."""
        said = compose()["services"][service]
        words = said["healthcheck"]["test"][1:] if check else said["command"]
        return [self.here(service, word) for word in words]

    def run(self, service: str, *, check: bool = False) -> subprocess.CompletedProcess[str]:
        """Run one of them to its end."""
        return subprocess.run(
            self.command(service, check=check),
            env=self.environment(service),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    @contextlib.contextmanager
    def running(self, service: str) -> Iterator[subprocess.Popen[str]]:
        """The service, until the end of the block; well by its own health check before the block begins."""
        with (self.folder / f"{service}.log").open("w") as log:
            process = subprocess.Popen(
                self.command(service), env=self.environment(service), cwd=ROOT, stdout=log, stderr=log, text=True
            )
        try:
            deadline = time.monotonic() + 60
            while self.run(service, check=True).returncode:
                assert process.poll() is None, self.log(service)
                assert time.monotonic() < deadline, self.log(service)
                time.sleep(0.2)
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(timeout=30)

    def log(self, service: str) -> str:
        """What the service has said."""
        return (self.folder / f"{service}.log").read_text()
