"""What stands on the page of what is in force."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from declarations.filing.in_force import Group
from declarations.filing.measures import MeasureState
from declarations.filing.model import Action, Declaration, Permit


class StandingMeasure(msgspec.Struct, frozen=True):
    """A measure that was decided for an interest and has not been lifted."""

    declaration: UUID
    code: str
    state: str
    due_on: date | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be carried out, or to be confirmed."""
        return MeasureState(self.state).is_open


class Item(msgspec.Struct, frozen=True):
    """One thing in force, with its dates; nothing of its story."""

    declaration: Declaration
    group: Group
    measures: tuple[StandingMeasure, ...] = ()
    permit: Permit | None = None
    actions: frozenset[Action] = frozenset()
    """What the reader may do with it."""

    @property
    def since(self) -> date | None:
        """When it began, or arose, or was received."""
        return self.declaration.start_date or self.declaration.event_date

    @property
    def until(self) -> date | None:
        """Its last day, if it has one."""
        return self.permit.ends_on if self.permit else self.declaration.end_date


_AT_ONCE = 100
"""How many lines one form asks about."""
_NEVER = datetime.min.replace(tzinfo=UTC)


class Said(StrEnum):
    """What a person says of one line; the values are those of the form."""

    STILL = "still"
    """It is still correct."""
    CHANGED = "changed"
    ENDED = "ended"


class LineAnswer(msgspec.Struct, frozen=True):
    """What a person says of one thing in force."""

    reference: str
    said: Said
    seen: int = 0
    """Which state of the case the person had read."""
    on: date | None = None
    """Since when it is over."""
    words: str = ""
    """What has changed, or how it ended."""


class Profile(msgspec.Struct, frozen=True):
    """Everything that a person has in force, as far as the reader may see it."""

    person: UUID
    name: str
    items: tuple[Item, ...]
    ended: tuple[Declaration, ...] = ()
    """What ended within the last year."""
    waiting: int = 0
    """How many declarations wait for a decision."""
    open_measures: tuple[StandingMeasure, ...] = ()
    """Every measure that is still open, also of what the person says has ended."""

    @property
    def groups(self) -> Mapping[Group, tuple[Item, ...]]:
        """The items under their headings; a heading without any stands too."""
        return {group: tuple(item for item in self.items if item.group is group) for group in Group}

    @property
    def confirmable(self) -> tuple[Item, ...]:
        """What the reader may confirm now; of very many lines those that were confirmed longest ago, if ever."""
        found = [item for item in self.items if Action.STILL_CORRECT in item.actions]
        found.sort(key=lambda item: item.declaration.still_correct_at or _NEVER)
        return tuple(found[:_AT_ONCE])

    @property
    def confirmed_at(self) -> datetime | None:
        """When everything in force was last confirmed; none where anything never was."""
        said = [item.declaration.still_correct_at for item in self.items]
        known = [moment for moment in said if moment is not None]
        return min(known) if known and len(known) == len(said) else None


class SeparationRecord(msgspec.Struct, frozen=True):
    """That somebody leaves or has left."""

    id: UUID
    person: UUID
    last_day: date
    recorded_at: datetime
    recorded_by: UUID | None
    returned_at: datetime | None
    letter_at: datetime | None
    completed_at: datetime | None
    completed_by: UUID | None
    listed: tuple[UUID, ...] | None = None
    """The declarations that the letter names, once it is issued."""
    months: int | None = None
    """Of the cooling-off period when it was issued."""

    @property
    def is_day_assumed(self) -> bool:
        """Whether nobody has said the last day yet: the people data tell that somebody left, and not when."""
        return self.recorded_by is None

    @property
    def said_day(self) -> date | None:
        """The last day as somebody said it; what stands in for it till then is told to nobody."""
        return None if self.is_day_assumed else self.last_day


class CloseReason(StrEnum):
    """Why the office closes a change that could not be carried over; the values are those of the interface."""

    BY_HAND = "by_hand"
    """Somebody of the office looked at what the person has in force."""
    NO_BEARING = "no_bearing"
    DATA_WRONG = "data_wrong"


class ChangeAside(msgspec.Struct, frozen=True):
    """A change of function that could not be carried over to what was declared."""

    id: UUID
    person: UUID
    at: datetime
    what: tuple[str, ...]
    failures: int
    fault: str
    first_at: datetime
    last_at: datetime
    try_after: datetime
    settled_at: datetime | None
    retried_at: datetime | None
    retried_by: UUID | None
    closed_at: datetime | None
    closed_by: UUID | None
    reason: str | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be carried over."""
        return self.settled_at is None and self.closed_at is None
