"""The sealer: puts new entries into the tree in the order of commits and signs the root.

It never stands in the way of those who write: it reads what is over, and only one sealer works at a time.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec

from register.kernel import clock
from register.kernel.db import Transaction, transaction
from register.kernel.identity import service
from register.kernel.rounds import every
from register.ledger import store
from register.ledger.merkle import Peaks
from register.ledger.model import Leaf, Seal
from register.ledger.seal_log import SealLog
from register.ledger.signing import FIRST_PREV, SigningKey, seal_hash, signed_bytes

BATCH = 10_000
EVERY_SECONDS = 5.0
_LOCK = 5_713_940_266_118_023
"""Any number that nobody else uses: the advisory lock of the sealer."""


class BrokenSealError(Exception):
    """The last seal does not fit its own tree: somebody changed it. Nothing is signed on top of it."""


class Sealer:
    """Seals with one key and remembers each seal in a log outside the database."""

    def __init__(self, key: SigningKey, log: SealLog, *, batch: int = BATCH) -> None:
        self._key = key
        self._log = log
        self._batch = batch
        self._from = 0
        self._other_life_is_sealed = False

    async def run(self) -> None:
        """Seal every 5 s until cancelled; quiet when nothing is new."""
        await every(EVERY_SECONDS, self.seal_all, "the sealer")

    async def seal_all(self) -> int:
        """Seal everything that is committed, in batches; how many entries that were."""
        sealed = 0
        while (seal := await self.seal_once()) is not None:
            sealed += seal[1]
        return sealed

    async def seal_once(self) -> tuple[Seal, int] | None:
        """Seal up to one batch: the seal and its number of entries. None when nothing is new or another one seals."""
        async with transaction(service("sealer")) as tx:
            if not await tx.fetchval("select pg_try_advisory_xact_lock($1)", _LOCK):
                return None
            last = await store.last_seal(tx)
            leaves, upto = await self._next(tx, last)
            made = self._seal(last, leaves, upto) if leaves else None
            if made:
                await store.add_seal(tx, made, leaves)
        await self._remember(made or last)
        return (made, len(leaves)) if made else None

    async def _next(self, tx: Transaction, last: Seal | None) -> tuple[list[Leaf], int]:
        """Up to a batch of unsealed entries, and the transaction below which nothing is left out."""
        horizon = await tx.fetchval("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        # Numbers that went back say that the database was restored on another server: look at everything once more.
        start = last.upto if last and last.upto <= horizon else 0
        rows = await tx.fetch(store.UNSEALED, self._batch, str(max(start, self._from)))
        if rows:
            return _leaves(rows), rows[-1]["x"]
        self._from = horizon
        if not self._other_life_is_sealed:
            rows = await tx.fetch(store.UNSEALED_FROM_ANOTHER_LIFE, self._batch, "0")
            self._other_life_is_sealed = not rows
        return _leaves(rows), 0

    def _seal(self, last: Seal | None, leaves: list[Leaf], upto: int) -> Seal:
        peaks = _peaks_of(last)
        for leaf in leaves:
            peaks.add(leaf)
        seal = Seal(
            n=last.n + 1 if last else 1,
            size=peaks.size,
            root=peaks.root(),
            prev=seal_hash(last) if last else FIRST_PREV,
            key_id=self._key.id,
            signature=b"",
            at=clock.now(),
            upto=upto,
            peaks=peaks.to_bytes(),
        )
        return msgspec.structs.replace(seal, signature=self._key.sign(signed_bytes(seal)))

    async def _remember(self, seal: Seal | None) -> None:
        """Write the newest seal to the log unless it is there; a crash in between is healed at the next round."""
        if seal is None:
            return
        known = await asyncio.to_thread(self._log.last)
        if known is None or known.n < seal.n:
            await asyncio.to_thread(self._log.append, seal)


def _leaves(rows: Sequence[Any]) -> list[Leaf]:
    return [Leaf(row["stream"], row["seq"], row["hash"]) for row in rows]


def _peaks_of(last: Seal | None) -> Peaks:
    if last is None:
        return Peaks()
    try:
        peaks = Peaks.parse(last.size, last.peaks)
    except ValueError as error:
        raise BrokenSealError(f"seal {last.n} holds peaks of another size") from error
    if peaks.root() != last.root:
        raise BrokenSealError(f"seal {last.n} holds peaks of another root")
    return peaks
