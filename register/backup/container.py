"""A backup as one file: a line of JSON, then encrypted parts in a fixed order, then the list of what is inside.

Each part is AES-256-GCM under a key of this backup alone, numbered by its nonce and bound to the first line; so a part
that is changed, moved, left out or taken from another backup does not open, and without the list at the end the backup
is not whole.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec
from cryptography.exceptions import InvalidTag

from register import vault
from register.backup.model import FORM, Head, Member
from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg
from register.vault import DataKey

PART = 1 << 20
"""Bytes of a file in one part."""
_LONGEST_HEAD = 8192
_LONGEST_PART = PART + 4096
_LIST = ""


class _Part(msgspec.Struct, array_like=True):
    """A piece of a member; the part without a name holds the list of members as JSON."""

    name: str
    content: bytes


class Writer:
    """Writes a backup to an open file."""

    def __init__(self, file: BinaryIO, head: Head, key: DataKey) -> None:
        self._file, self._key = file, key
        line = msgspec.json.encode(head)
        self._bound = hashlib.sha256(line).digest()
        self._number = 0
        self._members: list[Member] = []
        file.write(line + b"\n")

    def add(self, name: str, source: BinaryIO) -> Iterator[int]:
        """Add a member from a stream; after each part its length in bytes."""
        digest, size = hashlib.sha256(), 0
        while content := source.read(PART):
            digest.update(content)
            size += len(content)
            self._write(_Part(name, content))
            yield len(content)
        self._members.append(Member(name, size, digest.hexdigest()))

    def finish(self) -> None:
        """Close the backup with its list and wait until the disk has it."""
        self._write(_Part(_LIST, msgspec.json.encode(self._members)))
        self._file.flush()
        os.fsync(self._file.fileno())

    def _write(self, part: _Part) -> None:
        sealed = self._key.cipher.encrypt(_nonce(self._number), msgspec.msgpack.encode(part), self._bound)
        self._file.write(len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1


def read_head(path: Path) -> tuple[Head, bytes]:
    """The first line of a backup and its bytes. NotConfigured when it is no backup of a form that is known here."""
    try:
        with path.open("rb") as file:
            line = file.readline(_LONGEST_HEAD)
        head = msgspec.json.decode(line.rstrip(b"\n"), type=Head)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotConfigured(msg("%(file)s is not a backup of this register.", file=str(path))) from error
    if head.form != FORM:
        raise NotConfigured(msg("%(file)s is not a backup of this register.", file=str(path)))
    return head, line


def open_key(head: Head) -> DataKey:
    """The key of a backup, by the master keys of this process. Unreadable when none of them opens it."""
    try:
        wrapped = bytes.fromhex(head.wrapped)
    except ValueError:
        wrapped = b""
    return vault.unwrap(head.key_id, wrapped)


def unpack(path: Path, key: DataKey, folder: Path) -> Iterator[int]:
    """Write every member into a folder of ours; bytes as they come. NotConfigured when the backup is not whole."""
    _, line = read_head(path)
    reader = _Reader(path, key, hashlib.sha256(line.rstrip(b"\n")).digest())
    found: dict[str, tuple[int, str]] = {}
    name, digest, size, listed = "", hashlib.sha256(), 0, None
    output: BinaryIO | None = None
    with path.open("rb") as file:
        file.seek(len(line))
        for part in reader.parts(file):
            if part.name != name:
                _close(output, name, (size, digest.hexdigest()), found)
                name, digest, size, output = part.name, hashlib.sha256(), 0, None
                if name != _LIST:
                    output = _create(folder, name)
            if output is None:
                listed = msgspec.json.decode(part.content, type=list[Member])
                continue
            output.write(part.content)
            digest.update(part.content)
            size += len(part.content)
            yield len(part.content)
    _close(output, name, (size, digest.hexdigest()), found)
    if listed is None or any(found.get(each.name, (0, each.sha256)) != (each.size, each.sha256) for each in listed):
        raise damaged(path)


def damaged(path: Path) -> NotConfigured:
    """What is said of a backup that is cut short, changed, or put together from others."""
    return NotConfigured(msg("The backup %(file)s is damaged or was changed; nothing was restored.", file=str(path)))


class _Reader:
    def __init__(self, path: Path, key: DataKey, bound: bytes) -> None:
        self._path, self._key, self._bound = path, key, bound

    def parts(self, file: BinaryIO) -> Iterator[_Part]:
        number = 0
        while length := file.read(4):
            sealed = file.read(min(int.from_bytes(length, "big"), _LONGEST_PART))
            try:
                plain = self._key.cipher.decrypt(_nonce(number), sealed, self._bound)
            except (InvalidTag, ValueError) as error:
                raise damaged(self._path) from error
            yield msgspec.msgpack.decode(plain, type=_Part)
            number += 1


def _create(folder: Path, name: str) -> BinaryIO:
    descriptor = os.open(folder / Path(name).name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(descriptor, "wb")


def _close(output: BinaryIO | None, name: str, said: tuple[int, str], found: dict[str, tuple[int, str]]) -> None:
    if output is not None:
        output.close()
        found[name] = said


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
