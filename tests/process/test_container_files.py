"""The production files by what they say: to the schema of compose, to a linter, and to rules of our own."""

import copy
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.process.machine import ANYWHERE, ROOT, compose

TOOLS = Path(sys.executable).parent
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
_EXACT = re.compile(r"[\w./-]+:v?\d+(\.\d+){1,2}(-[\w.-]+)?(@sha256:[0-9a-f]{64})?")


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
    assert [name for name, each in file["services"].items() if ANYWHERE in str(each.get("ports", ""))] == []
    assert [name for name, each in file["services"].items() if "9100" in str(each.get("ports", ""))] == []


def checked(tool: str, *arguments: str, path: Path) -> str:
    """What a tool of the development requirements says against a file; nothing where it finds no fault."""
    done = subprocess.run(
        [str(TOOLS / tool), *arguments, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def against_the_schema(path: Path) -> str:
    """What the published schema of compose files finds."""
    return checked("check-jsonschema", "--builtin-schema", "vendor.compose-spec", path=path)


def test_the_compose_file_follows_the_published_schema() -> None:
    assert against_the_schema(ROOT / "docker-compose.yml") == ""


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("restart: always", "restrat: always"),
        ("interval: 5s", "interval: 5"),
        ("condition: service_healthy", "condition: well"),
    ],
)
def test_the_schema_finds_what_is_written_wrongly(tmp_path: Path, word: str, other: str) -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert word in text
    (tmp_path / "docker-compose.yml").write_text(text.replace(word, other, 1), encoding="utf-8")
    assert other.split(":", maxsplit=1)[0] in against_the_schema(tmp_path / "docker-compose.yml")


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


def test_a_linter_finds_no_fault_in_the_dockerfile(tmp_path: Path) -> None:
    assert checked("hadolint", path=ROOT / "Dockerfile") == ""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    (tmp_path / "Dockerfile").write_text(re.sub(r"(FROM python):\S+", r"\1:latest", text, count=1), encoding="utf-8")
    assert "DL3007" in checked("hadolint", path=tmp_path / "Dockerfile"), "the control"


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
