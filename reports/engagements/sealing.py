"""A file that is never plain on any disk: written piece by piece, each encrypted and bound to its place.

A workbook goes back to the head of each of its parts when the part is complete, so the pieces are of one size and can
be opened and sealed again wherever they stand.
"""

import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from typing import IO, Any
from uuid import UUID

from register import vault

PIECE = 1 << 20
"""Bytes of one piece, but for the last."""
_OVERHEAD = 29
"""What sealing adds: a byte of form, a nonce, a tag."""


def label_of(place: int) -> str:
    """What a piece is bound to, besides its owner."""
    return f"extract:{place}"


class SealedFile(io.RawIOBase):
    """What was written stands encrypted in a file without a name; one piece at a time is open in memory."""

    def __init__(self, key: vault.DataKey, owner: UUID) -> None:
        super().__init__()
        self._key, self._owner = key, owner
        self._kept: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with this file
        self._piece = bytearray()
        self._place = 0
        self._at = 0
        self.size = 0

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        return self._at

    def write(self, data: Any) -> int:
        """All of it."""
        given = memoryview(data).cast("B")
        written = 0
        while written < len(given):
            place, offset = divmod(self._at, PIECE)
            if place != self._place:
                self._turn_to(place)
            part = given[written : written + PIECE - offset]
            if offset > len(self._piece):
                raise ValueError("nothing is left out between what is written")
            self._piece[offset : offset + len(part)] = part
            written += len(part)
            self._at += len(part)
            self.size = max(self.size, self._at)
        return written

    def pieces(self) -> Iterator[bytes]:
        """The sealed pieces in their order."""
        self._put_away()
        for place in range(self.many):
            yield self._sealed(place)

    @property
    def many(self) -> int:
        """How many pieces there are."""
        return -(-self.size // PIECE)

    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        found = hashlib.sha256()
        for place, piece in enumerate(self.pieces()):
            found.update(self._opened(piece, place))
        return found.hexdigest()

    def close(self) -> None:
        if not self.closed:
            self._kept.close()
            self._piece.clear()
        super().close()

    def _turn_to(self, place: int) -> None:
        self._put_away()
        self._place = place
        self._piece = bytearray(self._opened(self._sealed(place), place)) if place * PIECE < self.size else bytearray()

    def _put_away(self) -> None:
        if self._piece:
            self._kept.seek(self._place * (PIECE + _OVERHEAD))
            self._kept.write(vault.encrypt(self._key, bytes(self._piece), self._owner, label_of(self._place)))

    def _sealed(self, place: int) -> bytes:
        self._kept.seek(place * (PIECE + _OVERHEAD))
        length = min(PIECE, self.size - place * PIECE)
        return self._kept.read(length + _OVERHEAD)

    def _opened(self, piece: bytes, place: int) -> bytes:
        return vault.decrypt(self._key, piece, self._owner, label_of(place))
