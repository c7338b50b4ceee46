"""How long it takes to verify a register: `python -m tests.bench.verification [EVENTS]`.

A million events must verify within 60 s. Then the same by the second verifier, over the hashes that are exported.
"""

import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import asyncpg

from register import migration
from register.kernel import clock, db
from register.kernel.db import REPEATABLE_READ, Transaction, transaction
from register.kernel.embedded import Embedded
from register.kernel.identity import service
from register.kernel.ids import new_id
from register.ledger.exporting import export_hashes
from register.ledger.hashing import event_hash, genesis_hash, sha256
from register.ledger.model import HeadClaim, Said
from register.ledger.seal_log import SealLog
from register.ledger.sealer import Sealer
from register.ledger.signing import PublicKeys, SigningKey
from register.ledger.verification import verify

PER_STREAM = 5
SECONDS = 60
"""For a million events; for fewer in proportion."""
_SECOND = Path(__file__).resolve().parents[2] / "verifier" / "second_verifier.py"
_COLUMNS = ("stream", "seq", "kind", "name", "actor", "at", "payload", "state", "prev", "hash")


class Bulk:
    """Streams of five events each, and the claims of their records."""

    kind = "bench"

    def __init__(self, events: int) -> None:
        self._streams = sorted(new_id() for _ in range(events // PER_STREAM))
        self._heads: list[tuple[bytes, bytes]] = []

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Events as the register writes them, without content."""
        moment, actor, digest = clock.now(), UUID(int=7), sha256(b"payload")
        for stream in self._streams:
            prev = genesis_hash(self.kind, stream)
            for seq in range(1, PER_STREAM + 1):
                state = sha256(prev)
                who = (actor, None, None, None, None)
                said = Said(stream, seq, self.kind, "bench:step", *who, moment, digest, state, prev)
                written = event_hash(said)
                yield stream, seq, self.kind, said.name, actor, moment, b"payload", state, prev, written
                prev = written
            self._heads.append((prev, state))

    async def claims(self, tx: Transaction) -> AsyncIterator[HeadClaim]:  # noqa: ARG002 - the protocol's argument
        """One for each stream."""
        for stream, (head, state) in zip(self._streams, self._heads, strict=True):
            yield HeadClaim(self.kind, stream, PER_STREAM, head, state)


async def _measured(embedded: Embedded, events: int, folder: Path) -> bool:
    await migration.migrate(embedded.url("register_owner"))
    bulk, key = Bulk(events), SigningKey(b"k" * 32)
    keys, log = PublicKeys({key.id: key.public}), SealLog(folder / "seals.log")
    connection = await asyncpg.connect(embedded.url("postgres"))
    await connection.copy_records_to_table("event", records=bulk.rows(), columns=_COLUMNS)
    await connection.execute("analyze event")
    await connection.close()
    await db.open_pool(embedded.url("register_app"), size=2)
    began = time.perf_counter()
    sealed = await Sealer(key, log).seal_all()
    print(f"sealed: {sealed} entries in {time.perf_counter() - began:.1f} s")
    began, cpu = time.perf_counter(), time.process_time()
    report = await verify([bulk], keys, log)
    took, cpu, load = time.perf_counter() - began, time.process_time() - cpu, os.getloadavg()[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"verified: {report.events} events, {report.seals} seals in {took:.1f} s ({cpu:.1f} s of this process)")
    print(f"load {load:.1f}; peak {peak} MB")
    began = time.perf_counter()
    with (folder / "hashes").open("wb") as out:
        async with transaction(service("verifier"), isolation=REPEATABLE_READ) as tx:
            lines = await export_hashes(tx, [bulk], keys, out)
    print(f"exported: {lines} lines in {time.perf_counter() - began:.1f} s")
    await db.close_pool()
    began = time.perf_counter()
    second = subprocess.run([sys.executable, _SECOND, folder / "hashes"], check=False)
    print(f"second verifier: {time.perf_counter() - began:.1f} s")
    return report.is_sound and second.returncode == 0 and took <= SECONDS * events / 1_000_000


def main() -> int:
    """Print seconds and load; 1 where verification takes too long or finds a fault."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name, Embedded(Path(name) / "pg").use() as embedded:
        return 0 if asyncio.run(_measured(embedded, events, Path(name))) else 1


if __name__ == "__main__":
    sys.exit(main())
