"""Every command of the production files does what it says, on a PostgreSQL server over TCP; no engine is needed."""

import re
import secrets
import signal
import socket
import ssl
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator

import httpx
import pytest

from tests.process.machine import ROOT, Machine
from tests.process.proxy import Proxy, proxy
from tests.process.serving import free_port
from tests.servers import script, server


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    folder = tmp_path_factory.mktemp("machine")
    (folder / "register.toml").write_text("[passwords]\ntime_cost = 1\n[limits]\nsign_in_tries_per_address = 2\n")
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
        deadline = time.monotonic() + 60
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


def test_the_proxy_takes_its_file_and_would_not_take_another() -> None:
    with proxy("1") as sound, proxy("1", ("client_header_timeout 10s", "client_header_timeout soon")) as wrong:
        assert sound.test() == ""
        assert "client_header_timeout" in wrong.test()


def _slow(through: Proxy, *heads: str) -> ssl.SSLSocket:
    """A visitor who has begun a request and does not go on."""
    slow = through.connection()
    slow.sendall("\r\n".join(["POST /sign-in HTTP/1.1", "host: localhost", *heads]).encode())
    return slow


def _seconds_until_cut(slow: ssl.SSLSocket, since: float, drip: bytes) -> float:
    """How long the proxy bore with somebody who sends a little every second."""
    slow.settimeout(1)
    while time.monotonic() - since < 20:
        try:
            if not slow.recv(4096):
                break
        except TimeoutError:
            slow.sendall(drip)
        except OSError:
            break
    return time.monotonic() - since


def _tries(visitor: httpx.Client, address: str) -> int:
    """The answer to a wrong password of somebody who says where they come from."""
    token = re.search(r'name="csrf" value="([^"]+)"', visitor.get("/sign-in").text)
    assert token is not None
    typed = {"email": f"{secrets.token_hex(4)}@example.org", "password": "a wrong one", "csrf": token[1]}
    said = {"x-forwarded-for": address, "x-forwarded-proto": "http", "sec-fetch-site": "same-origin"}
    return visitor.post("/sign-in", data=typed, headers=said).status_code


@pytest.fixture(scope="module")
def through(machine: Machine) -> Iterator[Proxy]:
    """The proxy in front of the server, until the end of this file: no test after it starts a server."""
    with machine.running("server"), proxy(machine.ports["server:8000"]) as made, made.running():
        yield made


def test_a_visitor_of_the_proxy_says_nothing_of_where_they_come_from(machine: Machine, through: Proxy) -> None:
    with through.visitor("127.0.0.5") as one, through.visitor("127.0.0.6") as other:
        assert [_tries(one, f"192.0.2.{last}") for last in range(3)] == [422, 422, 429]
        assert _tries(other, "127.0.0.5") == 422, "whoever comes from elsewhere is not counted with them"
        secure = one.get("/sign-in", headers={"x-forwarded-proto": "http"})
        assert "strict-transport-security" in secure.headers
    believing = ("X-Forwarded-For $remote_addr", "X-Forwarded-For $http_x_forwarded_for")
    port = machine.ports["server:8000"]
    with proxy(port, believing) as weaker, weaker.running(), weaker.visitor("127.0.0.7") as one:
        assert [_tries(one, f"198.51.100.{last}") for last in range(3)] == [422] * 3, "the control"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")  # what is refused has to be tried
def test_the_proxy_speaks_tls_of_today_only(through: Proxy) -> None:
    with through.connection() as held:
        assert held.version() == "TLSv1.3"
    with through.connection(newest=ssl.TLSVersion.TLSv1_2) as held:
        assert held.version() == "TLSv1.2", "the control: this side can speak older versions"
    with pytest.raises(ssl.SSLError):
        through.connection(newest=ssl.TLSVersion.TLSv1_1)
    plain = httpx.get(f"http://127.0.0.1:{through.port}/sign-in")
    assert (plain.status_code, "csrf" in plain.text) == (400, False)


def test_the_proxy_ends_what_is_slow_and_refuses_what_is_large(through: Proxy) -> None:
    began = time.monotonic()
    head, body = _slow(through, "x-head: a"), _slow(through, "content-length: 100", "", "email=")
    with head, body, through.visitor() as one:
        assert one.post("/sign-in?name=Amina", content=b"x" * 2_000_000).status_code == 413, "the server's own limit"
        with _slow(through, "content-length: 30000000", "", "") as large:
            assert large.recv(4096).startswith(b"HTTP/1.1 413 ")
        assert one.get("/sign-in?name=Amina").status_code == 200
        assert 9 < _seconds_until_cut(head, began, b"a") < 17, "however much of the head still comes"
        assert 9 < _seconds_until_cut(body, began, b"") < 17
    with proxy("1") as alone, alone.running(), alone.visitor() as one:
        assert one.get("/sign-in?name=Amina").status_code == 502
        assert (" 502 " in alone.log(), "Amina" in alone.log()) == (True, False)
    assert (" 413 " in through.log(), "Amina" in through.log()) == (True, False)
    quieter = ("    error_log /dev/stderr emerg;\n", "")
    with proxy("1", quieter) as talking, talking.running(), talking.visitor() as one:
        one.get("/sign-in?name=Amina")
        assert "Amina" in talking.log(), "the control"
