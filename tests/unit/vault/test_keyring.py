"""Master keys: where they come from, who may read them, and how a running process learns of a new one."""

import base64
import os
import stat
from pathlib import Path

import pytest

from register import vault
from register.kernel.errors import NotConfigured
from register.kernel.i18n import say
from register.vault import Erased, Keyring, MasterKey, Unreadable, open_keyring
from register.vault import ring as ring_module
from register.vault.keyfile import encode_key

OLD, NEW = MasterKey(b"o" * 32), MasterKey(b"n" * 32)


def test_the_embedded_default_makes_a_key_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "master.key"
    first = open_keyring({}, path, embedded=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert open_keyring({}, path, embedded=True).current.id == first.current.id
    assert [file.name for file in path.parent.iterdir()] == ["master.key"]


def test_a_production_installation_without_a_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotConfigured, match="not_configured") as refused:
        open_keyring({}, tmp_path / "master.key", embedded=False)
    assert "REGISTER_MASTER_KEY" in say(refused.value.message, "en")
    assert not (tmp_path / "master.key").exists()


@pytest.mark.parametrize("variable", ["REGISTER_MASTER_KEY", "REGISTER_MASTER_KEYS"])
def test_keys_from_the_environment_count_everywhere(tmp_path: Path, variable: str) -> None:
    text = f"{encode_key(NEW)},{encode_key(OLD)}"
    ring = open_keyring({variable: text}, tmp_path / "none", embedded=False)
    assert [key.id for key in ring.keys] == [NEW.id, OLD.id]


@pytest.mark.parametrize("text", ["short", base64.b64encode(b"x" * 31).decode(), "ä", " , "])
def test_what_is_no_key_is_refused_in_one_line_that_does_not_repeat_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(NotConfigured) as refused:
        open_keyring({"REGISTER_MASTER_KEY": text}, tmp_path / "none", embedded=False)
    assert text not in say(refused.value.message, "en")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    open_keyring({}, path, embedded=True)
    path.chmod(mode)
    with pytest.raises(NotConfigured) as refused:
        open_keyring({}, path, embedded=True)
    assert "chmod 600" in say(refused.value.message, "en")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_key_file_of_another_user_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    open_keyring({}, path, embedded=True)
    os.chown(path, 65534, -1)
    with pytest.raises(NotConfigured):
        open_keyring({}, path, embedded=True)


def test_a_running_process_follows_a_rotation_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "master.key"
    server, command = Keyring.from_file(path, create=True), Keyring.from_file(path)
    before = server.current.id
    command.add_current(NEW)
    assert server.current.id == before  # within the second it may still wrap with the old key, which stays held
    assert server.master(NEW.id).id == NEW.id  # but it opens what others wrapped with the new one
    monkeypatch.setattr(ring_module, "RELOAD_SECONDS", -1.0)
    assert server.current.id == NEW.id
    assert server.master(before).id == before


def test_a_key_file_that_is_gone_for_a_moment_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    ring = Keyring.from_file(path, create=True)
    path.unlink()
    ring.reload()
    assert len(ring.keys) == 1


def test_the_current_key_is_never_retired(tmp_path: Path) -> None:
    ring = Keyring.from_file(tmp_path / "master.key", create=True)
    ring.add_current(NEW)
    with pytest.raises(ValueError, match="current"):
        ring.retire(NEW.id)
    ring.retire(ring.keys[1].id)
    assert [key.id for key in Keyring.from_file(tmp_path / "master.key").keys] == [NEW.id]


def test_a_row_without_key_is_erased_and_one_of_an_unknown_key_unreadable() -> None:
    vault.configure(Keyring([NEW]))
    key = vault.new_data_key()
    assert vault.unwrap(key.key_id, key.wrapped).key_id == NEW.id
    with pytest.raises(Erased):
        vault.unwrap(OLD.id, None)
    with pytest.raises(Unreadable) as unknown:
        vault.unwrap(OLD.id, key.wrapped)
    assert OLD.id in say(unknown.value.message, "en")
