"""What a person has in force: interests, activities and gifts that last beyond the day of their declaration. Pure."""

from datetime import date
from enum import StrEnum

from declarations.codes.decisions import Decision
from declarations.filing.model import Declaration, Status


class Group(StrEnum):
    """What lasts; the values are those of the API."""

    INTEREST = "interest"
    """A conflict of interest that is not resolved, or of which a measure is still open (ICSC 23)."""
    ACTIVITY = "activity"
    """An outside activity that is authorized or noted (ICSC 45)."""
    GIFT = "gift"
    """An object that was received and not parted with (ICSC 50)."""


KINDS = {"conflict": Group.INTEREST, "outside_activity": Group.ACTIVITY, "gift": Group.GIFT}
_HELD = frozenset({"gift", "honour", "decoration", "award", "cash", "loan", "other"})
"""What can be kept; a meal or a journey is over when it is declared."""
_PARTED = frozenset({Decision.RETURN_TO_GIVER, Decision.SURRENDER_TO_ORGANIZATION})
_STOPPED = frozenset({Decision.REFUSE_AUTHORIZATION, Decision.NOT_PERMITTED, Decision.CEASE})


def lasts(declaration: Declaration, *, is_held: bool = False) -> bool:
    """Whether it is of something that lasts, and that has neither ended nor been parted with, resolved or refused.

    `is_held` says of an activity that its authorization stands: what was refused then is a change of it; and of a
    conflict that a measure is still open: resolving it does not carry the measure out (ICSC 23).
    """
    if declaration.ended_on is not None or declaration.status in {Status.DRAFT, Status.WITHDRAWN}:
        return False
    match declaration.kind:
        case "conflict":
            return is_held or declaration.resolved_at is None
        case "outside_activity":
            return is_held or declaration.outcome not in _STOPPED
        case "gift":
            return declaration.is_received and declaration.category in _HELD and declaration.outcome not in _PARTED
        case _:
            return False


def begins_on(declaration: Declaration, today: date) -> date | None:
    """The day on which it is still to begin; None for what has begun."""
    began = declaration.start_date or declaration.event_date
    return began if began is not None and began > today else None


def group_in_force(declaration: Declaration, today: date, *, is_held: bool = False) -> Group | None:
    """Under what it is in force today; None where it is not, or not yet decided.

    An interest and a gift count as soon as they are declared, an activity once it is decided and until its last day.
    `is_held` is that of `lasts`.
    """
    if not lasts(declaration, is_held=is_held):
        return None
    if declaration.kind == "outside_activity":
        is_over = declaration.end_date is not None and declaration.end_date < today
        if is_over or declaration.outcome is None:
            return None
    return KINDS[declaration.kind]
