"""When somebody of the desk is away and who stands in; days are those of the organization."""

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

LONGEST = timedelta(days=366)
"""Nobody is away, or stands in, for more than a year by one act."""


class Absence(msgspec.Struct, frozen=True):
    """One absence, both days included."""

    id: UUID
    person: UUID
    since: date
    until: date
    delegate: UUID | None
    delegation: UUID | None
    """The recorded delegation of the executive head's authority that goes with it."""
    recorded_at: datetime
    ended_at: datetime | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the person is away on this day."""
        return self.ended_at is None and self.since <= day <= self.until

    def may_be_ended(self, day: date) -> bool:
        """Whether there is anything left to end."""
        return self.ended_at is None and day <= self.until


class AbsenceCommand(msgspec.Struct, frozen=True):
    """From when to when, who stands in, and for the executive head the document that delegates the authority."""

    since: date
    until: date
    delegate: str = ""
    """An e-mail address; empty where nobody stands in."""
    instrument: str = ""


class CaseInPlace(msgspec.Struct, frozen=True):
    """An open case of somebody who is away, as it is listed for whoever stands in."""

    reference: str
    reviewer: UUID
    status: str
    due_on: date | None


class StepForAnother(msgspec.Struct, frozen=True):
    """A step in a case that somebody took in the place of another, as the auditor is told of it."""

    record: UUID
    seq: int
    event: str
    at: datetime
    by: str
    """The names are those that the register knows today."""
    in_the_place_of: str


class Board(msgspec.Struct, frozen=True):
    """What a person of the desk sees: their own absences, for whom they stand in today, and who is away."""

    own: tuple[Absence, ...]
    standing_in: tuple[Absence, ...]
    cases: tuple[CaseInPlace, ...]
    """Open cases of those for whom one stands in, the soonest due."""
    away: tuple[Absence, ...]
    names: dict[UUID, str]
    today: date
    is_head: bool
    may_record: bool


def overlap(since: date, until: date, other_since: date, other_until: date) -> bool:
    """Whether two periods have a day in common; first and last days count."""
    return since <= other_until and other_since <= until
