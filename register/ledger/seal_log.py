"""The memory of seals outside the database: whoever rewrites the database cannot rewrite what was signed before."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from register.ledger.model import Seal
from register.ledger.signing import seal_hash

_LONGEST_LINE = 4096


class LogLine(msgspec.Struct, frozen=True):
    """One seal as the log remembers it; `hash` covers all of the seal with its signature."""

    n: int
    size: int
    root: str
    hash: str
    at: datetime


class SealLog:
    """A file of JSON lines, only ever appended to, each line on the disk before the next seal."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, seal: Seal) -> None:
        """Add a seal and wait until the disk has it."""
        line = LogLine(seal.n, seal.size, seal.root.hex(), seal_hash(seal).hex(), seal.at)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "r+b", buffering=0) as file:
            _drop_torn_line(file.fileno())
            file.write(msgspec.json.encode(line) + b"\n")
            os.fsync(file.fileno())

    def last(self) -> LogLine | None:
        """The last seal that the log knows, or None."""
        if not self.path.exists():
            return None
        with self.path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _LONGEST_LINE))
            *whole, _torn = file.read().split(b"\n")
        return _parsed(whole[-1]) if whole else None

    def mark(self) -> int:
        """How long the log is now, in bytes."""
        return self.path.stat().st_size if self.path.exists() else 0

    def lines(self, mark: int) -> Iterator[LogLine | None]:
        """Every line up to `mark`, None where one is not of ours; what a crash left unfinished is left out."""
        if not mark:
            return
        with self.path.open("rb") as file:
            while file.tell() < mark and (line := file.readline()).endswith(b"\n"):
                yield _parsed(line)


def _parsed(line: bytes) -> LogLine | None:
    try:
        return msgspec.json.decode(line, type=LogLine)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def _drop_torn_line(descriptor: int) -> None:
    """Cut what a crash left behind after the last line end; it was never reported as kept."""
    end = os.fstat(descriptor).st_size
    tail = os.pread(descriptor, _LONGEST_LINE, max(0, end - _LONGEST_LINE))
    if tail and not tail.endswith(b"\n"):
        os.ftruncate(descriptor, end - len(tail) + tail.rfind(b"\n") + 1)
