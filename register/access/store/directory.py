"""The list of people, as the administration sees it."""

from uuid import UUID

from register.access.model import PersonEntry
from register.kernel.db import Transaction
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of

_SELECT = """
    select p.id, p.family_name, p.first_name, p.email, coalesce(u.name, '') as unit,
        roles_held(p.id, $3::timestamptz::date) as roles, coalesce(a.disabled_at is not null, true) as is_disabled
    from (
        select * from person q
        where q.email not like '%@imported.invalid' -- those who only stand in an older register have no account
        and ($1 = '' or position($1 in lower(q.first_name || ' ' || q.family_name || ' ' || q.email)) > 0
               or position($1 in lower(q.family_name || ' ' || q.first_name)) > 0)
"""
_JOINED = """
    ) p left join unit u on u.id = p.unit left join account a on a.person = p.id
"""
_FORWARDS = (
    _SELECT
    + """
        and ($4::text is null or (q.family_name collate "C", q.id) > ($4, $5::uuid))
        order by q.family_name collate "C", q.id limit $2
"""
    + _JOINED
    + ' order by p.family_name collate "C", p.id'
)
_BACKWARDS = (
    _SELECT
    + """
        and (q.family_name collate "C", q.id) < ($4, $5::uuid)
        order by q.family_name collate "C" desc, q.id desc limit $2
"""
    + _JOINED
    + ' order by p.family_name collate "C" desc, p.id desc'
)


async def people_page(tx: Transaction, search: str, cursor: Cursor | None) -> Page[PersonEntry]:
    """One page of people by family name, those whose name or address holds `search`. "Newer" leads towards A."""
    key: tuple[str | None, UUID | None] = (cursor.key, cursor.id) if cursor else (None, None)
    statement = _BACKWARDS if cursor is not None and cursor.newer else _FORWARDS
    rows = await tx.fetch(statement, search.casefold(), PAGE_ROWS + 1, tx.now, *key)
    entries = [PersonEntry(**{**dict(row), "roles": tuple(row["roles"])}) for row in rows]
    return page_of(entries, cursor, PAGE_ROWS, lambda entry: Cursor(entry.family_name, entry.id))
