"""Periodic reports for tests: tables of the catalogue filled by chance, and what is published of them."""

import random
from datetime import UTC, date, datetime

from reports.periodic.catalogue import CATALOGUE, Measure, TableSpec, of_profile, sums_of
from reports.periodic.lines import band_code
from reports.periodic.model import (
    DEFINITIONS,
    TOTAL,
    DataSet,
    Extracted,
    Line,
    Place,
    Policy,
    Profile,
    Stand,
    Table,
)
from reports.periodic.protection import Sum

from declarations.codes.bands import Band  # isort: skip

_OPEN = {
    "rules": ("ICSC-50", "ICSC-45", "INT-21", "ISO-CEC-c6", ""),
    "values": tuple(band_code(Band(band, "un-style", "2024-01", "USD")) for band in ("50", "250", "above")),
    "policies": ("un-style", "meeting-participant"),
}


def table(chance: random.Random, spec: TableSpec, scale: float = 12) -> Table:
    """A table whose sums are right."""
    codes = [code for code in (spec.codes or _OPEN[spec.code]) if chance.random() > 0.2]
    lines = [_line(chance, spec, code, scale) for code in codes]
    if spec.totals and lines:
        summed = [sum(each.numbers[place] or 0 for each in lines) for place in range(len(spec.columns))]
        counted = [column.measure is Measure.COUNT for column in spec.columns]
        lines.append(Line(TOTAL, tuple(n if is_count else 7 for n, is_count in zip(summed, counted, strict=True))))
    return Table(spec.code, tuple(column.code for column in spec.columns), tuple(lines))


def _line(chance: random.Random, spec: TableSpec, code: str, scale: float) -> Line:
    found: dict[str, int] = {}
    for column in spec.columns:
        if column.sums:
            found[column.code] = sum(found[part] for part in column.sums)
        else:
            found[column.code] = int(chance.expovariate(1 / scale)) if chance.random() > 0.2 else 0
    return Line(code, tuple(found.values()))


def data_set(seed: int = 1, scale: float = 12) -> DataSet:
    """A data set of half a year."""
    chance = random.Random(seed)
    return DataSet(
        definitions=DEFINITIONS,
        since=date(2026, 1, 1),
        until=date(2026, 6, 30),
        as_of=datetime(2026, 7, 3, 9, 30, tzinfo=UTC),
        tables=tuple(table(chance, spec, scale) for spec in CATALOGUE),
        before=tuple(table(chance, spec, scale) for spec in CATALOGUE),
        policies=(Policy("un-style", "2024-01", 120), Policy("meeting-participant", "2024-01", 14)),
        annex=(
            Extracted("2026-01", "gift", ("50", "un-style", "2024-01", "USD"), "government", "surrendered"),
            Extracted("2026-03", "hospitality", ("250", "un-style", "2024-01", "USD"), "commercial", "declined"),
        ),
        seal=Stand(41, 2310, "ab" * 32, "cd" * 64, "register-2026-01", 0),
    )


def counted(found: DataSet) -> tuple[dict[Place, int], list[Sum]]:
    """The counts of a data set, and what a reader can add up."""
    tables = {each.code: each for each in found.tables}
    measured = {(spec.code, column.code): column.measure for spec in CATALOGUE for column in spec.columns}
    numbers = {
        place: number
        for each in found.tables
        for place, number in each.cells()
        if number is not None and measured[place.table, place.column] is Measure.COUNT
    }
    return numbers, sums_of(of_profile(Profile.GENERAL_ASSEMBLY), tables)
