"""An audit engagement as data: the mandate, what was extracted under it, and who was unmasked (design: auditor)."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from register.ledger.records import RecordClass

LONGEST_DAYS = 366
"""How long an engagement is in force at most: the audit of a year. Whoever needs longer records a new mandate, whose
pseudonyms cannot be joined with the earlier ones."""
KEPT_HOURS = 72
"""How long an extract can be fetched: a weekend, and not for good."""
MOST_AUDITORS = 50


class JobState(StrEnum):
    """Where an extract stands."""

    WAITING = "waiting"
    RUNNING = "running"
    """It waits and is being written; never stored, since a process that dies takes it back with it."""
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


class Answer(StrEnum):
    """Where a request to unmask a case stands."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    CLOSED = "closed"
    """Nobody answered while the engagement was in force."""


class Engagement(msgspec.Struct, frozen=True, kw_only=True):
    """A row."""

    id: UUID
    title: str
    body: str
    mandate: str
    signed_by: str
    signed_on: date
    since: date
    until: date
    in_force_from: date
    in_force_until: date
    auditors: list[UUID]
    auditor_names: list[str]
    recorded_by: UUID
    recorded_at: datetime
    ended_by: UUID | None = None
    ended_at: datetime | None = None
    ended_because: str | None = None
    version: int = 1
    key_id: str
    wrapped_key: bytes
    secret: bytes

    def is_in_force(self, today: date) -> bool:
        """Whether its auditors may act under it."""
        return self.ended_at is None and self.in_force_from <= today <= self.in_force_until


_ENDS_AS: Mapping[str, JobState] = {JobState.WAITING: JobState.FAILED, JobState.READY: JobState.EXPIRED}


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """An extract, and how far it is."""

    id: UUID
    engagement: UUID
    asked_by: UUID
    asked_at: datetime
    language: str
    format: str
    state: str
    ready_at: datetime | None = None
    expires_at: datetime | None = None
    rows: int | None = None
    size: int | None = None
    chunks: int | None = None
    sha256: str | None = None
    key_id: str
    wrapped_key: bytes | None
    done: int = 0
    total: int = 0

    def shown(self, *, is_in_force: bool) -> JobState:
        """Where it stands, for a person: under an engagement that is over nothing is ready, and nothing will be."""
        if not is_in_force and self.state in _ENDS_AS:
            return _ENDS_AS[self.state]
        is_begun = self.state == JobState.WAITING and self.total > 0
        return JobState.RUNNING if is_begun else JobState(self.state)

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be fetched."""
        return self.state == JobState.READY and self.expires_at is not None and now < self.expires_at


class Unmasking(msgspec.Struct, frozen=True, kw_only=True):
    """A request to unmask one case; both reasons are encrypted under the key of the engagement."""

    id: UUID
    engagement: UUID
    pseudonym: str
    asked_by: UUID
    asked_at: datetime
    reason: bytes
    state: str
    answered_by: UUID | None = None
    answered_at: datetime | None = None
    answer: bytes | None = None
    others: int | None = None
    """How many other rows of the period carried the pseudonym of the same person when it was asked."""
    version: int = 1

    def shown(self, *, is_in_force: bool) -> Answer:
        """Where it stands, for a person: under an engagement that is over nobody answers any more."""
        is_over = self.state == Answer.ASKED and not is_in_force
        return Answer.CLOSED if is_over else Answer(self.state)


def _columns(struct: type[msgspec.Struct], *but: str) -> tuple[str, ...]:
    return tuple(name for name in struct.__struct_fields__ if name not in {"id", "key_id", "wrapped_key", *but})


ENGAGEMENTS = RecordClass(kind="engagement", table="engagement", columns=_columns(Engagement))
JOBS = RecordClass(kind="extract_job", table="extract_job", columns=_columns(Job, "done", "total"))
UNMASKINGS = RecordClass(
    kind="unmasking",
    table="unmasking",
    columns=(
        *_columns(Unmasking),
        "(select c.declaration from unmasking_case c where c.id = unmasking.id) as declaration",
    ),
)
AUDITS = (ENGAGEMENTS, JOBS, UNMASKINGS)
"""What the ledger holds of this room."""
