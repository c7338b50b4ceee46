"""Where in a list a case was opened: its neighbours, and the way back. An address holds codes, ids and days alone."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

import msgspec

from declarations.filing.model import Declaration
from declarations.review.forms import PLACE, read_asked, written
from declarations.review.model import Filters, Laps, QueueRow, SavedFilter
from declarations.review.order import cursor_of
from declarations.review.service.queue import neighbours, neighbours_of
from register.kernel.errors import BadRequest, Invalid, NotFound
from register.kernel.identity import Identity
from register.kernel.paging import decode_cursor, encode_cursor

_NAMES = (*PLACE, "at")
_LONGEST = 1000


class Place(msgspec.Struct, frozen=True):
    """The place of a case in a list; empty where it was not opened from one."""

    query: Mapping[str, str] = {}
    before: str = ""
    """The address of the case before it; empty where there is none."""
    after: str = ""

    @property
    def written(self) -> str:
        """As a form hands it on."""
        return urlencode(self.query)

    @property
    def suffix(self) -> str:
        """As an address ends."""
        return f"?{self.written}" if self.query else ""

    @property
    def list_address(self) -> str:
        """The list."""
        kept = {name: value for name, value in self.query.items() if name != "at"}
        return f"/desk?{urlencode(kept)}" if kept else "/desk"


def written_place(text: str) -> Place:
    """The place that a form handed on, its neighbours unknown; whatever is none of ours is left out."""
    query = dict(parse_qsl(text[:_LONGEST]))
    return Place({name: query[name] for name in _NAMES if name in query})


def row_address(row: QueueRow, filters: Filters, saved: SavedFilter | None, among: Laps) -> str:
    """A case, opened from its place in a list."""
    at = encode_cursor(cursor_of(row, filters, among))
    return f"/desk/{row.reference}?{urlencode(written(filters, saved) | {'at': at})}"


async def place_in_list(identity: Identity, query: Mapping[str, str], case: Declaration) -> Place:
    """The place with its neighbours as the list is now; none where the list is gone, such as a search of yesterday.

    A case that was opened from no list, such as from a letter of its own, has its place among all that waits.
    """
    try:
        asked, cursor = read_asked(query), decode_cursor(query.get("at"))
        found = await (neighbours(identity, asked, cursor) if cursor else neighbours_of(identity, case))
    except (NotFound, BadRequest, Invalid):
        return Place()
    before, after = (
        row_address(row, found.filters, found.saved, found.laps) if row else "" for row in (found.before, found.after)
    )
    return Place({name: query[name] for name in _NAMES if name in query}, before, after)
