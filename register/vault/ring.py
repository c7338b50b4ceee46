"""The master keys that a process holds: one current, any number of old ones."""

import contextlib
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg
from register.vault.errors import Unreadable
from register.vault.keyfile import parse_keys, read_keys, write_keys
from register.vault.model import MasterKey

RELOAD_SECONDS = 1.0
"""A changed key file is noticed within this time by every running process."""


class Keyring:
    """Current and old master keys. One that came from a file follows the file, so that a rotation needs no restart."""

    def __init__(self, keys: Sequence[MasterKey], path: Path | None = None) -> None:
        self.path = path
        self._seen: tuple[int, int] | None = None
        self._looked = time.monotonic()
        self._take(keys)

    @classmethod
    def from_file(cls, path: Path, *, create: bool = False) -> Self:
        """From a key file; with `create`, a missing one is made with one new key. NotConfigured when it is unusable."""
        if create and not path.exists():
            with contextlib.suppress(FileExistsError):  # another process was first: its key counts
                write_keys(path, [MasterKey.new()], replace=False)
        keyring = cls(read_keys(path), path)
        keyring._seen = _version(path)
        return keyring

    @classmethod
    def from_text(cls, text: str, variable: str) -> Self:
        """From an environment variable. NotConfigured when it holds no key."""
        try:
            keys = parse_keys(text)
        except ValueError:
            keys = []
        if not keys:
            raise NotConfigured(msg("%(variable)s must hold 32 bytes in base64.", variable=variable))
        return cls(keys)

    @property
    def current(self) -> MasterKey:
        """The key under which new data keys are wrapped."""
        if self.path is not None and time.monotonic() - self._looked > RELOAD_SECONDS:
            self.reload()
        return self._current

    @property
    def keys(self) -> Sequence[MasterKey]:
        """All keys, the current one first."""
        return tuple(self._keys.values())

    def master(self, key_id: str) -> MasterKey:
        """The key with this id, looking into the file again when it is new. Unreadable when it is not held."""
        if key_id not in self._keys:
            self.reload()
        if key_id not in self._keys:
            raise Unreadable(msg("The master key %(key)s, which opens this record, is not held here.", key=key_id))
        return self._keys[key_id]

    def reload(self) -> None:
        """Take the keys from the file if it changed; a file that cannot be used just now changes nothing."""
        self._looked = time.monotonic()
        if self.path is None:
            return
        with contextlib.suppress(OSError, NotConfigured):
            version = _version(self.path)
            if version != self._seen:
                self._take(read_keys(self.path))
                self._seen = version

    def add_current(self, key: MasterKey) -> None:
        """Write a new current key in front of the others, which stay."""
        self._write([key, *self.keys])

    def retire(self, key_id: str) -> None:
        """Remove an old key from the file; the current one stays."""
        if key_id == self._current.id:
            raise ValueError("the current key cannot be retired")
        self._write([key for key in self.keys if key.id != key_id])

    def _write(self, keys: Sequence[MasterKey]) -> None:
        if self.path is None:
            raise NotConfigured(
                msg("The master keys come from the environment; change REGISTER_MASTER_KEYS there and start again.")
            )
        write_keys(self.path, keys)
        self._take(keys)
        self._seen = _version(self.path)

    def _take(self, keys: Sequence[MasterKey]) -> None:
        self._current = keys[0]
        self._keys = {key.id: key for key in keys}


def _version(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_ino


def open_keyring(environment: Mapping[str, str], default: Path, *, embedded: bool) -> Keyring:
    """The keys of an installation: REGISTER_MASTER_KEYS or REGISTER_MASTER_KEY, else the file REGISTER_MASTER_KEY_FILE.

    Only the embedded database gets a key made for it, in `default`; elsewhere NotConfigured says what is missing.
    """
    for variable in ("REGISTER_MASTER_KEYS", "REGISTER_MASTER_KEY"):
        if environment.get(variable):
            return Keyring.from_text(environment[variable], variable)
    if environment.get("REGISTER_MASTER_KEY_FILE"):
        return Keyring.from_file(Path(environment["REGISTER_MASTER_KEY_FILE"]))
    if not embedded:
        raise NotConfigured(
            msg("No master key: set REGISTER_MASTER_KEY (32 bytes in base64) or REGISTER_MASTER_KEY_FILE.")
        )
    return Keyring.from_file(default, create=True)
