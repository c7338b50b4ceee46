"""What the report of one meeting counts, and what several of them add up to: numbers, and no name but of an office."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from declarations.meetings.model import Credentials, Function, Item, Meeting, Sitting, Standing
from declarations.minutes.model import Answered, Aside

Counts = Mapping[str, int]
"""How many by stored value; a value without any is left out."""


class OfficerLine(msgspec.Struct, frozen=True, kw_only=True):
    """Who held a function, and when."""

    function: Function
    name: str
    sitting: int | None
    since: datetime
    until: datetime | None
    reason: str


class DelegationLine(msgspec.Struct, frozen=True, kw_only=True):
    """A delegation with how many of it take part, have acknowledged the code and have answered on anything."""

    name: str
    country: str | None
    standing: Standing
    credentials: Credentials
    votes: bool
    reason: str
    participants: int
    acknowledged: int
    answered: int

    @property
    def may_vote(self) -> bool:
        """Whether it is entitled to vote."""
        return self.votes and self.standing is Standing.MEMBER and self.credentials is Credentials.ACCEPTED


class ItemLine(msgspec.Struct, frozen=True, kw_only=True):
    """An item with what was counted on it. One answer may name several levels of interest."""

    item: Item
    answered: Answered = Answered()
    levels: Counts = msgspec.field(default_factory=dict)
    recorded: int = 0
    """Answers that the secretary wrote down."""
    confirmed: int = 0
    """Of them, how many their person confirmed."""
    asides: tuple[Aside, ...] = ()
    did: Counts = msgspec.field(default_factory=dict)
    """What those who stood aside then did, as it was recorded."""
    votes: Counts = msgspec.field(default_factory=dict)
    """Open votes by choice; always empty for a secret ballot."""
    votes_aside: int = 0
    """Open votes that were cast by somebody who stood aside."""

    @property
    def aside(self) -> int:
        """Everyone who stands aside, without those who are dispensed from it, or speak and vote all the same."""
        return sum(each.standing for each in self.asides)

    @property
    def stood(self) -> tuple[Aside, ...]:
        """The measures by which somebody stands aside, or is dispensed from it."""
        return tuple(each for each in self.asides if each.standing or each.dispensed)

    @property
    def taking_part(self) -> int:
        """Everyone who disclosed something, and speaks and votes without being dispensed."""
        return sum(each.taking_part for each in self.asides)

    @property
    def dispensed(self) -> int:
        """Everyone whom the presiding officer dispensed."""
        return sum(each.dispensed for each in self.asides)


class Presided(msgspec.Struct, frozen=True, kw_only=True):
    """What came before the presiding officer, in numbers, once the meeting is completed."""

    opinions_asked: int = 0
    opinions: Counts = msgspec.field(default_factory=dict)
    matters: Counts = msgspec.field(default_factory=dict)
    measures: Counts = msgspec.field(default_factory=dict)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting as its report shows it. `moment` is that of the last thing recorded, so that equal data is equal."""

    meeting: Meeting
    moment: datetime
    sittings: tuple[Sitting, ...] = ()
    officers: tuple[OfficerLine, ...] = ()
    delegations: tuple[DelegationLine, ...] = ()
    participants: int = 0
    acknowledged: int = 0
    statements: Answered = Answered()
    items: tuple[ItemLine, ...] = ()
    presided: Presided | None = None
    """None while the meeting sits: a number that rises would tell that somebody has just asked."""

    def sitting(self, wanted: UUID | None) -> int | None:
        """The number of a sitting."""
        return next((each.number for each in self.sittings if each.id == wanted), None)
