"""What differs between a report and its correction, number by number, as far as both say it."""

from collections.abc import Iterator

from reports.periodic.model import Changed, Published, Table


def changed(before: Published, after: Published) -> tuple[Changed, ...]:
    """The numbers of the period that differ, in the order of the tables.

    A line that one of the reports does not have counts as nought there; a table that one of them leaves out, and a
    number that it withholds, as not shown.
    """
    shown = {table.code: table for table in before.tables}
    now = {table.code: table for table in after.tables}
    return tuple(
        found
        for code in dict.fromkeys((*now, *shown))
        for found in _changed(shown.get(code), now.get(code))
        if found.before != found.after
    )


def _changed(before: Table | None, after: Table | None) -> Iterator[Changed]:
    had, has = dict(before.cells()) if before else {}, dict(after.cells()) if after else {}
    for place in dict.fromkeys((*has, *had)):
        earlier = had.get(place, 0) if before else None
        yield Changed(place, earlier, has.get(place, 0) if after else None)


def tables_changed(before: Published, after: Published) -> tuple[str, ...]:
    """The codes of the tables in which something differs, in their order."""
    return tuple(dict.fromkeys(found.place.table for found in changed(before, after)))
