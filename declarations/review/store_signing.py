"""Reads of the signing list. Every function takes an open transaction."""

from collections.abc import Sequence
from datetime import date

from declarations.filing import store as filing
from declarations.filing.model import Declaration
from register.kernel.db import Transaction
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of

_FAR = date(9998, 12, 31)
_COLUMNS = ", ".join(filing.COLUMNS)
_BEFORE_ME = f"""
select {_COLUMNS} from declaration where route = 'office' and status = 'under_review' and referred_at is not null
    and authority = any($2::text[]) and recommendation is not null and recommended_by <> $1
    and confirmed_at is not null and declarant <> $1 and filed_by <> $1
    and declarant <> all ((select my_superiors())::uuid[])
"""
_DUE = "coalesce(due_on, date '9998-12-31')"
_FIRST = f"{_BEFORE_ME} order by {_DUE}, id limit $3"
_ON = f"{_BEFORE_ME} and ({_DUE}, id) > ($4::date, $5::uuid) order by {_DUE}, id limit $3"
_BACK = f"{_BEFORE_ME} and ({_DUE}, id) < ($4::date, $5::uuid) order by {_DUE} desc, id desc limit $3"


async def to_sign(tx: Transaction, authorities: Sequence[str], cursor: Cursor | None) -> Page[Declaration]:
    """A page of the cases that were recommended to one of these authorities, soonest due first."""
    place = (cursor.day(), cursor.id) if cursor else ()
    statement = _FIRST if cursor is None else _BACK if cursor.newer else _ON
    rows = await tx.fetch(statement, tx.identity.person, list(authorities), PAGE_ROWS + 1, *place)
    return page_of([filing.opened(row) for row in rows], cursor, PAGE_ROWS, _cursor)


def _cursor(declaration: Declaration) -> Cursor:
    return Cursor((declaration.due_on or _FAR).isoformat(), declaration.id)
