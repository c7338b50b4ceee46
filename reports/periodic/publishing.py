"""From a data set to what is published of it: small numbers taken out once, then the tables of a profile."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from reports.periodic.catalogue import CATALOGUE, Measure, TableSpec, of_profile
from reports.periodic.differences import changed
from reports.periodic.model import TOTAL, DataSet, Line, Place, Policy, Profile, Published, Table, fingerprint
from reports.periodic.protection import Earlier, Protected, Rests, Sum, protect
from reports.periodic.relations import Rest, rests_of, sums_of
from reports.periodic.spans import period_before

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


def publish(
    data_set: DataSet,
    heading: Heading,
    threshold: int,
    correction: Correction | None = None,
    others: Sequence[Published] = (),
) -> Published:
    """What the report of a profile says. What is withheld is the same for every profile of a data set.

    `others` are reports, to whatever readers, that tell of a part of the period or of the one before: nothing is said
    here that could be subtracted from what they say. The greatest threshold of them all holds.
    """
    told = [*([correction.report] if correction else []), *others]
    span = data_set.since, data_set.until
    earlier_span = period_before(*span, data_set.definitions)
    threshold = max(threshold, *(report.threshold for report in told)) if told else threshold
    open_ = _of_no_person(data_set.tables)
    listed = open_ | _listed(data_set.tables) if heading.annex else open_
    now = _protected(data_set.tables, threshold, _earlier(told, span), listed, data_set.policies)
    previous = () if _crosses(told, earlier_span) else data_set.before
    before = _protected(previous, threshold, _earlier(told, earlier_span), _of_no_person(previous))
    left_out = sorted(now.left_out)
    wanted = [spec for spec in of_profile(heading.profile) if spec.code not in now.left_out]
    had = {table.code for table in previous} - before.left_out
    said = Published(
        profile=heading.profile,
        symbol=heading.symbol,
        definitions=data_set.definitions,
        since=data_set.since,
        until=data_set.until,
        as_of=data_set.as_of,
        tables=_shown(wanted, data_set.tables, now),
        before=_shown([spec for spec in wanted if spec.code in had], previous, before),
        withheld=_places(wanted, now),
        withheld_before=_places(wanted, before),
        left_out=tuple(code for code in left_out if code in {spec.code for spec in of_profile(heading.profile)}),
        threshold=threshold,
        policies=_judged(data_set.policies, now),
        annex=data_set.annex if heading.annex else (),
        seal=data_set.seal,
        texts=heading.texts,
        data_set=fingerprint(data_set),
        corrects=fingerprint(correction.report) if correction else None,
        correction=correction.reasons if correction else {},
    )
    return msgspec.structs.replace(said, changed=changed(correction.report, said)) if correction else said


def _of_no_person(tables: Iterable[Table]) -> frozenset[Place]:
    """Numbers that point to nobody, however small."""
    lines = {each.code: each.of_no_person for each in CATALOGUE if each.of_no_person != frozenset()}
    counted = counts_of(table for table in tables if table.code in lines)
    return frozenset(place for place in counted if place.line in (lines[place.table] or {place.line}))


def _listed(tables: Iterable[Table]) -> frozenset[Place]:
    """What anybody can count who has the list of gifts: withholding it would protect nothing."""
    places = counts_of(table for table in tables if table.code in _LISTED)
    return frozenset(place for place in places if _LISTED[place.table] in {"", place.column})


_LISTED = {"gifts": "", "givers": "all", "values": "all"}
"""Tables of which the list of gifts gives every number, or those of one column."""


def _protected(
    tables: Iterable[Table],
    threshold: int,
    earlier: Sequence[Earlier],
    listed: frozenset[Place],
    policies: Iterable[Policy] = (),
) -> Protected:
    known = knowledge_of(tables, policies)
    return protect(known.numbers, known.sums, threshold, earlier, listed, known.rests)


class Knowledge(msgspec.Struct, frozen=True):
    """Every number of the tables, and what a reader knows of how they hang together."""

    numbers: dict[Place, int]
    sums: list[Sum]
    rests: Rests


def knowledge_of(tables: Iterable[Table], policies: Iterable[Policy] = ()) -> Knowledge:
    """What protecting goes by."""
    by_code = {table.code: table for table in tables}
    numbers, sums = counts_of(by_code.values()), sums_of(CATALOGUE, by_code)
    judged = {_judged_place(policy): policy.declarations or 0 for policy in policies}
    received = Place("received", TOTAL, "all")
    if judged and received in numbers:
        numbers |= judged
        sums.append(Sum(received, tuple(judged)))
    shielded: set[Place] = set()
    others: set[Place] = set()
    within: dict[Place, Place] = {}
    for whole, parts, is_shielded in (*rests_of(CATALOGUE, by_code), *_banded(by_code, judged)):
        rest = Place(whole.table, whole.line, f"{whole.column} but {' '.join(part.column for part in parts)}")
        numbers[rest] = numbers[whole] - sum(numbers[part] for part in parts)
        sums.append(Sum(whole, (*parts, rest)))
        (shielded if is_shielded else others).add(rest)
        within |= dict.fromkeys(parts, whole) if is_shielded else {}
    return Knowledge(numbers, sums, Rests(frozenset(shielded), frozenset(others), within))


_JUDGED = "judged"
"""How many declarations each version of thresholds judged: not a table of the catalogue, and told all the same."""


def _judged_place(policy: Policy) -> Place:
    return Place(_JUDGED, f"{policy.regime}|{policy.version}", "all")


def _banded(tables: Mapping[str, Table], judged: Mapping[Place, int]) -> list[Rest]:
    """Gifts in the bands of a version are no more than the declarations that it judged."""
    found = []
    for whole in judged:
        lines = [line.code for line in tables["values"].lines if line.code.startswith(f"{whole.line}|")]
        if lines:
            parts = tuple(Place("values", line, "all") for line in lines)
            found.append(Rest(whole, parts, is_shielded=False))
    return found


def _judged(policies: Iterable[Policy], protected: Protected) -> tuple[Policy, ...]:
    gone = _JUDGED in protected.left_out
    return tuple(
        msgspec.structs.replace(policy, declarations=None)
        if gone or _judged_place(policy) in protected.withheld
        else policy
        for policy in policies
    )


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


def _spans(report: Published) -> Iterator[tuple[tuple[date, date], tuple[Table, ...], tuple[Place, ...]]]:
    """The periods of which a report tells, with what it says of each."""
    yield (report.since, report.until), report.tables, report.withheld
    if report.before:
        yield period_before(report.since, report.until, report.definitions), report.before, report.withheld_before


def _earlier(told: Iterable[Published], span: tuple[date, date]) -> tuple[Earlier, ...]:
    """What reports showed, withheld and left out of this very period."""
    return tuple(
        _shown_by(report, tables, withheld, is_own=of == (report.since, report.until))
        for report in told
        for of, tables, withheld in _spans(report)
        if of == span
    )


def _shown_by(report: Published, tables: tuple[Table, ...], withheld: tuple[Place, ...], *, is_own: bool) -> Earlier:
    known = {spec.code for spec in CATALOGUE if Profile(report.profile) in spec.profiles}
    shown, hidden = counts_of(tables), frozenset(withheld)
    if is_own:
        policies = {_judged_place(policy): policy.declarations for policy in report.policies}
        shown |= {place: number for place, number in policies.items() if number is not None}
        hidden |= {place for place, number in policies.items() if number is None}
    return Earlier(shown, hidden, frozenset(known - {table.code for table in tables}))


def _crosses(told: Iterable[Published], span: tuple[date, date]) -> bool:
    """Whether a report tells of days of this period and of others besides: their difference could give a case away."""
    spans = [of for report in told for of, _, _ in _spans(report)]
    return any(of != span and of[0] <= span[1] and span[0] <= of[1] for of in spans)


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
