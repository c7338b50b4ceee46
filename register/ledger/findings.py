"""What a verification found: counts, and each fault as one plain sentence."""

from datetime import datetime
from uuid import UUID

import msgspec

from register.kernel.i18n import Message, msg

_KEPT = 100
"""As many faults are kept with their sentences; all are counted."""


class Fault(msgspec.Struct, frozen=True):
    """A row that is not as it was written: which one, and what is wrong with it."""

    what: Message
    stream: UUID | None = None
    seq: int | None = None


class Report(msgspec.Struct, frozen=True):
    """The result of a verification. `unsealed` entries are too new for a seal; only the rooms' heads hold them."""

    events: int
    streams: int
    readings: int
    seals: int
    unsealed: int
    sealed_at: datetime | None
    fault_count: int
    faults: tuple[Fault, ...]
    warnings: tuple[Message, ...]

    @property
    def is_sound(self) -> bool:
        """Whether everything is as it was written."""
        return self.fault_count == 0


class Answer(msgspec.Struct, frozen=True):
    """One sentence on what was asked besides, and whether all is as it should be."""

    sentence: Message
    holds: bool = True


class Findings:
    """Collects while the rows stream by."""

    def __init__(self) -> None:
        self.events = self.streams = self.readings = self.seals = self.unsealed = self.fault_count = 0
        self.sealed_at: datetime | None = None
        self.warnings: list[Message] = []
        self._faults: list[Fault] = []

    def add(self, what: Message, stream: UUID | None = None, seq: int | None = None) -> None:
        """Note a fault."""
        self.fault_count += 1
        if len(self._faults) < _KEPT:
            self._faults.append(Fault(what, stream, seq))

    def report(self) -> Report:
        """Everything found so far."""
        return Report(
            events=self.events,
            streams=self.streams,
            readings=self.readings,
            seals=self.seals,
            unsealed=self.unsealed,
            sealed_at=self.sealed_at,
            fault_count=self.fault_count,
            faults=tuple(self._faults),
            warnings=tuple(self.warnings),
        )


def event_gone(stream: UUID, seq: int) -> Message:
    """A sealed event is not in the database."""
    return msg("Event %(seq)s of %(stream)s was sealed and is not there any more.", seq=str(seq), stream=str(stream))


def event_out_of_order(stream: UUID, seq: int) -> Message:
    """The numbers of a stream have a gap."""
    return msg("An event before event %(seq)s of %(stream)s is missing.", seq=str(seq), stream=str(stream))


def event_unchained(stream: UUID, seq: int) -> Message:
    """The hash of the event before does not fit."""
    return msg(
        "Event %(seq)s of %(stream)s does not follow the event before it: one of the two was changed or moved.",
        seq=str(seq),
        stream=str(stream),
    )


def event_changed(stream: UUID, seq: int) -> Message:
    """The content does not have the hash that stands beside it."""
    return msg(
        "Event %(seq)s of %(stream)s was changed: its content does not have its hash.", seq=str(seq), stream=str(stream)
    )


def event_replaced(stream: UUID, seq: int) -> Message:
    """The event is not the one that was sealed."""
    return msg(
        "Event %(seq)s of %(stream)s is not the one that was sealed: it was changed afterwards.",
        seq=str(seq),
        stream=str(stream),
    )


def event_slipped_in(stream: UUID, seq: int) -> Message:
    """The event claims to be older than the last seal, which does not know it."""
    return msg(
        "Event %(seq)s of %(stream)s was added later than it claims: the seals of its time do not know it.",
        seq=str(seq),
        stream=str(stream),
    )


def head_differs(stream: UUID, seq: int) -> Message:
    """The row of the room ends with another event than the stream."""
    return msg(
        "The record %(stream)s says that event %(seq)s is its last one; its history ends differently.",
        stream=str(stream),
        seq=str(seq),
    )


def state_differs(stream: UUID, seq: int) -> Message:
    """The row of the room is not as its last event left it."""
    return msg(
        "The record %(stream)s was changed without an event: it is not as event %(seq)s left it.",
        stream=str(stream),
        seq=str(seq),
    )


def history_gone(stream: UUID) -> Message:
    """A record has no events."""
    return msg("The record %(stream)s has lost its history: no event is there.", stream=str(stream))


def record_gone(stream: UUID) -> Message:
    """Events have no record."""
    return msg("The history %(stream)s belongs to no record: the record was deleted.", stream=str(stream))


def reading_gone(entry: UUID) -> Message:
    """A sealed reading is not in the database."""
    return msg("The entry %(entry)s of the reading log was sealed and is not there any more.", entry=str(entry))


def reading_changed(entry: UUID) -> Message:
    """A reading does not have its hash, or not the sealed one."""
    return msg("The entry %(entry)s of the reading log was changed.", entry=str(entry))


def reading_slipped_in(entry: UUID) -> Message:
    """The reading claims to be older than the last seal, which does not know it."""
    return msg(
        "The entry %(entry)s of the reading log was added later than it claims: the seals of its time do not know it.",
        entry=str(entry),
    )


def seal_gone(n: int) -> Message:
    """The seals are not numbered without a gap, or do not follow one another."""
    return msg("Seal %(n)s does not follow the seal before it: a seal was removed, added or changed.", n=str(n))


def seal_not_signed(n: int) -> Message:
    """The signature does not hold."""
    return msg("Seal %(n)s is not signed by a key of this register: it was changed or made by somebody else.", n=str(n))


def seal_tree_differs(n: int) -> Message:
    """The entries under a seal do not give its root."""
    return msg("Seal %(n)s does not fit the list of entries below it: the list was changed.", n=str(n))


def leaf_without_seal(position: int) -> Message:
    """The list of sealed entries is longer than the seals."""
    return msg(
        "The sealed entry number %(position)s is covered by no seal: a seal was removed.", position=str(position)
    )


def log_line_unreadable(number: int) -> Message:
    """The log outside the database was changed."""
    return msg("Line %(number)s of the log of seals outside the database cannot be read.", number=str(number))


def seal_not_as_logged(n: int) -> Message:
    """The log outside the database remembers another seal."""
    return msg(
        "Seal %(n)s is missing, or not the one that the log outside the database remembers: history was rewritten.",
        n=str(n),
    )
