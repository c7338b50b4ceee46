"""What a count of persons would come to: an indication, and only where the rule of the body counts persons."""

import msgspec

from declarations.meetings.model import Meeting


class Indication(msgspec.Struct, frozen=True):
    """Those entitled, those who have come in, those who stand aside, and what a majority needs of the rest."""

    entitled: int
    present: int
    aside: int
    counted: int
    needed: int | None
    """None where the rule of the body names no majority."""


def indication(
    meeting: Meeting, *, entitled: int, present: int, aside_entitled: int, aside_present: int, abstained: int = 0
) -> Indication | None:
    """The figures with those who stand aside left out; None where the body's rule does not count persons."""
    if meeting.quorum_of is None:
        return None
    of_present = meeting.quorum_of == "present"
    aside = aside_present if of_present else aside_entitled
    counted = max((present if of_present else entitled) - aside, 0)
    base = counted if meeting.abstentions_count else max(counted - abstained, 0)
    needed = {"simple": base // 2 + 1, "two_thirds": -(-base * 2 // 3)}.get(meeting.majority or "")
    return Indication(entitled, present, aside, counted, needed)
