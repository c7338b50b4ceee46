"""Checkpoints: the newest seal for whoever keeps it outside, with all that is needed to check it without the register.

A checkpoint holds no content. Given the one before, it proves that the register only added to what that one sealed.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from register.kernel.db import Transaction
from register.kernel.errors import Conflict, NotConfigured
from register.kernel.i18n import msg
from register.ledger import store
from register.ledger.merkle import leaf_data, leaf_hash
from register.ledger.model import Leaf, Seal
from register.ledger.proofs import PartRoots, consistency_parts
from register.ledger.seal_log import LogLine
from register.ledger.signing import PublicKeys, seal_hash

FORMAT = "register.checkpoint.v1"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class SealedAs(msgspec.Struct, frozen=True):
    """A seal as text: bytes in hex, its moment in microseconds since 1970."""

    n: int
    size: int
    root: str
    prev: str
    key_id: str
    at: int
    upto: int
    peaks: str
    signature: str

    def opened(self) -> Seal:
        """The seal. ValueError where it is not written in hex."""
        return Seal(
            n=self.n,
            size=self.size,
            root=bytes.fromhex(self.root),
            prev=bytes.fromhex(self.prev),
            key_id=self.key_id,
            signature=bytes.fromhex(self.signature),
            at=_EPOCH + self.at * _MICROSECOND,
            upto=self.upto,
            peaks=bytes.fromhex(self.peaks),
        )


class Earlier(msgspec.Struct, frozen=True):
    """The checkpoint before, and the proof of RFC 6962 that everything under it is under this one too, in order."""

    n: int
    size: int
    root: str
    consistency: tuple[str, ...]


class Checkpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The newest seal, the public half of the key that signed it, and whose register it is."""

    format: str
    organisation: Mapping[str, str]
    seal: SealedAs
    key: str
    """32 bytes in hex; absent, so empty, where the register does not know the key of its own seal."""
    earlier: Earlier | None = None

    def written(self) -> bytes:
        """The file."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"

    def line(self) -> LogLine:
        """The same seal as the log outside the database writes it."""
        seal = self.seal.opened()
        return LogLine(seal.n, seal.size, seal.root.hex(), seal_hash(seal).hex(), seal.at)


def sealed_as(seal: Seal) -> SealedAs:
    """A seal as text."""
    values = {name: _plain(getattr(seal, name)) for name in SealedAs.__struct_fields__}
    return SealedAs(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value - _EPOCH) // _MICROSECOND
    return value.hex() if isinstance(value, bytes) else value


def read(path: Path) -> Checkpoint | None:
    """The checkpoint in a file; None where the file holds something else. OSError."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Checkpoint)
        found.line()
    except (msgspec.DecodeError, ValueError, OverflowError):
        return None
    return found if found.format == FORMAT else None


async def newest(
    tx: Transaction, keys: PublicKeys, organisation: Mapping[str, str], since: Checkpoint | None = None
) -> Checkpoint:
    """A checkpoint of the newest seal, with a proof from the seal of an earlier one.

    NotConfigured before the first seal; Conflict where the earlier checkpoint is not one of this history.
    """
    seal = await store.last_seal(tx)
    if seal is None:
        raise NotConfigured(msg("There is no seal yet."))
    key = dict(keys.published()).get(seal.key_id, b"").hex()
    earlier = await _earlier(tx, since.seal.opened(), seal) if since else None
    return Checkpoint(FORMAT, organisation, sealed_as(seal), key, earlier)


async def _earlier(tx: Transaction, before: Seal, now: Seal) -> Earlier:
    if before != await store.seal_numbered(tx, before.n):
        raise Conflict(msg("The earlier checkpoint names a seal that this register does not have."))
    path = tuple(root.hex() for root in await proof_between(tx, before.size, now.size))
    return Earlier(before.n, before.size, before.root.hex(), path)


async def proof_between(tx: Transaction, first: int, second: int) -> list[bytes]:
    """The proof from the sealed entries that the tree of `second` begins with that of `first`, in one pass.

    Empty, so a proof of nothing, where entries are missing.
    """
    grower = PartRoots(consistency_parts(first, second))
    async for row in tx.cursor(store.LEAVES_IN_ORDER):
        grower.add(leaf_hash(leaf_data(Leaf(row["stream"], row["seq"], row["hash"]))))
    try:
        return grower.roots()
    except ValueError:
        return []
