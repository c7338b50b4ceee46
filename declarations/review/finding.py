"""Who and what the words of a search may mean: persons, parties, givers typed by hand, references.

Only names are found and never stories, which stand encrypted. Who is found is joined with the declarations under the
row security of the reader; that a name exists in a declaration that they may not see shows nowhere.
"""

import re
from typing import Any
from uuid import UUID

import msgspec

from register.kernel.db import Transaction
from register.kernel.names import search_form

LEAST_LETTERS = 2
NAMES_AT_MOST = 500
PERSONS_AT_MOST = 1500
"""A unit has many members."""
_AFTER_ALL = "\U0010ffff"
_REFERENCE = re.compile(r"D-?[0-9A-Z]{3,4}(-?[0-9A-Z]{0,4})?")
_NOBODY = ("~", "~")
"""No reference lies between these two."""

_NAMED = """
with named as materialized (
    select kind, subject from known_name where form >= $1 and form < $2 order by form limit $3
), found as materialized (
    select distinct party from (
        select party from party_name where form >= $1 and form < $2 order by form limit $3) as each_name
), families as materialized (
    select party from found
    union
    select unnest(party_family(found.party)) from found
    where exists (select from party_record r where r.merged_into = found.party)
       or exists (select from party_record r where r.id = found.party and r.merged_into is not null)
)
select array(
    select distinct person from (
        select subject as person from named where kind = 'person'
        union all
        (select p.id from person p where p.unit in (select subject from named where kind = 'unit') limit $4)
    ) as persons) as persons,
    array(select party from families) as parties,
    array(
        select typed_givers($1, $2, $3::int)
        union select t.form from party_typed t where t.party in (select party from families)) as typed,
    (select count(*) from named) as names
"""


class Sought(msgspec.Struct, frozen=True):
    """Everybody and everything that the words may mean."""

    persons: list[UUID]
    parties: list[UUID]
    typed: list[str]
    references: tuple[str, str]
    is_too_wide: bool
    """More fit than are looked through."""

    @property
    def arguments(self) -> tuple[Any, ...]:
        """As the statement takes them."""
        return (self.persons, self.parties, self.typed, *self.references)


async def sought(tx: Transaction, words: str) -> Sought:
    """Who is meant by the words: a name, or its end from one of its words on, in any script, begins with them."""
    form = search_form(words)
    row = await tx.fetchrow(_NAMED, form, form + _AFTER_ALL, NAMES_AT_MOST, PERSONS_AT_MOST) if form else None
    if row is None:
        return Sought([], [], [], references(words), is_too_wide=False)
    capped = max(row["names"], len(row["parties"]), len(row["typed"])) >= NAMES_AT_MOST
    return Sought(
        row["persons"],
        row["parties"],
        row["typed"],
        references(words),
        is_too_wide=capped or len(row["persons"]) >= PERSONS_AT_MOST,
    )


def references(words: str) -> tuple[str, str]:
    """From which reference to before which one the words reach; nowhere unless they begin as a reference does."""
    typed = "".join(words.upper().split())
    if not _REFERENCE.fullmatch(typed):
        return _NOBODY
    bare = typed.replace("-", "")[1:]
    begins = f"D-{bare[:4]}" + (f"-{bare[4:]}" if len(bare) > 4 else "")
    return begins, begins + _AFTER_ALL
