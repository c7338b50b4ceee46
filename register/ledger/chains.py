"""Verifying streams: every chain recomputed, compared with what was sealed and with what the rooms' rows say."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Protocol
from uuid import UUID

from register.kernel.db import Transaction
from register.kernel.i18n import Message
from register.ledger import findings as say
from register.ledger import store
from register.ledger.findings import Findings
from register.ledger.hashing import event_hash, genesis_hash, reading_hash
from register.ledger.model import ERASED, HeadClaim, Read, Said
from register.ledger.streams import Peekable, align, merge


class ClaimSource(Protocol):
    """A room that keeps streams: tells what its rows say of them, ordered by stream."""

    @property
    def kind(self) -> str:
        """The kind of its streams; each of them must have a row, each row a stream."""
        ...

    def claims(self, tx: Transaction) -> AsyncIterator[HeadClaim]:
        """One claim for each row, in the order of the streams' ids."""
        ...


class Chain:
    """One stream while its events pass by."""

    def __init__(self, stream: UUID, found: Findings, behind: int) -> None:
        self.stream = stream
        self.kind: str | None = None
        self.seq = 0
        self.hash = b""
        self.state = b""
        self._found = found
        self._behind = behind

    def take(self, event: Any | None, leaf: Any | None) -> None:
        """Check the next event against the one before and against its sealed hash."""
        if event is None:
            if leaf is not None:
                self._found.add(say.event_gone(self.stream, leaf["seq"]), self.stream, leaf["seq"])
                self.seq, self.hash = leaf["seq"], leaf["hash"]
            return
        self._found.events += 1
        self._found.unsealed += leaf is None
        fault = self._fault(event) or self._sealing_fault(event, leaf)
        if fault is not None:
            self._found.add(fault, self.stream, event["seq"])
        self.kind, self.seq, self.hash, self.state = event["kind"], event["seq"], event["hash"], event["state"]

    def _fault(self, event: Any) -> Message | None:
        if event["seq"] != self.seq + 1:
            return say.event_out_of_order(self.stream, event["seq"])
        if event["prev"] != (self.hash or genesis_hash(event["kind"], self.stream)):
            return say.event_unchained(self.stream, event["seq"])
        if event["hash"] != event_hash(Said(*(event[name] for name in Said.__struct_fields__))):
            return say.event_changed(self.stream, event["seq"])
        return None

    def _sealing_fault(self, event: Any, leaf: Any | None) -> Message | None:
        if leaf is None:
            return say.event_slipped_in(self.stream, event["seq"]) if event["x"] < self._behind else None
        return say.event_replaced(self.stream, event["seq"]) if leaf["hash"] != event["hash"] else None

    def compare(self, claim: HeadClaim) -> None:
        """Check what the room's row says against the end of the stream."""
        seq, head = (self.seq, self.hash) if claim.seq is None else (claim.seq, claim.hash)
        if (claim.kind, seq, head) != (self.kind, self.seq, self.hash):
            self._found.add(say.head_differs(self.stream, seq), self.stream, seq)
        elif claim.state is not None and claim.state != self.state:
            self._found.add(say.state_differs(self.stream, seq), self.stream, seq)


class Claims:
    """The claims of every room in one order, consumed stream by stream."""

    def __init__(self, tx: Transaction, sources: Sequence[ClaimSource], found: Findings) -> None:
        ordered = [Peekable(source.claims(tx), _stream_of_claim) for source in sources]
        self._claims = Peekable(merge(ordered, _stream_of_claim), _stream_of_claim)
        self._kinds = {source.kind for source in sources}
        self._found = found

    async def settle(self, chain: Chain) -> None:
        """Compare the claim of this stream; rows that come before it have lost their history."""
        claimed = False
        while (claim := await self._claims.peek()) is not None and claim.stream <= chain.stream:
            await self._claims.take()
            if claim.stream == chain.stream:
                claimed = True
                chain.compare(claim)
            else:
                self._found.add(say.history_gone(claim.stream), claim.stream)
        if not claimed and chain.kind in self._kinds and chain.state != ERASED:
            self._found.add(say.record_gone(chain.stream), chain.stream)

    async def settle_rest(self) -> None:
        """Rows after the last stream have lost their history."""
        while (claim := await self._claims.take()) is not None:
            self._found.add(say.history_gone(claim.stream), claim.stream)


def _stream_of_claim(claim: HeadClaim) -> UUID:
    return claim.stream


def _key(row: Any) -> tuple[UUID, int]:
    return row["stream"], row["seq"]


async def check_streams(tx: Transaction, sources: Sequence[ClaimSource], found: Findings, behind: int) -> None:
    """Every stream of events against its seals and its room; `behind` is the transaction up to which all is sealed."""
    claims = Claims(tx, sources, found)
    events = Peekable(tx.cursor(store.EVENTS_TO_VERIFY), _key)
    leaves = Peekable(tx.cursor(store.EVENT_LEAVES), _key)
    chain: Chain | None = None
    async for event, leaf in align(events, leaves, _key):
        stream = (event or leaf)["stream"]  # type: ignore[index]  # one of the two is there
        if chain is None or chain.stream != stream:
            if chain is not None:
                await claims.settle(chain)
            chain = Chain(stream, found, behind)
            found.streams += 1
        chain.take(event, leaf)
    if chain is not None:
        await claims.settle(chain)
    await claims.settle_rest()


async def check_readings(tx: Transaction, found: Findings, behind: int) -> None:
    """Every entry of the reading log against its own hash and its seal."""
    readings = Peekable(tx.cursor(store.READINGS_TO_VERIFY), _key)
    leaves = Peekable(tx.cursor(store.READING_LEAVES), _key)
    async for reading, leaf in align(readings, leaves, _key):
        entry = (reading or leaf)["stream"]  # type: ignore[index]  # one of the two is there
        found.readings += reading is not None
        found.unsealed += leaf is None
        fault = _reading_fault(entry, reading, leaf, behind)
        if fault is not None:
            found.add(fault, entry)


def _reading_fault(entry: UUID, reading: Any | None, leaf: Any | None, behind: int) -> Message | None:
    if reading is None:
        return say.reading_gone(entry)
    if reading["hash"] != reading_hash(Read(*(reading[name] for name in Read.__struct_fields__))):
        return say.reading_changed(entry)
    if leaf is None:
        return say.reading_slipped_in(entry) if reading["x"] < behind else None
    return say.reading_changed(entry) if leaf["hash"] != reading["hash"] else None
