"""The hashes of the whole register without any content, for a verifier that is not ours (`verifier/`).

JSON lines in one order: what register and format, public keys, leaves with the seals that close over them, events by
stream with the claim of the record after them, readings, and last a count of everything. A payload is there only as
its SHA-256, a record's row only as the digest that its event holds. Ids are those that the hashes are made of.
"""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO
from uuid import UUID

import msgspec

from register.kernel.db import Transaction
from register.ledger import store
from register.ledger.chains import ClaimSource
from register.ledger.model import HeadClaim, Read, Said
from register.ledger.signing import PublicKeys
from register.ledger.streams import Peekable, merge

FORMAT = "register.hashes.v1"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ENCODE = msgspec.json.Encoder(enc_hook=str).encode
_PLURAL = {"leaf": "leaves", "seal": "seals", "event": "events", "claim": "claims", "reading": "readings"}
_EVENT = (*Said.__struct_fields__, "hash", "x", "leaf")
_READING = (*Read.__struct_fields__, "hash", "x", "leaf")
_SEAL = ("n", "size", "root", "prev", "key_id", "at", "upto", "peaks", "signature")
_LEAF = ("position", "seal", "stream", "seq", "hash")
_CHUNK = 1 << 20


def line_of(record: str, row: Any, names: Sequence[str]) -> bytes:
    """One record as a line: bytes in hex, moments in microseconds since 1970."""
    return _ENCODE({"record": record} | {name: _plain(row[name]) for name in names}) + b"\n"


def _plain(value: Any) -> Any:
    match value:
        case bytes():
            return value.hex()
        case datetime():
            return (value - _EPOCH) // timedelta(microseconds=1)
    return value


async def export_hashes(tx: Transaction, sources: Sequence[ClaimSource], keys: PublicKeys, out: BinaryIO) -> int:
    """Write the lines to `out` from the snapshot of the transaction, in flat memory; how many there are."""
    written: Counter[str] = Counter()
    chunk = bytearray()
    async for record, line in _lines(tx, sources, keys):
        written[record] += 1
        chunk += line
        if len(chunk) >= _CHUNK:
            out.write(chunk)
            chunk.clear()
    counts = {plural: written[record] for record, plural in _PLURAL.items()}
    out.write(chunk + line_of("end", counts, list(counts)))
    return written.total() + 1


async def _lines(tx: Transaction, sources: Sequence[ClaimSource], keys: PublicKeys) -> AsyncIterator[tuple[str, bytes]]:
    kinds = sorted(source.kind for source in sources)
    head = {"format": FORMAT, "sealed_up_to": await tx.fetchval(store.SEALED_UP_TO), "kinds": kinds}
    yield "register", line_of("register", head, list(head))
    for name, public in keys.published():
        yield "key", line_of("key", {"id": name, "public": public}, ("id", "public"))
    async for each in _tree(tx):
        yield each
    async for each in _histories(tx, sources):
        yield each
    async for row in tx.cursor(store.READINGS_TO_EXPORT):
        yield "reading", line_of("reading", row, _READING)


async def _tree(tx: Transaction) -> AsyncIterator[tuple[str, bytes]]:
    """Leaves in order, each seal after the last leaf that it covers."""
    leaves = Peekable(tx.cursor(store.LEAVES_IN_ORDER), lambda row: row["position"])
    async for seal in tx.cursor(store.SEALS_IN_ORDER):
        while (leaf := await leaves.peek()) is not None and leaf["position"] < seal["size"]:
            yield "leaf", line_of("leaf", await leaves.take(), _LEAF)
        yield "seal", line_of("seal", seal, _SEAL)
    while (leaf := await leaves.take()) is not None:
        yield "leaf", line_of("leaf", leaf, _LEAF)


async def _histories(tx: Transaction, sources: Sequence[ClaimSource]) -> AsyncIterator[tuple[str, bytes]]:
    """Events by stream, after each stream the claim of its record."""
    events: Peekable[Any] = Peekable(tx.cursor(store.EVENTS_TO_EXPORT), _place)
    claims: list[Peekable[Any]] = [Peekable(source.claims(tx), _place) for source in sources]
    async for row in merge([events, *claims], _place):
        if isinstance(row, HeadClaim):
            yield "claim", line_of("claim", msgspec.structs.asdict(row), HeadClaim.__struct_fields__)
        else:
            yield "event", line_of("event", row, _EVENT)


def _place(row: Any) -> tuple[UUID, int, int]:
    return (row.stream, 1, 0) if isinstance(row, HeadClaim) else (row["stream"], 0, row["seq"])
