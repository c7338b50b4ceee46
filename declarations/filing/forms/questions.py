"""How the declaration form asks for facts: in the person's words, never in the words of the law."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from declarations.codes.vocabulary import Direction, Recipient
from declarations.filing.asked import COMING
from register.kernel.i18n import Message, msg, pmsg


class Question(msgspec.Struct, frozen=True):
    """A question and what helps to answer it."""

    legend: Message
    hint: Message | None = None


_COMING: Mapping[str, Question] = MappingProxyType(
    {
        "official_function": Question(
            msg("Was it a meal, a reception or another event that you attended as part of your duties?")
        ),
        "usual_courtesy": Question(
            msg("Was it a usual courtesy for such an occasion?"),
            msg("For example a modest souvenir, a calendar or refreshments."),
        ),
        "unusual": Question(
            msg("Was it unusual for such an occasion?"), msg("In its kind, its amount or the way it was offered.")
        ),
        "refusal_would_embarrass": Question(
            msg("Would declining it have embarrassed the Organization?"),
            msg("For example because it was handed over in a ceremony, or custom demands it."),
        ),
        "in_return_for_act": Question(
            msg("Was anything expected of you in return?"), msg("Something to do, to decide or to leave undone.")
        ),
        "could_appear_as_influence": Question(
            msg("Does the giver await a decision from you or your unit, or could others think so?")
        ),
        "through_intermediary": Question(msg("Did it come through somebody else?")),
        "related_to_assignment": Question(
            msg("Is it connected with your assignment in the Organization?"),
            msg("A present, a former or a future one."),
        ),
    }
)
_GOING: Mapping[str, Question] = MappingProxyType(
    {
        "usual_courtesy": _COMING["usual_courtesy"],
        "unusual": _COMING["unusual"],
        "in_return_for_act": Question(
            msg("Was anything expected of the other side in return?"),
            msg("Something to do, to decide or to leave undone."),
        ),
        "could_appear_as_influence": Question(
            msg("Do you or your unit await a decision from the other side, or could others think so?")
        ),
        "through_intermediary": Question(msg("Did it go through somebody else?")),
    }
)

MEETING: Mapping[str, Question] = MappingProxyType(
    {
        "may_vote": Question(msg("May you vote in the meeting?")),
        "giver_concerned": Question(msg("Is the giver concerned by an item that is put to the vote?")),
    }
)


def question(fact: str, direction: Direction | None) -> Question:
    """The question for a circumstance, as it is put for this direction."""
    if direction is not None and direction not in COMING and fact in _GOING:
        return _GOING[fact]
    return _COMING[fact]


DIRECTIONS: tuple[tuple[Direction, Message], ...] = (
    (Direction.RECEIVED, pmsg("direction of a gift", "I received it")),
    (Direction.OFFERED_TO_ME, pmsg("direction of a gift", "It was offered to me, and I have not answered yet")),
    (Direction.DECLINED_BY_ME, pmsg("direction of a gift", "It was offered to me, and I declined it")),
    (Direction.GIVEN, pmsg("direction of a gift", "I gave it")),
    (Direction.OFFERED_BY_ME, pmsg("direction of a gift", "I offered it")),
    (Direction.SOLICITED_FROM_ME, pmsg("direction of a gift", "I was asked for it")),
    (Direction.SOLICITED_BY_ME, pmsg("direction of a gift", "I asked for it")),
)

RECIPIENTS: tuple[tuple[Recipient, Message], ...] = (
    (Recipient.SELF, pmsg("recipient of a gift", "For me")),
    (Recipient.HOUSEHOLD, pmsg("recipient of a gift", "For somebody in my household")),
    (Recipient.UNIT, pmsg("recipient of a gift", "For my unit")),
    (Recipient.ORGANIZATION, pmsg("recipient of a gift", "For the Organization")),
)

_GIVER_TITLES: Mapping[Direction, Message] = MappingProxyType(
    {
        Direction.RECEIVED: msg("Who gave it, and for whom?"),
        Direction.OFFERED_TO_ME: msg("Who offered it, and for whom?"),
        Direction.DECLINED_BY_ME: msg("Who offered it, and for whom?"),
        Direction.GIVEN: msg("To whom did you give it?"),
        Direction.OFFERED_BY_ME: msg("To whom did you offer it?"),
        Direction.SOLICITED_FROM_ME: msg("Who asked for it?"),
        Direction.SOLICITED_BY_ME: msg("Whom did you ask, and for whom?"),
    }
)


def giver_title(direction: Direction | None) -> Message:
    """How the step on the other party is called for this direction."""
    return _GIVER_TITLES[direction or Direction.RECEIVED]


def dated(direction: Direction | None) -> Message:
    """What the date is the date of."""
    if direction is Direction.RECEIVED:
        return msg("When did you receive it?")
    return msg("When was it?")
