"""A small ledger with a room of its own, for tests that tamper with it."""

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from uuid import UUID

from register.kernel.db import Transaction, transaction
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.ledger.hashing import state_digest
from register.ledger.model import Head, HeadClaim
from register.ledger.readings import record_reading
from register.ledger.seal_log import SealLog
from register.ledger.sealer import Sealer
from register.ledger.service import append
from register.ledger.signing import PublicKeys, SigningKey

OFFICER = Identity(person=UUID(int=7), roles=frozenset({"ethics_officer"}))


class Room:
    """What a room keeps of its streams: heads and the state after the last event."""

    kind = "test"

    def __init__(self) -> None:
        self.rows: dict[UUID, tuple[Head, dict[str, str]]] = {}

    async def claims(self, tx: Transaction) -> AsyncIterator[HeadClaim]:  # noqa: ARG002 - the protocol's argument
        """One claim for each row, in the order of the ids."""
        for stream, (head, state) in sorted(self.rows.items()):
            yield HeadClaim(self.kind, stream, head.seq, head.hash, state_digest(state))

    async def act(self, tx: Transaction, stream: UUID, step: int) -> None:
        """One event on a stream, and the row as it is afterwards."""
        head, before = self.rows.get(stream, (None, {"status": ""}))
        state = {"status": f"step {step}"}
        self.rows[stream] = (
            await append(
                tx,
                kind=self.kind,
                stream=stream,
                head=head,
                name="test:step",
                from_status=before["status"],
                to_status=state["status"],
                payload=f"payload {step}".encode(),
                state=state_digest(state),
            ),
            state,
        )


class SmallLedger:
    """A room, a sealer and its log."""

    def __init__(self, folder: Path) -> None:
        self.room = Room()
        self.key = SigningKey(b"k" * 32)
        self.public = PublicKeys({self.key.id: self.key.public})
        self.log = SealLog(folder / "seals.log")
        self.sealer = Sealer(self.key, self.log)

    async def work(self, streams: int, steps: int, random: Random) -> None:
        """New streams with one to `steps` events each, and more on some old ones; a few of each in a transaction."""
        ids = [new_id() for _ in range(streams)] + random.sample(sorted(self.room.rows), len(self.room.rows) // 3)
        todo = [stream for stream in ids for _ in range(random.randint(1, steps))]
        random.shuffle(todo)
        while todo:
            async with transaction(OFFICER) as tx:
                for _ in range(min(len(todo), random.randint(1, 4))):
                    stream = todo.pop()
                    await self.room.act(tx, stream, len(todo))
                await record_reading(tx, kind="test", subject=stream, role="ethics_officer", purpose="review")
