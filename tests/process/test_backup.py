"""Backup, loss of the machine, restore: the register is the same, its chains verify, and an older backup is known."""

import hashlib
import shutil
import subprocess
import time
from pathlib import Path

import msgspec
import pytest

from register.kernel.embedded import Embedded, binaries
from tests.process.serving import command, environment, serving

pytestmark = pytest.mark.proof
_STAFF = "email,family_name,first_name,unit,supervisor_email,capacity,languages,roles\n"


def _people(folder: Path, number: int) -> None:
    path = folder / "people.csv"
    path.write_text(f"{_STAFF}person{number}@example.org,Person,P{number},Unit,,staff,en,\n", encoding="utf-8")
    loaded = command(folder, "people", "load", str(path))
    assert loaded.returncode == 0, loaded.stderr


def _entry(folder: Path) -> None:
    """An entry of the reading log, which the next seal covers."""
    done = command(folder, "export", "--audience", "governing_body", "-o", str(folder / "extract.xlsx"))
    assert done.returncode == 0, done.stderr


def _wait_for_seal(folder: Path, number: int) -> None:
    """Wait until the log of seals has so many lines."""
    deadline = time.monotonic() + 30
    log = folder / "var" / "seals.log"
    while not log.exists() or len(log.read_text().splitlines()) < number:
        assert time.monotonic() < deadline, "no seal was made"
        time.sleep(0.1)


def _dump(folder: Path) -> str:
    """Every row of every table, as one figure."""
    with Embedded(folder / "var" / "pg").use() as embedded:
        program = str(binaries(18) / "pg_dump")
        asked = [program, "-d", embedded.url("postgres"), "--inserts", "--restrict-key=same"]
        dumped = subprocess.run(asked, capture_output=True, check=True, env=environment(folder))
    return hashlib.sha256(dumped.stdout).hexdigest()


class Story:
    """A register with two backups: an older one, and one with everything; what was kept apart from both."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.older, self.newer = folder / "older.backup", folder / "newer.backup"
        self.key, self.seals = folder / "kept.key", folder / "kept-seals.log"
        with serving(folder) as register:
            register.wait_until_ready(120)
            for number, backup in ((1, self.older), (2, self.newer)):
                _people(folder, number)
                _entry(folder)
                _wait_for_seal(folder, number)
                self._back_up(backup)  # while it serves
        self.dump = _dump(folder)
        shutil.copy(folder / "var" / "master.key", self.key)
        shutil.copy(folder / "var" / "seals.log", self.seals)

    def _back_up(self, path: Path) -> None:
        done = command(self.folder, "backup", "-o", str(path))
        assert done.returncode == 0, done.stderr

    def restore(self, place: Path, backup: Path, *options: str) -> subprocess.CompletedProcess[str]:
        """Restore on another machine, to which the key was brought."""
        place.mkdir(exist_ok=True)
        return command(place, "restore", str(backup), "--master-key", str(self.key), *options)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    made = Story(tmp_path_factory.mktemp("office"))
    shutil.rmtree(made.folder / "var")  # the machine is lost
    return made


def test_after_the_loss_of_the_machine_the_register_is_the_same_and_verifies(story: Story, tmp_path: Path) -> None:
    done = story.restore(tmp_path, story.newer, "--seals", str(story.seals))
    assert done.returncode == 0, done.stdout + done.stderr
    assert _dump(tmp_path) == story.dump
    assert command(tmp_path, "verify", "--seals", str(story.seals)).returncode == 0
    assert not (tmp_path / "var" / "signing.key").exists(), "the key that signs is not in a backup"
    again = story.restore(tmp_path, story.newer)
    assert (again.returncode, again.stderr.count("\n")) == (2, 1), "never over a register that is there"


def test_a_backup_is_older_than_the_last_seal_that_was_kept_elsewhere(story: Story, tmp_path: Path) -> None:
    refused = story.restore(tmp_path, story.older, "--seals", str(story.seals))
    assert refused.returncode == 1
    assert "seal 1" in refused.stdout
    assert "seal 2" in refused.stdout
    assert not (tmp_path / "var" / "pg").exists(), "it is not put in use"
    accepted = story.restore(tmp_path, story.older, "--seals", str(story.seals), "--accept-older")
    assert accepted.returncode == 0
    assert _dump(tmp_path) != story.dump, "the control of the comparison"
    assert command(tmp_path, "verify", "--seals", str(story.seals)).returncode == 1


def test_a_backup_says_what_it_is_and_shows_nothing(story: Story) -> None:
    line, _, rest = story.newer.read_bytes().partition(b"\n")
    head = msgspec.json.decode(line)
    assert (head["postgresql"], head["seal"]["n"]) == (18, 2)
    assert story.newer.stat().st_mode & 0o077 == 0
    assert b"person1@example.org" not in rest
    assert b"PostgreSQL" not in rest


def _changed(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize("harm", ["first line", "a part", "the end", "a part of another"])
def test_a_backup_that_was_changed_is_refused(story: Story, tmp_path: Path, harm: str) -> None:
    content = story.newer.read_bytes()
    middle = len(content) // 2
    changed = {
        "first line": content.replace(b'"n":2', b'"n":3', 1),
        "a part": _changed(content, middle),
        "the end": content[: -len(content) // 5],
        "a part of another": content[:middle] + story.older.read_bytes()[middle:],
    }[harm]
    assert changed != content
    (tmp_path / "changed.backup").write_bytes(changed)
    refused = story.restore(tmp_path, tmp_path / "changed.backup")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stdout + refused.stderr
    assert list((tmp_path / "var").iterdir()) == [], "nothing is left behind"


def test_without_its_master_key_a_backup_does_not_open(story: Story, tmp_path: Path) -> None:
    none = command(tmp_path, "restore", str(story.newer), "--drill")
    assert (none.returncode, none.stderr.count("\n")) == (2, 1)
    assert not (tmp_path / "var" / "master.key").exists(), "no key is made in place of the lost one"
