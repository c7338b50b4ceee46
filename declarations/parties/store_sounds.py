"""Statements over the keys under which names are heard; every function takes an open transaction."""

from collections.abc import Collection, Mapping
from uuid import UUID

from declarations.parties.hearing import HEARD_AS
from register.kernel.db import Transaction
from register.kernel.ids import new_id

_UNHEARD = "select form from heard_name where heard_as < $1 order by heard_as limit $2 for update skip locked"


async def unheard(tx: Transaction, most: int) -> list[str]:
    """Names that were not heard yet, or with an older edition of the keys; held by this transaction."""
    return [row["form"] for row in await tx.fetch(_UNHEARD, HEARD_AS, most)]


async def keep_heard(tx: Transaction, keys: Mapping[str, Collection[str]]) -> None:
    """Keep the keys of names in place of those that they had."""
    pairs = [(sound, form) for form, sounds in keys.items() for sound in sounds]
    await tx.execute("delete from name_sound where form = any($1::text[])", list(keys))
    await tx.execute(
        "insert into name_sound (id, sound, form) select * from unnest($1::uuid[], $2::text[], $3::text[])",
        [new_id() for _ in pairs],
        [sound for sound, _ in pairs],
        [form for _, form in pairs],
    )
    await tx.execute("update heard_name set heard_as = $2 where form = any($1::text[])", list(keys), HEARD_AS)


async def names_sounding(tx: Transaction, keys: Collection[str], most: int) -> list[str]:
    """Normalised names, of the directory and typed in declarations of anybody, that share a key; for the desk alone.

    They are to be held against a name and joined with rows that the reader may see; none of them is to be shown.
    """
    rows = await tx.fetch("select names_sounding($1, $2::int) as form", sorted(keys), most)
    return [row["form"] for row in rows]


async def parties_sounding(tx: Transaction, keys: Collection[str], most: int) -> list[tuple[str, UUID]]:
    """Names of the directory that share a key, each with the entry that stands for it."""
    rows = await tx.fetch("select form, party from parties_sounding($1, $2::int)", sorted(keys), most)
    return [(row["form"], row["party"]) for row in rows]


async def parties_named(tx: Transaction, forms: Collection[str]) -> list[tuple[str, UUID]]:
    """Names of the directory among normalised names, each with the entry that stands for it."""
    rows = await tx.fetch(
        "select distinct form, party_root(party) as party from party_name where form = any($1::text[]) and rank = 0",
        list(forms),
    )
    return [(row["form"], row["party"]) for row in rows]
