"""What programs of an auditor are sent."""

from datetime import datetime
from uuid import UUID

import msgspec

from register.kernel.i18n import say
from register.kernel.paging import Page
from register.ledger.audit import COUNT_STOPS_AT, SealState, Verified
from register.ledger.findings import Fault
from register.ledger.reading_log import LogEntry


class ReadingOut(msgspec.Struct, frozen=True):
    """One opening of a record. `reader` is absent where the register itself read, which `by` names then."""

    id: UUID
    at: datetime
    kind: str
    record: UUID | None
    reader: UUID | None
    reader_name: str
    by: str | None
    role: str
    purpose: str


class ReadingsOut(msgspec.Struct, frozen=True):
    """One page of the reading log; `newer` and `older` are values for `at`."""

    items: list[ReadingOut]
    newer: str | None
    older: str | None


class SealOut(msgspec.Struct, frozen=True):
    """The last seal: a signed Merkle root over the first `entries` entries (RFC 6962)."""

    number: int
    at: datetime
    entries: int
    root: str
    key: str
    signed_by_a_known_key: bool


class StateOut(msgspec.Struct, frozen=True):
    """How far the register is sealed. `unsealed_and_more` says that the count stopped."""

    seal: SealOut | None
    log_outside: str
    log_outside_number: int | None
    unsealed: int
    unsealed_and_more: bool
    unsealed_since: datetime | None
    sealer_is_late: bool


class FaultOut(msgspec.Struct, frozen=True):
    """A row that is not as it was written."""

    message: str
    record: UUID | None
    event: int | None


class VerificationOut(msgspec.Struct, frozen=True):
    """What a verification found; the first hundred faults with their sentences."""

    at: datetime
    is_sound: bool
    events: int
    histories: int
    readings: int
    seals: int
    unsealed: int
    sealed_at: datetime | None
    fault_count: int
    faults: list[FaultOut]
    warnings: list[str]


def readings_out(page: Page[LogEntry]) -> ReadingsOut:
    """A page of the log."""
    return ReadingsOut([_reading(entry) for entry in page.items], page.newer, page.older)


def _reading(entry: LogEntry) -> ReadingOut:
    return ReadingOut(
        id=entry.id,
        at=entry.at,
        kind=entry.kind,
        record=entry.record,
        reader=entry.person,
        reader_name=entry.name,
        by=entry.by,
        role=entry.role,
        purpose=entry.purpose,
    )


def state_out(state: SealState) -> StateOut:
    """How far the register is sealed."""
    seal = state.seal
    return StateOut(
        seal=SealOut(seal.n, seal.at, seal.size, seal.root.hex(), seal.key_id, state.is_signed) if seal else None,
        log_outside=state.outside.value,
        log_outside_number=state.logged,
        unsealed=min(state.unsealed, COUNT_STOPS_AT),
        unsealed_and_more=state.unsealed > COUNT_STOPS_AT,
        unsealed_since=state.waits_since,
        sealer_is_late=state.is_late,
    )


def verification_out(verified: Verified) -> VerificationOut:
    """A report in the language of the request."""
    report = verified.report
    return VerificationOut(
        at=verified.at,
        is_sound=report.is_sound,
        events=report.events,
        histories=report.streams,
        readings=report.readings,
        seals=report.seals,
        unsealed=report.unsealed,
        sealed_at=report.sealed_at,
        fault_count=report.fault_count,
        faults=[_fault(fault) for fault in report.faults],
        warnings=[say(warning) for warning in report.warnings],
    )


def _fault(fault: Fault) -> FaultOut:
    return FaultOut(say(fault.what), fault.stream, fault.seq)
