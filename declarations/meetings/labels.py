"""Words for the stored values of meetings."""

from collections.abc import Mapping

from declarations.codes.library import shipped
from declarations.meetings.model import (
    OWN_RULES,
    Decision,
    Function,
    Level,
    Measure,
    Meeting,
    PartyRole,
    Status,
    Vote,
)
from register.kernel.message import Message, pmsg

STATUS: Mapping[Status, tuple[Message, str]] = {
    Status.PREPARED: (pmsg("meeting", "In preparation"), "quiet"),
    Status.OPEN: (pmsg("meeting", "Open"), "good"),
    Status.COMPLETED: (pmsg("meeting", "Completed"), ""),
    Status.CLOSED: (pmsg("meeting", "Closed"), "quiet"),
}
"""Where a meeting stands, with the tone of its tag."""
FUNCTIONS: Mapping[Function, Message] = {
    Function.PRESIDING_OFFICER: pmsg("officer of a meeting", "Presiding officer"),
    Function.DEPUTY: pmsg("officer of a meeting", "Deputy of the presiding officer"),
    Function.SECRETARY: pmsg("officer of a meeting", "Secretary"),
}
DECISIONS: Mapping[Decision, Message] = {
    Decision.NONE: pmsg("decision on an item", "No decision"),
    Decision.ELECTION: pmsg("decision on an item", "Election"),
    Decision.APPOINTMENT: pmsg("decision on an item", "Appointment"),
    Decision.CONTRACT: pmsg("decision on an item", "Contract"),
    Decision.HOST_SELECTION: pmsg("decision on an item", "Choice of a host"),
    Decision.OTHER: pmsg("decision on an item", "Another decision"),
}
VOTES: Mapping[Vote, Message] = {
    Vote.NONE: pmsg("way of voting", "No vote"),
    Vote.SHOW: pmsg("way of voting", "Open vote"),
    Vote.SECRET: pmsg("way of voting", "Secret ballot"),
    Vote.CORRESPONDENCE: pmsg("way of voting", "Ballot by correspondence"),
}
PARTY_ROLES: Mapping[PartyRole, Message] = {
    PartyRole.CANDIDATE: pmsg("concerned by an item", "Candidate"),
    PartyRole.BIDDER: pmsg("concerned by an item", "Bidder"),
    PartyRole.HOST: pmsg("concerned by an item", "Host"),
    PartyRole.PARTNER: pmsg("concerned by an item", "Partner"),
    PartyRole.OTHER: pmsg("concerned by an item", "Otherwise concerned"),
}
LEVELS: Mapping[Level, Message] = {
    Level.OWN: pmsg("level of an interest", "Own interest"),
    Level.FAMILY: pmsg("level of an interest", "Interest of the family"),
    Level.EMPLOYER: pmsg("level of an interest", "Employer"),
    Level.GIFT: pmsg("level of an interest", "Gift, favour or entertainment"),
    Level.OTHER: pmsg("level of an interest", "Another interest"),
}
MEASURES: Mapping[Measure, Message] = {
    Measure.SPEAKS_AND_VOTES: pmsg("standing_aside", "Speaks and votes"),
    Measure.SPEAKS: pmsg("standing_aside", "Speaks, does not vote"),
    Measure.LEAVES: pmsg("standing_aside", "Leaves for the item"),
    Measure.PAPERS_WITHHELD: pmsg("standing_aside", "Leaves; papers are withheld"),
    Measure.HANDS_OVER_CHAIR: pmsg("standing_aside", "Hands over the chair"),
    Measure.REPLACED: pmsg("standing_aside", "Replaced by another of the delegation"),
}
QUORUMS: Mapping[str, Message] = {
    "present": pmsg("quorum", "Those present"),
    "entitled": pmsg("quorum", "Those entitled to vote"),
}
MAJORITIES: Mapping[str, Message] = {
    "simple": pmsg("majority", "Simple majority"),
    "two_thirds": pmsg("majority", "Two thirds"),
}
OWN_CODE = pmsg("code of a meeting", "The body’s own rules")


def codes_offered() -> dict[str, Message]:
    """The codes that may apply to a meeting, and the body's own rules (INTERPOL 2)."""
    return {name: code.title for name, code in shipped().codes.items()} | {OWN_RULES: OWN_CODE}


def code_of(meeting: Meeting) -> tuple[Message | str, str]:
    """The code of a meeting by its title, and where it is read; empty where the body names rules of its own."""
    if meeting.code == OWN_RULES or meeting.code not in shipped().codes:
        return meeting.own_rules, ""
    return shipped().codes[meeting.code].title, f"/codes/{meeting.code}"
