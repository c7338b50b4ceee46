"""The Merkle tree of RFC 6962 over the whole log, grown leaf by leaf from its complete subtrees."""

import hashlib
from collections.abc import Sequence
from typing import Self

from register.ledger.hashing import encode
from register.ledger.model import Leaf

HASH_LENGTH = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a log without entries (RFC 6962, 2.1)."""


def leaf_hash(data: bytes) -> bytes:
    """A leaf is prefixed with 0x00, so that it cannot pass for a node."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """A node is prefixed with 0x01, so that it cannot pass for a leaf."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaf_data(leaf: Leaf) -> bytes:
    """What a leaf says: which entry, and its hash."""
    return encode("register.ledger.leaf.v1", leaf.stream, leaf.seq, leaf.hash)


class Peaks:
    """The roots of the complete subtrees, largest first: all that is needed to add leaves and to tell the root.

    Their sizes are the binary digits of `size`. A few hundred bytes stand for any number of entries.
    """

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if len(hashes) != size.bit_count():
            raise ValueError(f"{size} leaves have {size.bit_count()} complete subtrees, not {len(hashes)}")
        self.size = size
        self._hashes = list(hashes)

    @classmethod
    def parse(cls, size: int, raw: bytes) -> Self:
        """From the bytes of a seal; ValueError where they cannot belong to that many leaves."""
        if len(raw) % HASH_LENGTH:
            raise ValueError("peaks are 32 bytes each")
        return cls(size, [raw[at : at + HASH_LENGTH] for at in range(0, len(raw), HASH_LENGTH)])

    def add(self, leaf: Leaf) -> None:
        """Append one entry and close every subtree that it completes."""
        self.add_hash(leaf_hash(leaf_data(leaf)))

    def add_hash(self, leaf: bytes) -> None:
        """The same of an entry that is known by the hash of its leaf alone."""
        peak, full = leaf, self.size
        while full & 1:
            peak = node_hash(self._hashes.pop(), peak)
            full >>= 1
        self._hashes.append(peak)
        self.size += 1

    def root(self) -> bytes:
        """The Merkle tree hash of everything added so far."""
        if not self._hashes:
            return EMPTY_ROOT
        *rest, root = self._hashes
        for peak in reversed(rest):
            root = node_hash(peak, root)
        return root

    def to_bytes(self) -> bytes:
        """The peaks one after another, as a seal keeps them."""
        return b"".join(self._hashes)
