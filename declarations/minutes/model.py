"""Figures of a meeting and its items, as the minutes and the report of the meeting use them. No name but by a rule."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from declarations.meetings.model import Item, Measure, Meeting
from declarations.votes.model import Did

_HELD_AT_LEAST = timedelta(days=364)
"""Nothing of a meeting is erased earlier, whatever period the organization has chosen."""


class Signing(msgspec.Struct, frozen=True):
    """A line of the attendance list; `place` is where it stands in the order."""

    id: UUID
    delegation: str
    name: str
    place: str


class Answered(msgspec.Struct, frozen=True):
    """How many answered, and how."""

    nothing: int = 0
    something: int = 0
    after_vote_opened: int = 0

    @property
    def all(self) -> int:
        """Everyone who answered."""
        return self.nothing + self.something


class Aside(msgspec.Struct, frozen=True):
    """One measure on one item: how many, and who where a rule of the body names them; `did` what of it was recorded."""

    measure: Measure
    count: int
    dispensed: int
    citation: str
    names: tuple[str, ...]
    did: Mapping[Did, int] = msgspec.field(default_factory=dict)

    @property
    def standing(self) -> int:
        """How many stand aside by it: nobody who speaks and votes, and nobody who is dispensed."""
        return self.count - self.dispensed if self.measure.leaves_something_out else 0

    @property
    def taking_part(self) -> int:
        """How many disclosed something, and speak and vote all the same without being dispensed."""
        return self.count - self.dispensed - self.standing

    @property
    def recorded(self) -> int:
        """Of how many it is recorded what they then did."""
        return sum(self.did.values())


class ItemFigures(msgspec.Struct, frozen=True):
    """One item on which disclosure was called for."""

    item: Item
    answered: Answered
    asides: tuple[Aside, ...]


class Figures(msgspec.Struct, frozen=True):
    """A meeting as a whole."""

    meeting: Meeting
    participants: int
    acknowledged: int
    statements: Answered
    items: tuple[ItemFigures, ...]
    as_of: datetime

    @property
    def is_emptied(self) -> bool:
        """Whether no answer is held any more where the period of answers may be over: nought would be no number."""
        closed = self.meeting.closed_at
        held = self.statements.all or any(each.answered.all or each.asides for each in self.items)
        return closed is not None and self.as_of - closed > _HELD_AT_LEAST and not held
