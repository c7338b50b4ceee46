"""Starting the register as an operator does: a process of its own, in a folder of its own."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tests.process import prepared

REGISTER = [sys.executable, "-m", "register"]
_NOTHING: Mapping[str, str] = MappingProxyType({})


_PORTS = range(12_000, 32_000)


def free_port() -> int:
    """A port that nobody holds just now, below those that the system gives to connections: it stays free until then."""
    for port in secrets.SystemRandom().sample(_PORTS, 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no free port")


@dataclass
class Serving:
    """A running `register serve`."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    def get(self, path: str = "/healthz") -> int:
        """The status of a GET; 0 when nothing answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=3) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return int(error.code)
        except OSError:
            return 0

    def wait_until_ready(self, seconds: float) -> float:
        """Seconds until /readyz answers 200."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if self.get("/readyz") == 200:
                return time.monotonic() - began
            time.sleep(0.05)
        raise AssertionError(f"not ready within {seconds} s: {self.output()}")

    def output(self) -> str:
        """What it has printed so far."""
        return (self.folder / "output.txt").read_text(errors="replace")

    def stop(self, sign: int = signal.SIGTERM, seconds: float = 5.0) -> float:
        """Seconds from the signal to the end."""
        began = time.monotonic()
        self.process.send_signal(sign)
        self.process.wait(timeout=seconds)
        return time.monotonic() - began

    def children(self) -> list[int]:
        """The process ids of the serving processes."""
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(line.split()[0]) for line in listed.stdout.splitlines() if "serving_process" in line]

    def postmaster(self) -> int:
        """The process id of the embedded database."""
        return int((self.folder / "var" / "pg" / "postmaster.pid").read_text().split("\n", 1)[0])


def environment(folder: Path) -> dict[str, str]:
    """The environment of an operator whose data are in `folder`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("REGISTER_", "DATABASE_"))}
    return kept | {
        "REGISTER_VAR": str(folder / "var"),
        "LANG": "C.UTF-8",
        "REGISTER_PASSWORDS_TIME_COST": "1",
        "REGISTER_LIMITS_API_REQUESTS_PER_MINUTE": "1000000",
    }


@contextlib.contextmanager
def serving(
    folder: Path,
    *options: str,
    port: int | None = None,
    ignoring_interrupt: bool = False,
    keep: tuple[str, ...] = (),
    also: Mapping[str, str] = _NOTHING,
    from_nothing: bool = False,
) -> Iterator[Serving]:
    """`register serve` until the end of the block; `keep` names settings of our own environment that it gets too.

    What its first start would make is a copy of what another's made, unless it begins `from_nothing`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not from_nothing and "DATABASE_URL" not in also:
        prepared.lay_out(folder / "var", environment(folder), demonstration={"--demo", "--empty"} <= set(options))
    port = port or free_port()
    before = (lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) if ignoring_interrupt else None
    with (folder / "output.txt").open("ab") as output:
        process = subprocess.Popen(
            [*REGISTER, "serve", "--port", str(port), *options],
            cwd=folder,
            env=environment(folder) | {name: os.environ[name] for name in keep} | dict(also),
            stdout=output,
            stderr=output,
            preexec_fn=before,  # noqa: PLW1509 - as a shell does for a job in the background
        )
    running = Serving(process, port, folder)
    try:
        yield running
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextlib.contextmanager
def clerk(folder: Path) -> Iterator[None]:
    """`register worker` beside the demonstration that is served in a folder: the hourly work is done at its start."""
    demonstration = {"REGISTER_DEMONSTRATION": "true", "REGISTER_MAIL_TRANSPORT": "demonstration"}
    with (folder / "clerk.txt").open("ab") as output:
        process = subprocess.Popen(
            [*REGISTER, "worker"], cwd=folder, env=environment(folder) | demonstration, stdout=output, stderr=output
        )
    try:
        yield
        assert process.poll() is None, (folder / "clerk.txt").read_text()
    finally:
        process.terminate()
        process.wait(timeout=10)


def command(folder: Path, *arguments: str, also: Mapping[str, str] = _NOTHING) -> subprocess.CompletedProcess[str]:
    """A command of the register run to its end."""
    return subprocess.run(
        [*REGISTER, *arguments],
        cwd=folder,
        env=environment(folder) | dict(also),
        capture_output=True,
        text=True,
        check=False,
    )
