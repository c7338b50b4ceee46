"""How the numbers of a report hang together: what a reader can add up, subtract, or find a second time."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reports.periodic.catalogue import ACTIVITY_OUTCOMES, KINDS, Measure, TableSpec
from reports.periodic.model import TOTAL, Place, Table
from reports.periodic.protection import Sum


class Rest(NamedTuple):
    """What is left of a whole beside some of its parts."""

    whole: Place
    parts: tuple[Place, ...]
    is_shielded: bool
    """Whether it points to persons where it is small."""


_RESTS = (
    Rest(
        Place("times", "outside_activity", "decided"),
        tuple(Place("activities", TOTAL, outcome) for outcome in ACTIVITY_OUTCOMES),
        is_shielded=False,
    ),
    Rest(Place("times", "conflict", "decided"), (Place("resolved", TOTAL, "no_measure"),), is_shielded=False),
    Rest(Place("presiding", "participants", "all"), (Place("presiding", "acknowledged", "all"),), is_shielded=True),
    Rest(
        Place("presiding", "opinions_asked", "all"), (Place("presiding", "opinions_given", "all"),), is_shielded=False
    ),
)
"""What bounds a number of one table by one of another, or one line by another."""


def sums_of(specs: Iterable[TableSpec], tables: Mapping[str, Table]) -> list[Sum]:
    """What a reader can add up in these tables: lines of totals, and columns that are sums of columns."""
    found = []
    for spec in specs:
        table = tables.get(spec.code)
        if table is not None:
            found += _down(spec, table) if spec.totals and table.lines else []
            found += _across(spec, table)
    places = {place for table in tables.values() for place, _ in table.cells()}
    for total, parts in (*_same(), *_led_to(tables)):
        known = tuple(part for part in parts if part in places)  # a line that is not there is nought
        if total in places and known:
            found.append(Sum(total, known))
    return found


def rests_of(specs: Iterable[TableSpec], tables: Mapping[str, Table]) -> list[Rest]:
    """What a reader can find by subtracting a part from its whole, or knows to be no more than its whole."""
    within = [
        Rest(Place(spec.code, line.code, each.within), (Place(spec.code, line.code, each.code),), each.rest_is_shielded)
        for spec in specs
        if spec.code in tables
        for line in tables[spec.code].lines
        for each in spec.columns
        if each.within
    ]
    places = {place for table in tables.values() for place, _ in table.cells()}
    found = []
    for whole, parts, is_shielded in (*within, *_RESTS):
        known = tuple(part for part in parts if part in places)
        if whole in places and known:
            found.append(Rest(whole, known, is_shielded))
    return found


def _same() -> Iterable[tuple[Place, tuple[Place, ...]]]:
    """What one table says and others say again, in one number or in several."""
    for line in (*KINDS, TOTAL):
        received = Place("received", line, "all")
        yield received, (Place("effects", line, "all"),)
        yield received, (Place("movements", line, "new"), Place("movements", line, "renewed"))
    yield Place("received", TOTAL, "all"), (Place("rules", TOTAL, "all"),)
    for table, kind in (("gifts", "gift"), ("givers", "gift"), ("conflicts", "conflict"), ("values", "gift")):
        yield Place("effects", kind, "all"), (Place(table, TOTAL, "all"),)
    yield Place("received", "outside_activity", "all"), (Place("activities", TOTAL, "received"),)
    refused = tuple(Place("effects", "gift", effect) for effect in ("accept_and_surrender", "not_acceptable"))
    yield Place("givers", TOTAL, "not_allowed"), refused


def _led_to(tables: Mapping[str, Table]) -> Iterable[tuple[Place, tuple[Place, ...]]]:
    """An effect on declarations of a kind is that of the rules that led to it."""
    found: dict[Place, list[Place]] = {}
    for line in tables["rules"].lines if "rules" in tables else ():
        if line.code != TOTAL:
            kind, effect, _ = line.code.split("|")
            found.setdefault(Place("effects", kind, effect), []).append(Place("rules", line.code, "all"))
    return ((effect, tuple(rules)) for effect, rules in found.items())


def _down(spec: TableSpec, table: Table) -> list[Sum]:
    parts = [line.code for line in table.lines if line.code != TOTAL]
    counted = [column.code for column in spec.columns if column.measure is Measure.COUNT]
    return [Sum(Place(spec.code, TOTAL, c), tuple(Place(spec.code, part, c) for part in parts)) for c in counted]


def _across(spec: TableSpec, table: Table) -> list[Sum]:
    return [
        Sum(Place(spec.code, line.code, each.code), tuple(Place(spec.code, line.code, part) for part in each.sums))
        for line in table.lines
        for each in spec.columns
        if each.sums
    ]
