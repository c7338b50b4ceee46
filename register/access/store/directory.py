"""The list of people, as the administration sees it."""

from uuid import UUID

import asyncpg

from register.access.model import PersonEntry
from register.kernel.db import Transaction
from register.kernel.paging import PAGE_ROWS, Cursor, Page, encode_cursor

_SELECT = """
    select p.id, p.family_name, p.first_name, p.email, coalesce(u.name, '') as unit,
        roles_held(p.id, $3::timestamptz::date) as roles, coalesce(a.disabled_at is not null, true) as is_disabled
    from (
        select * from person q
        where ($1 = '' or position($1 in lower(q.first_name || ' ' || q.family_name || ' ' || q.email)) > 0
               or position($1 in lower(q.family_name || ' ' || q.first_name)) > 0)
"""
_TAIL = """
    ) p left join unit u on u.id = p.unit left join account a on a.person = p.id
"""
_OLDER = (
    _SELECT
    + """
        and ($4::text is null or (q.family_name collate "C", q.id) > ($4, $5::uuid))
        order by q.family_name collate "C", q.id limit $2
"""
    + _TAIL
    + ' order by p.family_name collate "C", p.id'
)
_NEWER = (
    _SELECT
    + """
        and ($4::text is null or (q.family_name collate "C", q.id) < ($4, $5::uuid))
        order by q.family_name collate "C" desc, q.id desc limit $2
"""
    + _TAIL
    + ' order by p.family_name collate "C", p.id'
)


def _entry(row: asyncpg.Record) -> PersonEntry:
    return PersonEntry(**{**dict(row), "roles": tuple(row["roles"])})


def _cursor(entry: PersonEntry, *, newer: bool) -> str:
    return encode_cursor(Cursor(entry.family_name, entry.id, newer))


async def people_page(tx: Transaction, search: str, cursor: Cursor | None) -> Page[PersonEntry]:
    """One page of people by family name, those whose name or address holds `search`. "Newer" leads towards A."""
    backwards = cursor is not None and cursor.newer
    key: tuple[str | None, UUID | None] = (cursor.key, cursor.id) if cursor else (None, None)
    statement = _NEWER if backwards else _OLDER
    rows = await tx.fetch(statement, search.casefold(), PAGE_ROWS + 1, tx.now, *key)
    more = len(rows) > PAGE_ROWS
    if more:
        rows = rows[1:] if backwards else rows[:-1]
    items = [_entry(row) for row in rows]
    if not items:
        return Page([])
    has_newer = more if backwards else cursor is not None
    has_older = True if backwards else more
    return Page(
        items,
        _cursor(items[0], newer=True) if has_newer else None,
        _cursor(items[-1], newer=False) if has_older else None,
    )
