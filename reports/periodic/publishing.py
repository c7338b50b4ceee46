"""From a data set to what is published of it: small numbers taken out once, then the tables of a profile."""

from collections.abc import Iterable, Mapping

import msgspec

from reports.periodic.catalogue import CATALOGUE, Measure, TableSpec, of_profile, sums_of
from reports.periodic.model import DataSet, Line, Place, Profile, Published, Table, fingerprint
from reports.periodic.protection import Earlier, Protected, protect

Texts = Mapping[str, Mapping[str, str]]
"""By language, then by name of the text."""


class Correction(msgspec.Struct, frozen=True):
    """The published report that is corrected, and by language what changed and why."""

    report: Published
    reasons: Mapping[str, str]


class Heading(msgspec.Struct, frozen=True):
    """What a report says besides its numbers: for whom it is, its document symbol, the texts of the ethics office."""

    profile: Profile
    symbol: str
    texts: Texts
    annex: bool = False
    """Whether the gifts of the period are listed one by one, as the publication policy of the organization allows."""


def publish(data_set: DataSet, heading: Heading, threshold: int, correction: Correction | None = None) -> Published:
    """What the report of a profile says. What is withheld is the same for every profile of a data set."""
    listed = _listed(data_set.tables) if heading.annex else frozenset()
    now = _protected(data_set.tables, threshold, _earlier(correction, before=False), listed)
    before = _protected(data_set.before, threshold, _earlier(correction, before=True), frozenset())
    left_out = sorted(now.left_out)
    wanted = [spec for spec in of_profile(heading.profile) if spec.code not in now.left_out]
    return Published(
        profile=heading.profile,
        symbol=heading.symbol,
        definitions=data_set.definitions,
        since=data_set.since,
        until=data_set.until,
        as_of=data_set.as_of,
        tables=_shown(wanted, data_set.tables, now),
        before=_shown([spec for spec in wanted if spec.code not in before.left_out], data_set.before, before),
        withheld=_places(wanted, now),
        withheld_before=_places(wanted, before),
        left_out=tuple(code for code in left_out if code in {spec.code for spec in of_profile(heading.profile)}),
        threshold=threshold,
        policies=data_set.policies,
        annex=data_set.annex if heading.annex else (),
        seal=data_set.seal,
        texts=heading.texts,
        data_set=fingerprint(data_set),
        corrects=fingerprint(correction.report) if correction else None,
        correction=correction.reasons if correction else {},
    )


def _listed(tables: Iterable[Table]) -> frozenset[Place]:
    """What anybody can count who has the list of gifts: withholding it would protect nothing."""
    places = counts_of(table for table in tables if table.code in _LISTED)
    return frozenset(place for place in places if _LISTED[place.table] in {"", place.column})


_LISTED = {"gifts": "", "givers": "all", "values": "all"}
"""Tables of which the list of gifts gives every number, or those of one column."""


def _protected(tables: Iterable[Table], threshold: int, earlier: Earlier | None, listed: frozenset[Place]) -> Protected:
    by_code = {table.code: table for table in tables}
    return protect(counts_of(by_code.values()), sums_of(CATALOGUE, by_code), threshold, earlier, listed)


def counts_of(tables: Iterable[Table]) -> dict[Place, int]:
    """Every count of the tables: what can be small, and what can be added up."""
    return {
        place: number
        for table in tables
        for place, number in table.cells()
        if number is not None and _measure(place) is Measure.COUNT
    }


def _measure(place: Place) -> Measure:
    return _MEASURES[place.table, place.column]


_MEASURES = {(spec.code, column.code): column.measure for spec in CATALOGUE for column in spec.columns}


def _earlier(correction: Correction | None, *, before: bool) -> Earlier | None:
    """What the corrected report showed and withheld of one of its two periods."""
    if correction is None:
        return None
    report = correction.report
    tables, withheld = (report.before, report.withheld_before) if before else (report.tables, report.withheld)
    return Earlier(counts_of(tables), frozenset(withheld), frozenset(report.left_out))


def _shown(specs: Iterable[TableSpec], tables: Iterable[Table], protected: Protected) -> tuple[Table, ...]:
    by_code = {table.code: table for table in tables}
    return tuple(_without(spec, by_code[spec.code], protected) for spec in specs)


def _without(spec: TableSpec, table: Table, protected: Protected) -> Table:
    """The table without what is withheld; days and shares go with the count that they stand on."""
    lines = []
    for line in table.lines:
        hidden = [
            Place(spec.code, line.code, column.based_on or column.code) in protected.withheld for column in spec.columns
        ]
        numbers = tuple(None if gone else n for gone, n in zip(hidden, line.numbers, strict=True))
        lines.append(Line(line.code, numbers))
    return Table(spec.code, table.columns, tuple(lines))


def _places(specs: Iterable[TableSpec], protected: Protected) -> tuple[Place, ...]:
    codes = {spec.code for spec in specs}
    return tuple(sorted(place for place in protected.withheld if place.table in codes))
