"""The only module that touches the tables of the directory; every function takes an open transaction."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from declarations.parties.model import Party, PartyRow
from declarations.parties.names import forms_of
from register.kernel.db import Transaction
from register.kernel.ids import new_id

_LOCK = 7_263_541_904_125_411
COLUMNS = "id, name_en, name_fr, name_es, name_ar, aliases, giver_type, country, relation, source_list, active"
_FOUND = f"""
    select {", ".join(f"p.{name}" for name in COLUMNS.split(", "))}, found.rank
    from (
        select party_root(party) as party, min(rank) as rank
        from (select party, min(rank) as rank from party_name where form ^@ $1 group by party order by 2, 1 limit $2) n
        group by 1
    ) found
    join party p on p.id = found.party
    where p.active
"""
_OWN = """
    select distinct on (party_key) party_name, giver_type, giver_relation from declaration
    where (declarant = $1 or filed_by = $1) and party is null and party_key <> ''
    order by party_key, filed_at desc limit $2
"""
_KEPT = "name_en, name_fr, name_es, name_ar, aliases, giver_type, country, relation, source_list, active"
_VALUES = "$3, $4, $5, $6, $7, $8, $9, $10, $11, true, $12"
_INSERT = f"insert into party (id, key, {_KEPT}, updated_at) values ($1, $2, {_VALUES})"
_UPDATE = f"update party set ({_KEPT}, updated_at) = ({_VALUES}) where id = $1 and key = $2"


def opened(row: asyncpg.Record) -> Party:
    """An entry of the directory from its row."""
    values = dict(row)
    values.pop("rank", None)
    values.pop("key", None)
    values["aliases"] = tuple(values["aliases"])
    return Party(**values)


async def party(tx: Transaction, wanted: UUID) -> Party | None:
    """An entry of the directory, retired ones included; None when there is none."""
    row = await tx.fetchrow(f"select {COLUMNS} from party where id = $1", wanted)
    return opened(row) if row else None


async def found_by(tx: Transaction, form: str, limit: int) -> list[tuple[Party, int]]:
    """Active parties with a name, or a word of a name, that begins with the normalised form; with their ranks."""
    return [(opened(row), row["rank"]) for row in await tx.fetch(_FOUND, form, limit)]


async def own_earlier(tx: Transaction, limit: int) -> Sequence[Any]:
    """Givers that the acting person typed in declarations of their own or filed themselves; nobody else's."""
    return await tx.fetch(_OWN, tx.identity.person, limit)


async def lock(tx: Transaction) -> None:
    """Wait until nobody else changes what stands for what in the directory."""
    await tx.execute("select pg_advisory_xact_lock($1)", _LOCK)


async def locked_parties(tx: Transaction) -> dict[str, Party]:
    """Every party by its key, while no other load runs."""
    await lock(tx)
    return {row["key"]: opened(row) for row in await tx.fetch(f"select key, {COLUMNS} from party")}


def _arguments(party: UUID, row: PartyRow, source_list: str, now: object) -> tuple[object, ...]:
    names = (row.name_en, row.name_fr, row.name_es, row.name_ar)
    kept = (list(row.aliases), str(row.giver_type), row.country, str(row.relation), source_list)
    return (party, row.key, *names, *kept, now)


async def add(tx: Transaction, rows: Sequence[PartyRow], source_list: str) -> list[UUID]:
    """Add parties with the forms under which they are found; their ids."""
    ids = [new_id() for _ in rows]
    await tx.executemany(
        _INSERT, [_arguments(id_, row, source_list, tx.now) for id_, row in zip(ids, rows, strict=True)]
    )
    await _name(tx, zip(ids, rows, strict=True))
    return ids


async def change(tx: Transaction, rows: Sequence[tuple[UUID, PartyRow]], source_list: str) -> None:
    """Make parties what the rows say, and active again."""
    await tx.executemany(_UPDATE, [_arguments(id_, row, source_list, tx.now) for id_, row in rows])
    changed = [id_ for id_, _ in rows]
    await tx.execute("delete from party_name where party = any($1::uuid[])", changed)
    by_hand = await tx.fetch("select party, name from party_alias where party = any($1::uuid[])", changed)
    await _name(tx, rows, [(row["party"], row["name"]) for row in by_hand])


async def retire(tx: Transaction, source_list: str, keys: Sequence[str]) -> int:
    """Suggest no longer what a list has dropped; declarations that name it keep it."""
    tag = await tx.execute(
        "update party set active = false, updated_at = $3 where source_list = $1 and active and key <> all($2::text[])",
        source_list,
        keys,
        tx.now,
    )
    return int(tag.split()[-1])


async def _name(
    tx: Transaction, rows: Iterable[tuple[UUID, PartyRow]], by_hand: Sequence[tuple[UUID, str]] = ()
) -> None:
    forms: dict[tuple[UUID, str], int] = {}
    listed = [(id_, name) for id_, row in rows for name in (*row.names, *row.aliases)]
    for id_, name in (*listed, *by_hand):
        for form, rank in forms_of(name):
            forms[id_, form] = min(rank, forms.get((id_, form), rank))
    await tx.execute(
        "insert into party_name (id, party, form, rank)"
        " select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::smallint[])",
        [new_id() for _ in forms],
        [id_ for id_, _ in forms],
        [form for _, form in forms],
        list(forms.values()),
    )
