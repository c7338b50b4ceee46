"""What a count of persons would come to: an indication, and only where the rule of the body counts persons."""

from fractions import Fraction

import msgspec

from declarations.meetings.model import Meeting


class Indication(msgspec.Struct, frozen=True):
    """Those entitled, those who have come in, those who stand aside, and what a majority needs of the rest."""

    entitled: int
    """Those who vote for the delegations entitled, and one for each of these that has named nobody."""
    present: int
    """Those who have acknowledged the code in this meeting: by their link, or by a signature that was recorded."""
    aside: int
    counted: int
    needed: int | None
    """None where the rule of the body names no majority, or where nobody is counted."""
    recorded: int = 0
    """Of those present, the ones whose signature the secretary recorded."""
    quorum_needed: int | None = None
    """How many must be present; None where the rule of the body names no share, or where nobody is entitled."""
    quorum_met: bool | None = None
    """Whether so many are present, without those who stand aside."""
    without_delegate: int = 0
    """Of the delegations entitled, those that have named nobody who votes for them at the sitting."""


class Persons(msgspec.Struct, frozen=True, kw_only=True):
    """Those who vote for the delegations that are entitled, in numbers.

    A delegation that has named nobody is entitled all the same: were it left out, a quorum of those few who are named
    would be reached in an empty hall.
    """

    entitled: int
    present: int
    aside_entitled: int
    aside_present: int
    abstained: int = 0
    recorded: int = 0
    without_delegate: int = 0


def indication(meeting: Meeting, persons: Persons) -> Indication | None:
    """The figures with those who stand aside left out; None where the body's rule does not count persons."""
    if meeting.quorum_of is None:
        return None
    of_present = meeting.quorum_of == "present"
    aside = persons.aside_present if of_present else persons.aside_entitled
    counted = max((persons.present if of_present else persons.entitled) - aside, 0)
    base = counted if meeting.abstentions_count else max(counted - persons.abstained, 0)
    needed = {"simple": base // 2 + 1, "two_thirds": -(-base * 2 // 3)}.get(meeting.majority or "") if base else None
    quorum = quorum_needed(meeting.quorum, persons.entitled) if meeting.quorum and persons.entitled else None
    return Indication(
        entitled=persons.entitled,
        present=persons.present,
        aside=aside,
        counted=counted,
        needed=needed,
        recorded=persons.recorded,
        quorum_needed=quorum,
        quorum_met=None if quorum is None else persons.present - persons.aside_present >= quorum,
        without_delegate=persons.without_delegate,
    )


def quorum_needed(share: str, entitled: int) -> int:
    """How many are a share of those entitled: at least `1/3` of them, more than half for `>1/2`."""
    wanted = Fraction(share.removeprefix(">")) * entitled
    return int(wanted) + 1 if share.startswith(">") else -int(-wanted // 1)
