"""What the pages of imports say."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

import msgspec

from declarations.codes.labels import label
from declarations.legacy.dates import Order
from declarations.legacy.importable import IMPORTABLE, Importable
from declarations.legacy.model import Column
from declarations.legacy.service.looking import Fault, Found
from declarations.legacy.service.runs import RunView
from declarations.legacy.store import Run
from register.kernel.errors import BadRequest
from register.kernel.i18n import Message, msg, pmsg
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of

_Place = tuple[int, int, int]
_BETWEEN = "~"
_DIGITS = 9

STANDINGS = {
    "looked_at": pmsg("import.status", "Being prepared"),
    "waiting": pmsg("import.status", "Being imported"),
    "done": pmsg("import.status", "Imported"),
    "failed": pmsg("import.status", "Not imported"),
    "undoing": pmsg("import.status", "Being undone"),
    "undone": pmsg("import.status", "Undone"),
}
TONES = {
    "looked_at": "waits",
    "waiting": "waits",
    "done": "good",
    "failed": "bad",
    "undoing": "waits",
    "undone": "quiet",
}
ORDERS = [
    ("", msg("Not needed")),
    (Order.DAY_FIRST, msg("The first is the day")),
    (Order.MONTH_FIRST, msg("The first is the month")),
]
MARKS = [("", msg("As each amount shows")), (".", msg("A point")), (",", msg("A comma"))]


_BEFORE = {
    "added": pmsg("import", "To be added"),
    "changed": pmsg("import", "To be changed"),
    "withdrawn": pmsg("import", "To be withdrawn"),
    "unchanged": msg("Unchanged"),
}
_AFTER = {
    "added": msg("Added"),
    "changed": msg("Changed"),
    "withdrawn": msg("Withdrawn"),
    "unchanged": msg("Unchanged"),
}


def counts_of(run: Run) -> list[tuple[Message, int]]:
    """How many entries an import adds, changes and withdraws; none once nothing of it stands."""
    if run.status in {"undone", "failed"}:
        return []
    names = _BEFORE if run.status in {"looked_at", "waiting"} else _AFTER
    return [(words, getattr(run, name)) for name, words in names.items()]


def decisions_of(kind: Importable) -> list[tuple[str, Message]]:
    """What may stand behind a word for what was decided, and what it is called."""
    return [(str(decision), label("decision", decision)) for decision in kind.decisions]


KINDS = [(kind, label("kind", kind)) for kind in IMPORTABLE]
"""What a register may hold, and what it is called."""


class ColumnField(msgspec.Struct, frozen=True):
    """One kind of column with its words."""

    column: Column
    words: Message


def columns_of(kind: Importable) -> list[ColumnField]:
    """The columns that registers of a kind may have."""
    return [ColumnField(column, words) for column, words in kind.columns.items()]


class ColumnRead(msgspec.Struct, frozen=True):
    """One column of the file: what it is read as, nothing where it is not used, and some of what stands in it."""

    heading: str
    read_as: list[Column]
    examples: list[str]


def columns_read(found: Found) -> list[ColumnRead]:
    """Every column of the file, in its order."""
    return [
        ColumnRead(
            heading,
            [column for column, named in found.mapping.columns.items() if named == heading],
            found.examples.get(heading, [])[:2],
        )
        for heading in found.headings
    ]


def as_written(name: str, found: Found | None = None) -> str:
    """A heading as it stands in the file, with some of what stands below it."""
    below = " · ".join(found.examples.get(name, [])[:2])[:60] if found else ""
    return f"{name[:60]} ({below})" if below else name[:60]


def problems_page(view: RunView, cursor: Cursor | None) -> Page[Fault]:
    """A page of the problems of an import, refused rows first, then by row, from a place in that order on.

    The place is that of a problem and no number of problems to skip, so it holds when the file is looked at again under
    another mapping. Raises BadRequest for a cursor of another list.
    """
    places = _places(view.found.faults)
    wanted = _place_of(cursor) if cursor else None
    back = cursor is not None and cursor.newer
    if back:
        end = len(places) if wanted is None else bisect_left(places, wanted)
        near = range(end - 1, max(end - PAGE_ROWS - 2, -1), -1)
    else:
        start = 0 if wanted is None else bisect_right(places, wanted)
        near = range(start, min(start + PAGE_ROWS + 1, len(places)))
    page = page_of(list(near), cursor, PAGE_ROWS, lambda number: _cursor(places[number], view.run.id))
    return Page([view.found.faults[number] for number in page.items], page.newer, page.older)


def _places(faults: Sequence[Fault]) -> list[_Place]:
    """Where each problem stands: whether its row is imported all the same, the row, and which of the row it is."""
    before: Counter[tuple[int, int]] = Counter()
    found = []
    for fault in faults:
        row = (int(not fault.refused), fault.row)
        found.append((*row, before[row]))
        before[row] += 1
    return found


def _cursor(place: _Place, run: UUID) -> Cursor:
    return Cursor(_BETWEEN.join(map(str, place)), run)


def _place_of(cursor: Cursor) -> _Place:
    parts = cursor.key.split(_BETWEEN)
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) <= _DIGITS for part in parts):
        raise BadRequest
    severity, row, number = (int(part) for part in parts)
    return severity, row, number
