"""The classes of a meeting's records that have a period, which begins when the meeting is closed."""

from collections.abc import Sequence

from declarations.presiding.records import PRESIDING
from declarations.retention.model import RetentionClass
from declarations.votes.model import Answer, Aside, Snapshot
from declarations.votes.records import VOTES


def classes_of_meetings(disclosure_years: int, matter_years: int, session_years: int) -> Sequence[RetentionClass]:
    """Each with its period in years. Agenda, officers, participants and open votes stay with the meeting."""
    disclosed = tuple(VOTES[struct] for struct in (Answer, Aside, Snapshot))
    return (
        RetentionClass(
            "meeting_disclosures", disclosure_years, "meeting_disclosures_due", "erase_meeting_disclosures", disclosed
        ),
        RetentionClass(
            "meeting_matters", matter_years, "meeting_matters_due", "erase_meeting_matters", tuple(PRESIDING.values())
        ),
        RetentionClass("meeting_sessions", session_years, "meeting_sessions_due", "erase_meeting_sessions", ()),
    )
