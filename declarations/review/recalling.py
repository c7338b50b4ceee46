"""On which days a measure is recalled: before its day, on it, and then again and again. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta


def next_recall(due_on: date, after: date, *, before: Iterable[int], every: int) -> date:
    """The first day after `after` on which to recall a measure that is due on a day.

    `before` are days before its day, `every` the days from one reminder to the next once it has passed, at least one.
    What was missed is not made up: one reminder stands for all of them.
    """
    if after < due_on:
        days = [due_on - timedelta(days=step) for step in before if step > 0]
        return min((day for day in days if day > after), default=due_on)
    every = max(every, 1)
    return due_on + timedelta(days=((after - due_on).days // every + 1) * every)
