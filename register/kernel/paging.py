"""Keyset paging: a page is a place in an order, never a number of rows to skip."""

import base64
from collections.abc import Callable
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

import msgspec

from register.kernel.errors import BadRequest
from register.kernel.text import composed

T = TypeVar("T")
PAGE_ROWS = 25
_MAX_CURSOR = 2500
"""Two names of 200 letters each, in any script, are a key, in base64."""


# Nothing is older or younger; at the very edges of the calendar even a change of zone overflows.
_YEARS = range(2, 9999)
Day = TypeVar("Day", bound=date)


def _from_key(read: Callable[[str], Day], key: str) -> Day:
    try:
        found = read(key)
    except ValueError as error:
        raise BadRequest from error
    if found.year not in _YEARS:
        raise BadRequest
    return found


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """The sort key and id of the row at an edge of the page, and which way to read from it."""

    key: str
    id: UUID
    newer: bool = False

    def day(self) -> date:
        """The key as a day. Raises BadRequest for what is none of ours."""
        return _from_key(date.fromisoformat, self.key)

    def moment(self) -> datetime:
        """The key as a moment with its zone. Raises BadRequest for what is none of ours."""
        found = _from_key(datetime.fromisoformat, self.key)
        if found.tzinfo is None:
            raise BadRequest
        return found


class Page(msgspec.Struct, Generic[T], frozen=True):
    """One page of rows with the cursors of its neighbours; None where there is none."""

    items: list[T]
    newer: str | None = None
    older: str | None = None


def encode_cursor(cursor: Cursor) -> str:
    """An opaque form that is safe in an address; it holds sort keys and ids only."""
    return base64.urlsafe_b64encode(msgspec.json.encode(cursor)).decode().rstrip("=")


def decode_cursor(text: str | None) -> Cursor | None:
    """The cursor behind `text`; BadRequest when it was not made by us."""
    if not text:
        return None
    if len(text) > _MAX_CURSOR:
        raise BadRequest
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        cursor = msgspec.json.decode(raw, type=Cursor)
        composed(cursor.key)
    except (ValueError, msgspec.MsgspecError) as error:  # NotTextError and undecodable bytes are ValueErrors
        raise BadRequest from error
    return cursor


def page_of(found: list[T], cursor: Cursor | None, rows: int, key: Callable[[T], Cursor]) -> Page[T]:
    """A page out of up to `rows` + 1 rows that were read from a cursor on, in the order in which they were read."""
    back, more = cursor is not None and cursor.newer, len(found) > rows
    items = found[:rows]
    if back:
        items.reverse()
    if not items:
        return Page([])
    has_newer, has_older = (more, True) if back else (cursor is not None, more)
    first, last = key(items[0]), key(items[-1])
    return Page(
        items,
        newer=encode_cursor(Cursor(first.key, first.id, newer=True)) if has_newer else None,
        older=encode_cursor(last) if has_older else None,
    )
