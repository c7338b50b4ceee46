"""For how long an authorization is good, and when its end is recalled. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from register.kernel.i18n import Message, msg


def end_fault(end: date | None, *, today: date, most_days: int) -> Message | None:
    """What is wrong with the last day of an authorization that is given today; None when nothing is."""
    if end is None:
        return msg("Give the last day of the authorization.")
    latest = today + timedelta(days=most_days)
    if not today <= end <= latest:
        return msg("Give a day from today to %(latest)s.", latest=latest)
    return None


def usual_end(activity_ends: date | None, *, today: date, usual_days: int) -> date:
    """The last day that the form proposes: that of the activity, unless it lies beyond what is usual."""
    usual = today + timedelta(days=usual_days)
    return usual if activity_ends is None else min(usual, max(activity_ends, today))


def reminder_due(left: int, reminded: int | None, steps: Iterable[int]) -> int | None:
    """Which reminder is due `left` days before the end, each once; None when none is. A missed one is not made up."""
    reached = min((step for step in steps if left <= step), default=None)
    return reached if reached is not None and (reminded is None or reached < reminded) else None
