"""What the pages of imports say."""

from collections.abc import Sequence

import msgspec

from declarations.legacy.dates import Order
from declarations.legacy.mapping import COLUMN_WORDS
from declarations.legacy.model import Column
from declarations.legacy.service.looking import Fault, Found
from register.kernel.i18n import Message, msg, pmsg

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
SHOWN = 50


class ColumnField(msgspec.Struct, frozen=True):
    """One kind of column with its words."""

    column: Column
    words: Message


COLUMNS = [ColumnField(column, COLUMN_WORDS[column]) for column in Column]


def as_written(name: str, found: Found | None = None) -> str:
    """A heading as it stands in the file, with some of what stands below it."""
    below = " · ".join(found.examples.get(name, [])[:2])[:60] if found else ""
    return f"{name[:60]} ({below})" if below else name[:60]


class FaultPage(msgspec.Struct, frozen=True):
    """Some of the problems, and where the next ones begin."""

    faults: Sequence[Fault]
    next: int | None


def faults_from(found: Found, at: int) -> FaultPage:
    """Problems from a place in the list on."""
    start = min(max(at, 0), len(found.faults))
    after = start + SHOWN
    return FaultPage(found.faults[start:after], after if after < len(found.faults) else None)
