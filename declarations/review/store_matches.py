"""Statements over what was found elsewhere and over what is to be looked through; all take an open transaction."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from declarations.review.matches import Found, Kept, Occasion
from register.kernel.dates import local
from register.kernel.db import Transaction
from register.kernel.ids import new_id

_MOST_OF_ONE_NAME, _MOST_NAMED = 20, 200
"""Declarations looked through again when an entry of the directory changes: the newest of each name, and of all."""

_TAKE_CASE = """
delete from case_match_due where id = (
    select id from case_match_due order by due_at limit 1 for update skip locked) returning id, occasion
"""
_TAKE_PARTY = """
delete from party_match_due where id = (
    select id from party_match_due order by due_at limit 1 for update skip locked) returning id
"""
_DUE = "insert into case_match_due (id, occasion, due_at)"
_NEWEST = f"order by filed_at desc, id desc limit {_MOST_OF_ONE_NAME}"
_NAMING = f"""
{_DUE} select id, 'party_edited', $3 from (
    (select found.id, found.filed_at from unnest($1::uuid[]) as sought (one) cross join lateral
        (select id, filed_at from declaration where party is not null and party = sought.one {_NEWEST}) as found)
    union
    (select found.id, found.filed_at from unnest($2::text[]) as sought (one) cross join lateral
        (select id, filed_at from declaration
         where party_key <> '' and party_key = sought.one and party is null {_NEWEST}) as found)
    order by filed_at desc limit {_MOST_NAMED}) as named
on conflict do nothing
"""
_FOUND_BEFORE = f"""
{_DUE} select distinct m.declaration, 'party_edited', $3::timestamptz
from declaration d join case_match m on m.other = d.id
where d.party = any($1::uuid[]) or (d.party_key = any($2::text[]) and d.party is null)
on conflict do nothing
"""
_OF_PARTY_BEFORE = f"""
{_DUE} select distinct declaration, 'party_edited', $2::timestamptz from case_match where party = any($1::uuid[])
on conflict do nothing
"""


async def take_case(tx: Transaction) -> tuple[UUID, Occasion] | None:
    """The declaration that has waited longest for its party to be looked for, and why it waits; it waits no more."""
    row = await tx.fetchrow(_TAKE_CASE)
    return (row["id"], Occasion(row["occasion"])) if row else None


async def take_party(tx: Transaction) -> UUID | None:
    """The entry of the directory that changed longest ago and was not followed yet."""
    row = await tx.fetchrow(_TAKE_PARTY)
    return row["id"] if row else None


async def wait_again(tx: Transaction, entry: UUID, parties: Sequence[UUID], keys: Sequence[str]) -> None:
    """Let the declarations that may mean a changed entry be looked through: those that name it, or did so before."""
    await tx.execute(_NAMING, parties, keys, tx.now)
    await tx.execute(_FOUND_BEFORE, parties, keys, tx.now)
    await tx.execute(_OF_PARTY_BEFORE, [entry], tx.now)


_TOUCHING = """
select m.id, m.declaration, m.other, m.party, m.ground, m.reason, d.id as other_id, d.party as other_party,
    d.party_key as other_key, d.status as other_status, d.giver_type as other_giver_type,
    d.counterpart_kind as other_counterpart
from case_match m left join declaration d on d.id = case when m.declaration = $1 then m.other else m.declaration end
where m.declaration = $1 or m.other = $1
"""
_PUT = """
insert into case_match (id, declaration, other, party, ground, reason, score, found_at, found_by)
select found.*, $8, $9 from unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::numeric[]) as found
on conflict do nothing
"""
_CHANGED = "update case_match set ground = $2, reason = $3, score = $4 where id = $1"
_TELLS_MORE = "update case_match set found_at = $2, found_by = $3, told_at = null where id = $1"


async def touching(tx: Transaction, declaration: UUID) -> Sequence[Any]:
    """What was found before of a case, or of others with it; beside each the other declaration."""
    return await tx.fetch(_TOUCHING, declaration)


async def forget(tx: Transaction, matches: Sequence[UUID]) -> None:
    """Remove what does not hold any more."""
    await tx.execute("delete from case_match where id = any($1::uuid[])", list(matches))


async def put(tx: Transaction, found: Sequence[Found], occasion: Occasion) -> None:
    """Keep what was not known before."""
    await tx.execute(
        _PUT,
        [new_id() for _ in found],
        [each.declaration for each in found],
        [each.other for each in found],
        [each.party for each in found],
        [each.ground.value for each in found],
        [each.reason.value for each in found],
        [each.score for each in found],
        tx.now,
        occasion.value,
    )


async def change(tx: Transaction, match: UUID, found: Found) -> None:
    """Keep that something known is known better."""
    await tx.execute(_CHANGED, match, found.ground.value, found.reason.value, found.score)


async def renew(tx: Transaction, match: UUID, occasion: Occasion) -> None:
    """Let something known count as found now, since it says more than it did."""
    await tx.execute(_TELLS_MORE, match, tx.now, occasion.value)


_UNTOLD = """
select array(select told_of_match($1, $2, $3)) as persons where not exists (
    select from case_match m where m.declaration = $1 and m.told_at is not null
        and m.told_at > coalesce((select max(l.looked_at) from case_look l where l.declaration = $1), '-infinity'))
"""


async def to_tell(tx: Transaction, declaration: UUID, other: UUID) -> list[UUID]:
    """Who has the case and may see the other declaration; nobody where they were told and have not looked since."""
    row = await tx.fetchrow(_UNTOLD, declaration, other, local(tx.now).date())
    return list(row["persons"]) if row else []


async def told(tx: Transaction, declaration: UUID) -> None:
    """Keep that those who have the case were told."""
    await tx.execute("update case_match set told_at = $2 where declaration = $1 and found_at = $2", declaration, tx.now)


_KEPT = """
select m.other, m.party, m.found_at, m.found_by, l.looked_at is null or m.found_at > l.looked_at as is_new
from case_match m left join case_look l on l.declaration = m.declaration and l.person = $2
where m.declaration = $1
"""
_LOOK = """
insert into case_look (id, declaration, person, looked_at) values ($1, $2, $3, $4)
on conflict (declaration, person) do update set looked_at = excluded.looked_at
"""
_MARKED = """
select sought.one as declaration, exists (
    select from case_match m where m.declaration = sought.one
        and m.found_at > coalesce((select l.looked_at from case_look l where l.declaration = sought.one
            and l.person = $2), '-infinity')) as is_new
from unnest($1::uuid[]) as sought (one) where exists (select from case_match m where m.declaration = sought.one)
"""


async def kept_of(tx: Transaction, declaration: UUID) -> dict[UUID, Kept]:
    """What was found of a case and is open to the reader, by the other declaration or entry."""
    rows = await tx.fetch(_KEPT, declaration, tx.identity.person)
    return {
        row["other"] or row["party"]: Kept(row["found_at"], Occasion(row["found_by"]), row["is_new"]) for row in rows
    }


async def look(tx: Transaction, declaration: UUID) -> None:
    """Keep that the reader has seen what was found so far."""
    await tx.execute(_LOOK, new_id(), declaration, tx.identity.person, tx.now)


async def marked(tx: Transaction, cases: Collection[UUID]) -> Mapping[UUID, bool]:
    """Of which of these cases something was found that is open to the reader, and whether since they last looked."""
    rows = await tx.fetch(_MARKED, list(cases), tx.identity.person) if cases else []
    return {row["declaration"]: row["is_new"] for row in rows}
