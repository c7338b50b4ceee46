"""The production files: nothing runs as root, secrets are files, and every command in them does what it says.

No container engine is needed: the commands are read from the files and run by hand on a PostgreSQL server over TCP.
"""

import contextlib
import copy
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # its stubs are not pinned

from register.kernel.embedded import binaries
from tests.process.serving import free_port
from tests.servers import Server, script, server

ROOT = Path(__file__).resolve().parents[2]
_KNOWN = {
    "build",
    "cap_drop",
    "command",
    "depends_on",
    "environment",
    "healthcheck",
    "image",
    "init",
    "logging",
    "networks",
    "pids_limit",
    "ports",
    "profiles",
    "read_only",
    "restart",
    "secrets",
    "security_opt",
    "shm_size",
    "stop_grace_period",
    "stop_signal",
    "tmpfs",
    "user",
    "volumes",
}
_ANYWHERE = "0.0.0.0"  # noqa: S104 - what the containers listen on, and this machine never does
_EXACT = re.compile(r"[\w./-]+:v?\d+(\.\d+){1,2}(-[\w.-]+)?(@sha256:[0-9a-f]{64})?")


def compose() -> dict[str, Any]:
    """The compose file, its anchors resolved."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return found


def faults(file: dict[str, Any]) -> list[str]:
    """What in a compose file is weaker than the deployment guide promises, or names what is not there."""
    found = []
    for name, service in file["services"].items():
        for fault, is_there in _faults(file, service).items():
            if is_there:
                found.append(f"{name}: {fault}")
    return found


def _faults(file: dict[str, Any], service: dict[str, Any]) -> dict[str, bool]:
    mounted = [each.split(":")[0] for each in service.get("volumes", [])]
    environment = service.get("environment", {})
    once = service["restart"] == "on-failure"
    return {
        "unknown words": bool(set(service) - _KNOWN),
        "runs as root": not re.fullmatch(r"[1-9]\d*:[1-9]\d*", service.get("user", "")),
        "can gain rights": service.get("security_opt") != ["no-new-privileges:true"],
        "has capabilities": service.get("cap_drop") != ["ALL"],
        "writes anywhere": service.get("read_only") is not True,
        "no exact version": not _EXACT.fullmatch(service["image"]),
        "no health check": "healthcheck" not in service and "profiles" not in service,
        "not started again": service["restart"] != "always" and not once,
        "a secret in the environment": any(
            re.search("PASSWORD|KEY|SECRET", key) and not key.endswith("_FILE") for key in environment
        )
        or any(re.search(r"://[^/@]*:[^/@]*@", str(value)) for value in environment.values()),
        "an unknown secret": not set(service.get("secrets", [])) <= set(file["secrets"]),
        "an unknown network": not set(service["networks"]) <= set(file["networks"]),
        "an unknown folder": any(not each.startswith("./") and each not in file["volumes"] for each in mounted)
        or any(each.startswith("./deploy") and not (ROOT / each).exists() for each in mounted),
        "waits for nobody": not set(service.get("depends_on", [])) <= set(file["services"]),
    }


def test_the_compose_file_keeps_its_promises() -> None:
    file = compose()
    assert faults(file) == []
    assert int(file["services"]["server"]["environment"]["REGISTER_WORKERS"]) >= 2
    assert [name for name, each in file["services"].items() if _ANYWHERE in str(each.get("ports", ""))] == []
    assert [name for name, each in file["services"].items() if "9100" in str(each.get("ports", ""))] == []


def _set(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda service: service.update({name: value})


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (_set("user", "0:0"), "runs as root"),
        (_set("read_only", False), "writes anywhere"),
        (_set("cap_drop", []), "has capabilities"),
        (_set("image", "declaration-register:latest"), "no exact version"),
        (_set("privileged", True), "unknown words"),
        (_set("environment", {"REGISTER_MASTER_KEY": "k"}), "a secret in the environment"),
        (_set("environment", {"DATABASE_URL": "postgresql://a:secret@b/c"}), "a secret in the environment"),
        (_set("secrets", ["none"]), "an unknown secret"),
    ],
)
def test_a_weaker_compose_file_is_found(change: Callable[[dict[str, Any]], None], fault: str) -> None:
    file = copy.deepcopy(compose())
    change(file["services"]["server"])
    assert f"server: {fault}" in faults(file)


def dockerfile() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile with their arguments."""
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def test_the_image_is_pinned_runs_as_nobody_special_and_copies_what_is_there() -> None:
    said = dockerfile()
    assert all(_EXACT.fullmatch(words.split()[0]) for word, words in said if word == "FROM")
    assert [words for word, words in said if word == "USER"] == ["999:999"]
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = [part for word, words in said if word == "COPY" and "--from" not in words for part in words.split()[:-1]]
    assert [part for part in copied if not (ROOT / part).exists()] == []
    assert [part for part in copied if part.split("/")[0] not in kept] == []
    assert not kept & {"secrets", "var", ".env", "register.toml", "tests"}
    health = next(words for word, words in said if word == "HEALTHCHECK")
    assert "register.operations.alive" in health


@dataclass
class Machine:
    """A machine with the secrets and a PostgreSQL server, on which the commands of the files are run by hand."""

    database: Server
    folder: Path
    ports: dict[str, str]

    def here(self, service: str, text: str) -> str:
        """Addresses and paths of the containers as they are on this machine."""
        text = text.replace("/run/secrets", str(self.folder / "secrets")).replace(_ANYWHERE, "127.0.0.1")
        text = text.replace("/etc/register/register.toml", str(self.folder / "register.toml"))
        text = text.replace("@database/", f"@127.0.0.1:{self.database.port}/")
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


def proxy_faults(text: str) -> list[str]:
    """Which limits the configuration of the proxy leaves out, and where it points elsewhere than the others do."""
    said = dict(re.findall(r"^\s*([a-z_]+) ([^;{]+);", text, re.MULTILINE))
    limits = [f"client_{part}_timeout" for part in ("body", "header")]
    limits += ["send_timeout", "proxy_read_timeout", "proxy_connect_timeout"]
    found = [name for name in limits if not re.fullmatch(r"\d{1,2}s", said.get(name, ""))]
    found += [name for name in ("client_max_body_size", "limit_conn", "server_tokens") if name not in said]
    if text.count("{") != text.count("}"):
        found.append("braces")
    if said.get("ssl_protocols") != "TLSv1.2 TLSv1.3" or "ssl" not in said.get("listen", ""):
        found.append("TLS")
    services = compose()["services"]
    port = services["server"]["command"][-1]
    if said.get("proxy_pass") != f"http://server:{port}":
        found.append("proxy_pass")
    if said.get("listen", "").split()[0] != services["proxy"]["ports"][0].split(":")[1]:
        found.append("listen")
    logged = "".join(re.findall(r"log_format[^;]+;", text))
    return found + [name for name in ("$uri", "$request ", "$args", "$query", "$http_cookie") if name in logged]


def test_the_proxy_limits_time_and_size_and_logs_no_address() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert proxy_faults(text) == []
    weaker = text.replace("client_body_timeout 10s;", "").replace("http://server:8000", "http://server:9000")
    assert proxy_faults(weaker.replace("$request_method", "$uri")) == ["client_body_timeout", "proxy_pass", "$uri"]
