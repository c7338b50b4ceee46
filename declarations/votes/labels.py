"""Words for stored values of disclosures and of standing aside."""

from collections.abc import Mapping

from declarations.codes.decisions import Alert
from declarations.codes.plain import alert_sentence
from declarations.meetings.model import Level, Measure, Meeting
from declarations.votes.model import Did, Stance
from register.kernel.message import Message, msg, pmsg

STANCES: Mapping[Stance, Message] = {
    Stance.NOTHING: pmsg("disclosure", "I have nothing to disclose"),
    Stance.SOMETHING: pmsg("disclosure", "I have something to disclose"),
}
LEVELS: Mapping[Level, Message] = {
    Level.OWN: pmsg("disclosure", "An interest of my own"),
    Level.FAMILY: pmsg("disclosure", "An interest of my family"),
    Level.EMPLOYER: pmsg("disclosure", "An interest of my employer"),
    Level.GIFT: pmsg("disclosure", "A gift, favour or entertainment received or offered"),
    Level.OTHER: pmsg("disclosure", "Something else"),
}
MEASURES: Mapping[Measure, Message] = {
    Measure.SPEAKS_AND_VOTES: pmsg("standing_aside", "Speaks and votes"),
    Measure.SPEAKS: pmsg("standing_aside", "Speaks, does not vote"),
    Measure.LEAVES: pmsg("standing_aside", "Leaves for the item"),
    Measure.PAPERS_WITHHELD: pmsg("standing_aside", "Leaves; papers are withheld"),
    Measure.HANDS_OVER_CHAIR: pmsg("standing_aside", "Hands over the chair"),
    Measure.REPLACED: pmsg("standing_aside", "Replaced by another of the delegation"),
}
OWN_MEASURES: Mapping[Measure, Message] = {
    Measure.SPEAKS_AND_VOTES: pmsg("standing aside, said of oneself", "I speak and vote"),
    Measure.SPEAKS: pmsg("standing aside, said of oneself", "I speak, and do not vote"),
    Measure.LEAVES: pmsg("standing aside, said of oneself", "I leave for the item"),
    Measure.PAPERS_WITHHELD: pmsg("standing aside, said of oneself", "I leave; papers are withheld from me"),
    Measure.HANDS_OVER_CHAIR: pmsg("standing aside, said of oneself", "I hand over the chair"),
    Measure.REPLACED: pmsg("standing aside, said of oneself", "Another of my delegation takes my place"),
}
"""The same as the person says it on their own page; whoever leads the meeting reads the words above."""
DONE: Mapping[Did, Message] = {
    Did.SPOKE_AND_VOTED: pmsg("what was done", "Spoke and voted"),
    Did.SPOKE: pmsg("what was done", "Spoke, did not vote"),
    Did.DID_NOT_VOTE: pmsg("what was done", "Stayed, neither spoke nor voted"),
    Did.LEFT: pmsg("what was done", "Left for the item"),
    Did.PAPERS_WITHHELD: pmsg("what was done", "Left; the papers were withheld"),
    Did.HANDED_OVER_CHAIR: pmsg("what was done", "Handed over the chair"),
    Did.REPLACED: pmsg("what was done", "Was replaced by another of the delegation"),
}
ALLOWED: Mapping[Measure, Message] = {
    Measure.SPEAKS_AND_VOTES: pmsg("dispensation", "To speak and to vote"),
    Measure.SPEAKS: pmsg("dispensation", "To speak, not to vote"),
}
"""What a dispensation allows."""

_DECLINE, _RETURN = msg("Decline it."), msg("Return it.")
_BY_DIRECTION: Mapping[str | None, tuple[Message, ...]] = {
    "offered_to_me": (_DECLINE,),
    "solicited_by_me": (_DECLINE,),
    "received": (_RETURN,),
}
_ALWAYS = (
    msg("Disclose it to the presiding officer, in the answer below."),
    msg("Stand aside on this item, so that another of your delegation votes."),
)


def ways(direction: str | None) -> tuple[Message, ...]:
    """What may be done of an item close to a vote (INTERPOL 18 to 21); an opinion may be asked for as well (22)."""
    return (*_BY_DIRECTION.get(direction, ()), *_ALWAYS)


def vote_time(meeting: Meeting) -> Message:
    """That a vote is close: without a mandate of the meeting it is said that one may disclose, and no more."""
    return alert_sentence(Alert.VOTE_TIME, offered=meeting.is_voluntary)
