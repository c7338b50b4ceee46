"""What the office counts of a year: by topic, channel and month, without names, and never so few that they point."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

LEAST = 5
"""A smaller number is not shown: it could point at somebody."""


class Count(msgspec.Struct, frozen=True):
    """How many questions there were of one topic, by one channel, in one month."""

    topic: str
    channel: str
    month: int
    questions: int
    minutes: int


class Cell(msgspec.Struct, frozen=True):
    """One figure; None where it is held back."""

    name: str
    questions: int | None


class Year(msgspec.Struct, frozen=True):
    """The figures of a year. The total and the minutes are held back where there are few questions in all."""

    year: int
    total: int | None
    minutes: int | None
    topics: tuple[Cell, ...]
    channels: tuple[Cell, ...]
    months: tuple[Cell, ...]


def year_of(
    year: int,
    counts: Sequence[Count],
    topics: Iterable[str],
    channels: Iterable[str],
    *,
    least: int = LEAST,
    running: int | None = None,
) -> Year:
    """The figures of a year, each list with every name in its order; of the `running` month nothing is said yet."""
    total, minutes = sum(each.questions for each in counts), sum(each.minutes for each in counts)
    is_shown = total >= least or not total

    def listed(names: Iterable[str], name_of: Callable[[Count], str]) -> tuple[Cell, ...]:
        found = Counter[str]()
        for each in counts:
            found[name_of(each)] += each.questions
        return held_back({name: found[name] for name in names}, least)

    months = listed([str(month) for month in range(1, 13)], lambda each: str(each.month))
    return Year(
        year,
        total if is_shown else None,
        minutes if is_shown else None,
        listed(topics, lambda each: each.topic),
        listed(channels, lambda each: each.channel),
        tuple(Cell(each.name, None) if each.name == str(running) else each for each in months),
    )


def held_back(counts: Mapping[str, int], least: int = LEAST) -> tuple[Cell, ...]:
    """Cells in which small numbers are not shown, nor a second one from which a single small one could be reckoned.

    None is a number that is small, or that stands in for one; nought is shown, since it points at nobody.
    """
    small = {name for name, many in counts.items() if 0 < many < least}
    if small and sum(counts[name] for name in small) < least:
        larger = sorted((many, name) for name, many in counts.items() if many >= least)
        small |= {name for _, name in larger[:1]}
    return tuple(Cell(name, None if name in small else many) for name, many in counts.items())
