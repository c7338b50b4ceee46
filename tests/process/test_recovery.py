"""A PostgreSQL server is lost: a standby takes over, or it comes back by the commands of the guide, whole."""

import contextlib
import os
import re
import secrets
import shlex
import shutil
import signal
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from register.kernel.embedded import binaries, server_user
from tests.process.machine import ROOT
from tests.process.serving import Serving, command, serving
from tests.servers import Server, copy_of, script, server

pytestmark = pytest.mark.proof
_GUIDE = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
_WHOLE = "It holds every seal that was kept elsewhere"


def said(beginning: str) -> list[str]:
    """The lines of the block of the guide that begins so."""
    blocks = re.findall(r"```\w*\n(.*?)```", _GUIDE, re.DOTALL)
    return next(str(block) for block in blocks if block.startswith(beginning)).splitlines()


class Office:
    """A register on a server that archives its log as the guide says, and the place where copies are kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.archive, self.backup, self.kept = folder / "archive", folder / "backup", folder / "kept-seals.log"
        self.archive.mkdir()
        os.chown(self.archive, server_user(), -1)
        for each in (folder, *folder.parents[:2]):  # the server has to reach the archive
            each.chmod(each.stat().st_mode | 0o011)
        self.keys = {
            f"REGISTER_{name}_KEY": b64encode(secrets.token_bytes(32)).decode() for name in ("MASTER", "SIGNING")
        }

    def here(self, line: str, primary: Server) -> str:
        """A line of the guide with the names of this machine."""
        line = line.replace("/archive/", f"{self.archive}/").replace("/backups/2026-05-01", str(self.backup))
        return line.replace("-h primary -U replicator", f"-h 127.0.0.1 -p {primary.port} -U postgres")

    def settings(self) -> list[str]:
        """What the guide puts into the settings of the primary."""
        pairs = [line.split(" = ", maxsplit=1) for line in said("wal_level")]
        return [f"{name}={value.strip(chr(39)).replace('/archive/', f'{self.archive}/')}" for name, value in pairs]

    def follow_the_guide(self, primary: Server, beginning: str, data: Path | None = None) -> None:
        """The commands of a block, as they stand there."""
        for line in said(beginning):
            program, *words = shlex.split(self.here(line, primary).replace("-D /data", f"-D {data}"))
            if _program(primary, program, "--version").returncode:  # the wheel's pg_verifybackup does not start
                continue
            done = _program(primary, program, *words)
            assert done.returncode == 0, done.stderr

    def register(self, at: Server, *words: str, url: str = "") -> subprocess.CompletedProcess[str]:
        """A command of the register against a server."""
        reach = at.environment | ({"DATABASE_URL": url} if url else {})
        return command(self.folder, *words, also=reach | self.keys)

    def verified_elsewhere(self, at: Server) -> subprocess.CompletedProcess[str]:
        """The drill on another machine, to which the keys and the seals that were kept have been brought."""
        elsewhere = self.folder / "elsewhere"
        (elsewhere / "var").mkdir(parents=True, exist_ok=True)
        shutil.copy(self.folder / "var" / "signing.pub", elsewhere / "var" / "signing.pub")
        return command(elsewhere, "verify", "--seals", str(self.kept), also=at.environment | self.keys)

    def seals(self) -> int:
        """How many the log has."""
        log = self.folder / "var" / "seals.log"
        return len(log.read_text().splitlines()) if log.exists() else 0

    def write(self, at: Server, url: str = "") -> None:
        """One more entry, and the seal that covers it."""
        before, path = self.seals(), self.folder / f"{secrets.token_hex(4)}.xlsx"
        done = self.register(at, "export", "--audience", "governing_body", "-o", str(path), url=url)
        assert done.returncode == 0, done.stderr
        deadline = time.monotonic() + 120
        while self.seals() == before:
            assert time.monotonic() < deadline, "no seal was made"
            time.sleep(0.1)


def _program(reached: Server, program: str, *words: str) -> subprocess.CompletedProcess[str]:
    reach = os.environ | {"PGPASSWORD": reached.passwords["postgres"]}
    asked = [str(binaries(reached.version) / program), *words]
    return subprocess.run(asked, env=reach, capture_output=True, text=True, check=False)


@dataclass
class Story:
    """A register that serves from a primary with a standby; what was kept of it apart from both."""

    office: Office
    primary: Server
    standby: Server
    running: Serving
    both: str
    moment: str


def _until(at: Server, question: str, answer: str) -> None:
    deadline = time.monotonic() + 120
    while (found := script(at, question)) != answer:
        assert time.monotonic() < deadline, found
        time.sleep(0.1)


@contextlib.contextmanager
def _followed(office: Office, primary: Server) -> Iterator[Server]:
    """A standby without which nothing is confirmed."""
    beginning = "pg_basebackup -h primary -U replicator -D /data"
    with copy_of(primary, lambda data: office.follow_the_guide(primary, beginning, data)) as standby:
        script(primary, "alter system set synchronous_standby_names = '*'")
        script(primary, "select pg_reload_conf()")
        _until(primary, "select sync_state from pg_stat_replication", "sync")
        yield standby


def _archived(primary: Server) -> None:
    """Wait until the archive has all that was written."""
    segment = script(primary, "select pg_walfile_name(pg_switch_wal())")
    _until(primary, f"select coalesce(last_archived_wal, '') >= '{segment}' from pg_stat_archiver", "t")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    office = Office(tmp_path_factory.mktemp("office"))
    with server(18, *office.settings()) as primary, _followed(office, primary) as standby:
        hosts = f"127.0.0.1:{standby.port},127.0.0.1:{primary.port}"
        password = primary.passwords["register_app"]
        both = f"postgresql://register_app:{password}@{hosts}/register?target_session_attrs=read-write"
        reach = primary.environment | {"DATABASE_URL": both} | office.keys
        migrated = command(office.folder, "migrate", also=reach)
        assert migrated.returncode == 0, migrated.stderr
        with serving(office.folder, also=reach) as running:
            running.wait_until_ready(120)
            office.write(primary)
            office.follow_the_guide(primary, "pg_basebackup -h primary -U replicator -D /backups")
            moment = script(primary, "select now()")
            office.write(primary)
            shutil.copy(office.folder / "var" / "seals.log", office.kept)
            _archived(primary)
            yield Story(office, primary, standby, running, both, moment)


def test_a_standby_takes_over_without_a_restart_and_without_a_loss(story: Story) -> None:
    running, office = story.running, story.office
    processes = running.children()
    os.kill(int((story.primary.data / "postmaster.pid").read_text().split("\n", 1)[0]), signal.SIGQUIT)
    deadline = time.monotonic() + 120
    while running.get("/readyz") != 503:
        assert time.monotonic() < deadline, "the control: without a database it is not ready"
        time.sleep(0.1)
    assert running.get("/healthz") == 200
    script(story.standby, "select pg_promote()")
    running.wait_until_ready(120)
    office.write(story.standby, story.both)
    assert running.children() == processes
    seals = str(office.folder / "var" / "seals.log")
    verified = office.register(story.standby, "verify", "--seals", seals, url=story.both)
    assert (verified.returncode, _WHOLE in verified.stdout) == (0, True), verified.stdout


@contextlib.contextmanager
def _restored(story: Story, *settings: str) -> Iterator[Server]:
    """The server on another machine, from the backup and the archive."""

    def unpack(data: Path) -> None:
        shutil.copytree(story.office.backup, data, dirs_exist_ok=True)
        (data / "recovery.signal").touch()

    fetching = f"restore_command=cp {story.office.archive}/%f %p"
    with copy_of(story.primary, unpack, fetching, *settings) as made:
        _until(made, "select pg_is_in_recovery()", "f")
        yield made


def test_a_server_comes_back_whole_from_its_backup_and_its_archive(story: Story) -> None:
    with _restored(story, "synchronous_standby_names=") as server_again:
        verified = story.office.verified_elsewhere(server_again)
    assert (verified.returncode, _WHOLE in verified.stdout) == (0, True), verified.stdout + verified.stderr


def test_a_return_to_a_moment_says_what_it_lost(story: Story) -> None:
    earlier = (f"recovery_target_time={story.moment}", "recovery_target_action=promote")
    with _restored(story, "synchronous_standby_names=", *earlier) as server_again:
        verified = story.office.verified_elsewhere(server_again)
    assert (verified.returncode, _WHOLE in verified.stdout) == (1, False), verified.stdout + verified.stderr
    assert "seal 2" in verified.stdout
