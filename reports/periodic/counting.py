"""From counted groups to the tables of a report: pure, so that every number can be checked by adding up by hand."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from declarations.codes.bands import Band
from reports.model import Fate
from reports.periodic.catalogue import CATALOGUE, Measure, TableSpec
from reports.periodic.lines import band_code, rule_line
from reports.periodic.model import TOTAL, Line, Table
from reports.words import disposition

Counts = Sequence[Sequence[Any]]
"""Groups: the values that they have in common, and last how many there are."""
Cells = dict[tuple[str, str], int]
"""Numbers by line and column."""
_NINE_IN_TEN = 0.9
_HALF = 0.5
_FEWEST = 10
"""Of fewer cases the ninth decile is the slowest one: a number of one person’s case."""


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was counted, by name of the group; the first value of each group is its period."""

    cases: Mapping[str, Counts]
    steps: Counts
    marked: Counts
    measures: Counts
    people: Counts
    renewed: Counts
    ended: Counts
    advice: Counts
    items: Sequence[Mapping[str, Any]]
    meetings: Sequence[Mapping[str, Any]]
    policies: Counts
    """Period, profile, and how many versions of it came into force."""


def tables(gathered: Gathered, span: int) -> tuple[Table, ...]:
    """The tables of one of the two periods: 1 that of the report, 0 the one before."""
    return tuple(_table(spec, _COUNTED[spec.code](gathered, span)) for spec in CATALOGUE)


def _table(spec: TableSpec, cells: Cells) -> Table:
    """Only lines with a number; sums of columns and the line of totals are added up here."""
    lines = [_line(spec, code, cells) for code in _codes(spec, cells)]
    if spec.totals and lines:
        lines.append(_total(spec, lines, cells))
    return Table(spec.code, tuple(column.code for column in spec.columns), tuple(lines))


def _codes(spec: TableSpec, cells: Cells) -> list[str]:
    found = {line for (line, _), number in cells.items() if number and line != TOTAL}
    order = spec.codes or tuple(sorted(found))
    unknown = found - set(order)
    if unknown:
        raise ValueError(f"{spec.code} has no line for {sorted(unknown)}")
    return [code for code in order if code in found]


def _line(spec: TableSpec, code: str, cells: Cells) -> Line:
    found: dict[str, int | None] = {}
    for column in spec.columns:
        if column.sums:
            found[column.code] = sum(found[part] or 0 for part in column.sums)
        elif column.measure is Measure.COUNT:
            found[column.code] = cells.get((code, column.code), 0)
        else:
            found[column.code] = cells.get((code, column.code))
    return Line(code, tuple(found.values()))


def _total(spec: TableSpec, lines: Iterable[Line], cells: Cells) -> Line:
    summed = [sum(number or 0 for number in numbers) for numbers in zip(*(line.numbers for line in lines), strict=True)]
    return Line(
        TOTAL,
        tuple(
            number if column.measure is Measure.COUNT else cells.get((TOTAL, column.code))
            for column, number in zip(spec.columns, summed, strict=True)
        ),
    )


def _added(groups: Iterable[tuple[str | None, str, int]]) -> Cells:
    """Lines, columns and numbers added up; what says nothing stands in the line without a code."""
    cells: Counter[tuple[str, str]] = Counter()
    for line, column, number in groups:
        cells[line or "", column] += number
    return dict(cells)


def _of(groups: Counts, span: int) -> Iterable[Sequence[Any]]:
    """The groups of a period, without it."""
    return (group[1:] for group in groups if group[0] == span)


def _people(gathered: Gathered, span: int) -> Cells:
    groups = list(_of(gathered.people, span))
    held = [(capacity, "people", n) for capacity, _, n in groups]
    return _added([*held, *((capacity, "declared", n) for capacity, declared, n in groups if declared)])


def _received(gathered: Gathered, span: int) -> Cells:
    return _added((kind, timely, n) for kind, timely, gone, _, n in _of(gathered.cases["received"], span) if not gone)


def _movements(gathered: Gathered, span: int) -> Cells:
    filed = [
        (kind, "renewed" if renewal else "new", n)
        for kind, _, gone, renewal, n in _of(gathered.cases["received"], span)
        if not gone
    ]
    return _added([*filed, *((kind, step, n) for kind, step, n in _of(gathered.steps, span))])


def _effects(gathered: Gathered, span: int) -> Cells:
    return _added((kind, effect, n) for kind, effect, gone, n in _of(gathered.cases["effects"], span) if not gone)


def _rules(gathered: Gathered, span: int) -> Cells:
    groups = _of(gathered.cases["rules"], span)
    return _added((rule_line(kind, effect, rule), "all", n) for kind, effect, rule, gone, n in groups if not gone)


def _times(gathered: Gathered, span: int) -> Cells:
    cases = gathered.cases
    cells = _added((kind, "decided", n) for kind, _, gone, n in _of(cases["targets"], span) if not gone)
    cells |= _added((kind, "in_target", n) for kind, kept, gone, n in _of(cases["targets"], span) if kept and not gone)
    for group, name in (("declaring", "to_declare"), ("deciding", "to_decide")):
        days = _days(_of(cases[group], span))
        for line, counted in days.items():
            cells[line, name] = _at(counted, _HALF)
            if sum(counted.values()) >= _FEWEST:
                cells[line, f"{name}_9"] = _at(counted, _NINE_IN_TEN)
            if group == "declaring" and line != TOTAL:
                cells[line, "dated"] = sum(counted.values())
    return cells


def _days(groups: Iterable[Sequence[Any]]) -> dict[str, Counter[int]]:
    """How many cases took how many days, by kind and in all."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for kind, days, gone, n in groups:
        if days is not None and not gone:
            found[kind][days] += n
            found[TOTAL][days] += n
    return found


def _at(counted: Counter[int], share: float) -> int:
    """The least number of days that this share of the cases did not exceed."""
    needed, reached = sum(counted.values()) * share, 0
    for days in sorted(counted):
        reached += counted[days]
        if reached >= needed:
            return days
    raise ValueError("nothing was counted")


def _gifts(gathered: Gathered, span: int) -> Cells:
    return _added(
        (category, disposition(Fate(direction, outcome, status)), n)
        for kind, category, direction, outcome, status, n in _of(gathered.cases["gifts"], span)
        if kind == "gift" and status != "withdrawn"
    )


def _givers(gathered: Gathered, span: int) -> Cells:
    return _added(
        (giver, "not_allowed" if refused else "allowed", n)
        for kind, giver, refused, gone, n in _of(gathered.cases["givers"], span)
        if kind == "gift" and not gone
    )


def _values(gathered: Gathered, span: int) -> Cells:
    groups = []
    for kind, regime, version, currency, band, cumulative, gone, n in _of(gathered.cases["values"], span):
        if kind == "gift" and not gone:
            line = band_code(Band(band, regime, version, currency))
            groups += [(line, "all", n)] + ([(line, "cumulative", n)] if cumulative else [])
    return _added(groups)


def _activities(gathered: Gathered, span: int) -> Cells:
    cases = gathered.cases
    kind = "outside_activity"
    received = [
        (of, "received", n) for what, of, gone, n in _of(cases["activities"], span) if what == kind and not gone
    ]
    decided = [
        (of, outcome, n)
        for what, of, outcome, gone, n in _of(cases["outcomes"], span)
        if what == kind and not gone and outcome in {"authorize", "authorize_with_conditions", "refuse_authorization"}
    ]
    renewed = [(of, "renewed", n) for of, renewal, n in _of(gathered.renewed, span) if renewal]
    ended = [(of, "ended", n) for of, n in _of(gathered.ended, span)]
    return _added([*received, *decided, *renewed, *ended])


def _conflicts(gathered: Gathered, span: int) -> Cells:
    return _added(
        (domain, nature or "unstated", n)
        for kind, domain, nature, gone, n in _of(gathered.cases["conflicts"], span)
        if kind == "conflict" and not gone
    )


def _resolved(gathered: Gathered, span: int) -> Cells:
    marked = [(domain, mark, n) for mark, found, domain, n in gathered.marked if found == span]
    unmeasured = [
        (domain, "no_measure", n)
        for kind, domain, outcome, gone, n in _of(gathered.cases["unmeasured"], span)
        if kind == "conflict" and outcome == "no_measure_needed" and not gone
    ]
    return _added([*marked, *unmeasured])


def _measures(gathered: Gathered, span: int) -> Cells:
    return _added((code, now, n) for code, now, n in _of(gathered.measures, span))


def _meetings(gathered: Gathered, span: int) -> Cells:
    columns = ("items", "nothing", "something", "stood_aside", "dispensed")
    held = [each for each in gathered.items if each["span"] == span]
    return _added((each["decision"], column, each[column]) for each in held for column in columns)


def _presiding(gathered: Gathered, span: int) -> Cells:
    held = [each for each in gathered.meetings if each["span"] == span]
    return _added((name, "all", n) for each in held for name, n in each.items() if name != "span")


def _advice(gathered: Gathered, span: int) -> Cells:
    return _added((topic, "logged" if logged else "asked", n) for topic, logged, n in _of(gathered.advice, span))


def _policies(gathered: Gathered, span: int) -> Cells:
    return _added((profile, "all", n) for profile, n in _of(gathered.policies, span))


_COUNTED: Mapping[str, Callable[[Gathered, int], Cells]] = {
    "people": _people,
    "received": _received,
    "movements": _movements,
    "effects": _effects,
    "rules": _rules,
    "times": _times,
    "gifts": _gifts,
    "givers": _givers,
    "values": _values,
    "activities": _activities,
    "conflicts": _conflicts,
    "resolved": _resolved,
    "measures": _measures,
    "meetings": _meetings,
    "presiding": _presiding,
    "advice": _advice,
    "policies": _policies,
}
