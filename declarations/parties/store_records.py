"""Statements over what is kept of parties by hand; every function takes an open transaction."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from declarations.parties.model import COUNTERPARTS, EMPLOYING, PARTY_TYPES, Party
from declarations.parties.names import forms_of
from declarations.parties.records import KIND, Alias, Record, TypedGiver, digest
from declarations.parties.store import COLUMNS, opened
from register.kernel.db import Transaction
from register.kernel.ids import new_id
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of
from register.ledger.model import HeadClaim

_PARTY = ", ".join(f"p.{name}" for name in COLUMNS.split(", "))
_OWN_ENTRY = "not exists (select from party_record r where r.id = p.id and r.merged_into is not null)"
_MATCHES = (
    "($1 = '' or p.id in (select party_root(n.party) from party_name n where n.form ^@ $1)"
    " or p.id in (select party_root(t.party) from party_typed t where t.form ^@ $1))"
)
_ONWARDS = (
    f"select p.key, {_PARTY} from party p where {_OWN_ENTRY} and {_MATCHES}"
    ' and ($3::text is null or p.key collate "C" > $3) order by p.key collate "C" limit $2'
)
_BACK = (
    f"select p.key, {_PARTY} from party p where {_OWN_ENTRY} and {_MATCHES}"
    ' and p.key collate "C" < $3 order by p.key collate "C" desc limit $2'
)
_ALIKE = f"""
    select {_PARTY} from (
        select party_root(n.party) as id, count(distinct word) as shared
        from unnest($1::text[]) word join party_name n on n.form >= word and n.form < word || chr(1114111)
        where n.party <> all ($2::uuid[]) group by 1 order by 2 desc, 1 limit 100
    ) found join party p on p.id = found.id
"""
_BODY = """
    case d.kind when 'gift' then d.giver_type = any ($2::text[]) or (d.giver_type is null and d.imported is not null)
        when 'conflict' then d.counterpart_kind = any ($3::text[]) else d.kind = any ($4::text[]) end
"""
"""Older registers seldom say what a giver is; whoever takes one over says it, and never of a natural person."""
_NO_PERSON = """
    not exists (select from declaration i where i.party_key = d.party_key and i.party_key <> ''
        and 'individual' in (i.giver_type, i.counterpart_kind))
"""
"""A name that is said to be a natural person’s anywhere is nobody’s to take over."""
_TYPED = f"""
    select party_key as form, min(party_name) as name,
        coalesce(min(giver_type), case when bool_or(kind = 'gift') then 'unknown' else 'other' end) as giver_type,
        (array_agg(kind order by filed_at desc))[1] as kind,
        (array_agg(reference order by filed_at desc))[1] as reference, count(*) as declarations
    from declaration d
    where party is null and party_key > $1 and declarant <> $6 and filed_by <> $6 and {_BODY}
        and status <> 'withdrawn' and not exists (select from party_typed t where t.form = d.party_key)
        and {_NO_PERSON}
    group by party_key order by party_key limit $5
"""
_TYPED_IN = f"""
    select party_key as form, party_name as name,
        coalesce(giver_type, case kind when 'gift' then 'unknown' else 'other' end) as giver_type,
        coalesce(giver_relation, 'none') as giver_relation, giver_country as country
    from declaration d
    where reference = $1 and party is null and party_key <> '' and declarant <> $5 and filed_by <> $5
        and {_BODY} and {_NO_PERSON}
"""
_BODIES = (sorted(PARTY_TYPES), sorted(COUNTERPARTS), sorted(EMPLOYING))


async def page_of_parties(tx: Transaction, form: str, cursor: Cursor | None) -> Page[Party]:
    """Entries by name, those with a name that begins with the normalised form; merged ones stand under the other."""
    back = cursor is not None and cursor.newer
    rows = await tx.fetch(_BACK if back else _ONWARDS, form, PAGE_ROWS + 1, cursor.key if cursor else None)
    keys = {row["id"]: row["key"] for row in rows}
    return page_of([opened(row) for row in rows], cursor, PAGE_ROWS, lambda found: Cursor(keys[found.id], found.id))


async def record(tx: Transaction, party: UUID, *, lock: bool = False) -> Record:
    """What was done to it by hand."""
    row = await tx.fetchrow(
        "select id, merged_into, head_seq, head_hash from party_record where id = $1" + (" for update" if lock else ""),
        party,
    )
    return Record(*row.values()) if row else Record(party)


async def keep(tx: Transaction, found: Record) -> None:
    """Write the record down."""
    await tx.execute(
        "insert into party_record (id, merged_into, head_seq, head_hash) values ($1, $2, $3, $4) on conflict (id)"
        " do update set merged_into = excluded.merged_into, head_seq = excluded.head_seq,"
        " head_hash = excluded.head_hash",
        found.id,
        found.merged_into,
        found.seq,
        found.hash,
    )


async def root(tx: Transaction, party: UUID) -> UUID:
    """The entry that stands for it: itself, or the one it was merged into at last."""
    found: UUID = await tx.fetchval("select party_root($1)", party)
    return found


async def merged(tx: Transaction, party: UUID) -> list[Party]:
    """The entries that were merged into it directly."""
    rows = await tx.fetch(
        f"select {_PARTY} from party_record r join party p on p.id = r.id where r.merged_into = $1 order by p.key",
        party,
    )
    return [opened(row) for row in rows]


async def aliases(tx: Transaction, party: UUID) -> list[Alias]:
    """Its names that were written down by hand, oldest first."""
    rows = await tx.fetch(
        "select id, name, language, source, added_at from party_alias where party = $1 order by added_at, id", party
    )
    return [Alias(**row) for row in rows]


async def add_alias(tx: Transaction, party: UUID, alias: Alias) -> None:
    """Write a name down, found from now on."""
    await tx.execute(
        "insert into party_alias (id, party, name, language, source, added_at) values ($1, $2, $3, $4, $5, $6)",
        alias.id,
        party,
        alias.name,
        alias.language,
        alias.source,
        alias.added_at,
    )
    await _name(tx, party, dict(reversed(list(forms_of(alias.name)))), only_new=True)


async def remove_alias(tx: Transaction, party: Party, alias: Alias, left: Sequence[Alias]) -> None:
    """Forget a name; what is left stays found."""
    await tx.execute("delete from party_name where party = $1", party.id)
    forms: dict[str, int] = {}
    for name in (*party.names, *(one.name for one in left)):
        for form, rank in forms_of(name):
            forms[form] = min(rank, forms.get(form, rank))
    await _name(tx, party.id, forms)
    await tx.execute("delete from party_alias where id = $1", alias.id)


async def _name(tx: Transaction, party: UUID, forms: dict[str, int], *, only_new: bool = False) -> None:
    known = await tx.fetch("select form from party_name where party = $1", party) if only_new else []
    new = {form: rank for form, rank in forms.items() if form not in {row["form"] for row in known}}
    await tx.execute(
        "insert into party_name (id, party, form, rank)"
        " select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::smallint[])",
        [new_id() for _ in new],
        [party for _ in new],
        list(new),
        list(new.values()),
    )


async def alike(tx: Transaction, party: UUID, words: Sequence[str]) -> list[Party]:
    """Entries with a name in which one of the words begins a word; those that share most words."""
    family = await tx.fetchval("select party_family($1)", party)
    return [opened(row) for row in await tx.fetch(_ALIKE, words, family)]


async def others(tx: Transaction, party: UUID, wanted: Sequence[UUID]) -> list[Party]:
    """Entries by their ids, without those that count as the party already."""
    family = await tx.fetchval("select party_family($1)", party)
    rows = await tx.fetch(
        f"select {COLUMNS} from party where id = any($1::uuid[]) and id <> all ($2::uuid[])", list(wanted), family
    )
    return [opened(row) for row in rows]


async def named(tx: Transaction, form: str) -> list[UUID]:
    """The entries that have exactly this name, merged ones under the other."""
    rows = await tx.fetch("select distinct party_root(party) as id from party_name where form = $1 and rank = 0", form)
    return [row["id"] for row in rows]


async def typed_givers(tx: Transaction, after: str, rows: int) -> list[TypedGiver]:
    """Organisations typed in declarations that the reader may see, by their normalised names."""
    return [TypedGiver(**row) for row in await tx.fetch(_TYPED, after, *_BODIES, rows, tx.identity.person)]


async def typed_in(tx: Transaction, reference: str) -> Any:
    """What a declaration that the reader may see says of an organisation typed by hand; None where there is none."""
    return await tx.fetchrow(_TYPED_IN, reference, *_BODIES, tx.identity.person)


async def recognise(tx: Transaction, form: str, party: UUID) -> None:
    """Count declarations in which the name was typed as those of the party."""
    await tx.execute("insert into party_typed (form, party) values ($1, $2) on conflict do nothing", form, party)


class PartyClaims:
    """What the records say of the heads of their streams, for `register verify`."""

    kind = KIND

    async def claims(self, tx: Transaction) -> AsyncIterator[HeadClaim]:
        """All of them in the order of their ids."""
        async for row in tx.cursor("select id, merged_into, head_seq, head_hash from party_record order by id"):
            found = Record(*row.values())
            yield HeadClaim(KIND, found.id, found.seq, found.hash, digest(found))
