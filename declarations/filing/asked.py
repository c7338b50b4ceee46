"""Which facts a gift must speak of before it can be filed: a fact that was not asked lets no rule hold that names it.

Null is an answer ("does not know") wherever a person may not know; leaving a fact out is none.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from declarations.codes.facts import Facts
from declarations.codes.vocabulary import Direction, Kind
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import msg
from register.kernel.money import AmountError, check_amount

IN_FUTURE = msg("This date is in the future. Write the day on which it happened.")
BEFORE_START = msg("This day is before the start.")
PERIODS: Mapping[str, str] = MappingProxyType({"end_date": "start_date", "leave_to": "leave_from"})
"""The last day of each period that is asked, and the first, before which it never lies."""

CIRCUMSTANCES = (
    "official_function",
    "usual_courtesy",
    "unusual",
    "refusal_would_embarrass",
    "in_return_for_act",
    "could_appear_as_influence",
    "through_intermediary",
    "related_to_assignment",
)
COMING = frozenset({Direction.RECEIVED, Direction.OFFERED_TO_ME, Direction.DECLINED_BY_ME, Direction.SOLICITED_BY_ME})
"""Directions in which the item comes, or would come, to the declarant."""

_NOT_ASKED: Mapping[str, frozenset[Direction]] = MappingProxyType(
    {
        "refusal_would_embarrass": frozenset(Direction) - {Direction.RECEIVED, Direction.OFFERED_TO_ME},
        "official_function": frozenset(Direction) - COMING,
        "related_to_assignment": frozenset(Direction) - COMING,
    }
)
_ALWAYS = ("direction", "category", "giver_type", "giver_relation", "value", "event_date")
_KNOWN = frozenset({"direction", "category", "event_date"})


def circumstances_asked(direction: Direction | None) -> tuple[str, ...]:
    """The circumstances that make sense for a direction; all of them while it is not known."""
    return tuple(name for name in CIRCUMSTANCES if direction is None or direction not in _NOT_ASKED.get(name, ()))


def refuse_unasked(facts: Mapping[str, Any]) -> None:
    """Raise Invalid with one error for each fact that a gift must speak of and does not."""
    said = facts.get("direction")
    direction = Direction(said) if isinstance(said, str) and said in set(Direction) else None
    wanted = [*_ALWAYS, *circumstances_asked(direction), *(["recipient"] if direction in COMING else [])]
    missing = [
        FieldError(name, msg("This fact is missing. Give null where it is not known."))
        for name in wanted
        if name not in facts
    ]
    unknown = [
        FieldError(name, msg("Give a value; this fact cannot be left open."))
        for name in sorted(_KNOWN)
        if name in facts and facts[name] is None
    ]
    if missing or unknown:
        raise Invalid(fields=[*missing, *unknown])


def refuse_implausible(facts: Facts, today: date) -> None:
    """Raise Invalid for what no form takes either: an amount that nobody could pay, a day that has not come.

    What the row kept would else not be what was said, and a day to come would escape every total.
    """
    faults = []
    tomorrow = today + timedelta(days=1)  # where the day begins earlier than in UTC, it already is tomorrow
    for name in _HAPPENED[facts.kind]:
        day = facts.get(name)
        if day is not None and day > tomorrow:
            faults.append(FieldError(name, IN_FUTURE))
    if value := facts.get("value"):
        try:
            check_amount(value)
        except AmountError as error:
            faults.append(FieldError("value.amount", error.message))
    for end, start in PERIODS.items():
        begun, over = facts.get(start), facts.get(end)
        if begun and over and over < begun:
            faults.append(FieldError(end, BEFORE_START))
    if faults:
        raise Invalid(fields=faults)


_HAPPENED: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    dict.fromkeys(Kind, ())
    | {Kind.GIFT: ("event_date", "aware_date"), Kind.CONFLICT: ("aware_date",)}  # a conflict may lie ahead (ICSC 24 d)
)
"""Days that cannot lie ahead."""
