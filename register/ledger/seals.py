"""Verifying seals: the tree rebuilt from its leaves, signatures, chain, and the log outside the database."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from register.kernel.db import Transaction
from register.kernel.i18n import Message
from register.ledger import findings as say
from register.ledger import store
from register.ledger.findings import Findings
from register.ledger.merkle import Peaks
from register.ledger.model import Leaf, Seal
from register.ledger.seal_log import LogLine
from register.ledger.signing import FIRST_PREV, PublicKeys, seal_hash
from register.ledger.streams import Peekable

_LOG_BATCH = 1000
L = TypeVar("L")


async def check_seals(tx: Transaction, keys: PublicKeys, found: Findings) -> None:
    """Every seal in order. The first fault ends this check: all later roots stand on it."""
    peaks, last = Peaks(), None
    leaves = Peekable(tx.cursor(store.LEAVES_IN_ORDER), _position)
    async for row in tx.cursor(store.SEALS_IN_ORDER):
        seal = Seal(*row)
        found.seals, found.sealed_at = found.seals + 1, seal.at
        fault = _chain_fault(seal, last, keys)
        if fault is None and not await _grow(peaks, leaves, seal):
            fault = say.seal_tree_differs(seal.n)
        if fault is not None:
            found.add(fault)
            return
        last = seal
    extra = await leaves.peek()
    if extra is not None:
        found.add(say.leaf_without_seal(extra["position"]))


def _position(row: Any) -> int:
    return int(row["position"])


def _chain_fault(seal: Seal, last: Seal | None, keys: PublicKeys) -> Message | None:
    expected = (last.n + 1, seal_hash(last)) if last else (1, FIRST_PREV)
    if (seal.n, seal.prev) != expected or seal.size <= (last.size if last else 0):
        return say.seal_gone(seal.n)
    return None if keys.signed(seal) else say.seal_not_signed(seal.n)


async def _grow(peaks: Peaks, leaves: Peekable[Any], seal: Seal) -> bool:
    """Add the leaves of one seal; whether they are all there, in order, and give its root."""
    while peaks.size < seal.size:
        row = await leaves.take()
        if row is None or (row["position"], row["seal"]) != (peaks.size, seal.n):
            return False
        peaks.add(Leaf(row["stream"], row["seq"], row["hash"]))
    return peaks.root() == seal.root and peaks.to_bytes() == seal.peaks


async def check_log(tx: Transaction, lines: Iterable[LogLine | None], found: Findings) -> int:
    """Every seal that the log outside the database remembers must be in the database unchanged; the number of lines."""
    number = 0
    for batch in batches(lines):
        rows = await tx.fetch(store.SEALS_BY_NUMBER, [line.n for line in batch if line])
        kept = {row["n"]: seal_hash(Seal(*row)).hex() for row in rows}
        for line in batch:
            number += 1
            if line is None:
                found.add(say.log_line_unreadable(number))
            elif kept.get(line.n) != line.hash:
                found.add(say.seal_not_as_logged(line.n))
    return number


def batches(lines: Iterable[L]) -> Iterator[list[L]]:
    """Lines of a log, as many at a time as one question to the database holds."""
    iterator = iter(lines)
    while batch := list(islice(iterator, _LOG_BATCH)):
        yield batch
