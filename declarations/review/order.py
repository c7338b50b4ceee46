"""In which order a list stands: by the day that presses or by filing, and first what the reader can read. Pure."""

from datetime import date, datetime
from typing import Any

from declarations.filing.model import Declaration
from declarations.review import queue_sql
from declarations.review.model import Filters, Laps, QueueRow, Show
from register.kernel.i18n import LOCALES
from register.kernel.paging import Cursor

LANGUAGES = tuple(sorted(LOCALES))
_BY_LANGUAGE = frozenset({Show.OPEN, Show.UNASSIGNED, Show.OVERDUE})
"""Views from which a reviewer chooses the next case; what is one's own already stands by its day alone."""
_BETWEEN = "~"
WHOLE: Laps = ((),)


def laps(filters: Filters, scopes: tuple[str, ...], reads: tuple[str, ...]) -> Laps:
    """The languages of the declarant's words, lap after lap: those that the reviewer reads, then all others."""
    first = tuple(language for language in LANGUAGES if language in reads)
    is_chosen = filters.is_narrowed or bool(filters.words)
    if is_chosen or filters.show not in _BY_LANGUAGE or queue_sql.REVIEWING.isdisjoint(scopes):
        return WHOLE
    if not first or len(first) == len(LANGUAGES):
        return WHOLE
    others = tuple(language for language in LANGUAGES if language not in first)
    return first, (*others, queue_sql.ANOTHER)


def cursor_of(row: QueueRow | Declaration, filters: Filters, among: Laps) -> Cursor:
    """The place of a row in its list."""
    key = getattr(row, queue_sql.order_key(filters)).isoformat()
    if among == WHOLE:
        return Cursor(key, row.id)
    return Cursor(f"{int(row.words_language not in among[0])}{_BETWEEN}{key}", row.id)


def place_of(cursor: Cursor | None, filters: Filters, among: Laps) -> tuple[int, date | datetime | None]:
    """The lap and the key of a cursor. BadRequest for one of another order."""
    if cursor is None:
        return 0, None
    lap, _, key = cursor.key.rpartition(_BETWEEN)
    found: Any = Cursor(key, cursor.id)
    at = found.moment() if queue_sql.is_by_filing(filters) else found.day()
    return int(lap == "1" and len(among) > 1), at
