"""Reading the figures of a meeting; row security shows them to those who keep it or preside over it."""

from collections import defaultdict
from uuid import UUID

from declarations.meetings import store as meetings
from declarations.meetings.model import Measure
from declarations.minutes.model import Answered, Aside, Figures, ItemFigures, Signing
from declarations.votes.model import Did
from register.kernel.db import Transaction
from register.kernel.paging import Cursor

_ANSWERS = """
with latest as (
    select distinct on (participant, coalesce(item, meeting)) item, stance, after_vote_opened
    from meeting_answer where meeting = $1
    order by participant, coalesce(item, meeting), number desc
)
select item, count(*) filter (where stance = 'nothing') as nothing,
    count(*) filter (where stance = 'something') as something,
    count(*) filter (where after_vote_opened) as after_vote_opened
from latest group by item
"""
_ASIDES = """
select a.item, a.measure, a.citation, count(*) as count, count(*) filter (where a.dispensed) as dispensed,
    coalesce(array_agg(concat_ws(' ', nullif(p.honorific, ''), nullif(p.first_name, ''), p.family_name)
        order by name_order(p.family_name), name_order(p.first_name))
        filter (where a.by_matrix and not a.dispensed), '{}') as names
from standing_aside a join participant p on p.id = a.participant
where a.meeting = $1 and a.ended_at is null
group by a.item, a.measure, a.citation order by a.item, a.measure, a.citation
"""
_DID = """
select item, measure, citation, did, count(*) as count from standing_aside
where meeting = $1 and ended_at is null and did is not null group by item, measure, citation, did
"""
_PEOPLE = """
select count(*) as participants, count(acknowledged_at) as acknowledged
from participant where meeting = $1 and revoked_at is null
"""


_SIGNING = """
select p.id, coalesce(d.name, '') as delegation,
    concat_ws(' ', nullif(p.honorific, ''), nullif(p.first_name, ''), p.family_name) as name,
    concat(d.name, chr(1), p.family_name) as place
from participant p left join meeting_delegation d on d.id = p.delegation
where p.meeting = $1 and p.revoked_at is null
"""
_FAMILY = "split_part(place, chr(1), 2)"
_PLACE = f"(name_order(delegation), name_order({_FAMILY}), id)"
_FROM = "(name_order(split_part($2, chr(1), 1)), name_order(split_part($2, chr(1), 2)), $3)"
_SIGNING_AFTER = f"""
select * from ({_SIGNING}) as listed where $2::text is null or {_PLACE} > {_FROM}
order by name_order(delegation), name_order({_FAMILY}), id limit $4
"""
_SIGNING_BEFORE = f"""
select * from ({_SIGNING}) as listed where {_PLACE} < {_FROM}
order by name_order(delegation) desc, name_order({_FAMILY}) desc, id desc limit $4
"""


async def signing(tx: Transaction, meeting: UUID, cursor: Cursor | None, most: int) -> list[Signing]:
    """Who signs the attendance list, by delegation and name."""
    statement = _SIGNING_BEFORE if cursor and cursor.newer else _SIGNING_AFTER
    key, last = (cursor.key, cursor.id) if cursor else (None, None)
    return [Signing(**row) for row in await tx.fetch(statement, meeting, key, last, most)]


async def figures(tx: Transaction, wanted: UUID) -> Figures:
    """Everything that is counted of a meeting, in four statements. Raises NotFound."""
    meeting = await meetings.meeting(tx, wanted)
    answers = {
        row["item"]: Answered(row["nothing"], row["something"], row["after_vote_opened"])
        for row in await tx.fetch(_ANSWERS, wanted)
    }
    asides: dict[UUID, list[Aside]] = defaultdict(list)
    did: dict[tuple[UUID, str, str], dict[Did, int]] = defaultdict(dict)
    for row in await tx.fetch(_DID, wanted):
        did[row["item"], row["measure"], row["citation"]][Did(row["did"])] = row["count"]
    for row in await tx.fetch(_ASIDES, wanted):
        measure, done = Measure(row["measure"]), did[row["item"], row["measure"], row["citation"]]
        found = Aside(measure, row["count"], row["dispensed"], row["citation"], tuple(row["names"]), done)
        asides[row["item"]].append(found)
    people = await tx.fetchrow(_PEOPLE, wanted)
    called = [
        ItemFigures(item, answers.get(item.id, Answered()), tuple(asides[item.id]))
        for item in await meetings.items(tx, wanted)
        if item.called_at is not None and item.withdrawn_at is None
    ]
    return Figures(
        meeting=meeting,
        participants=people["participants"] if people else 0,
        acknowledged=people["acknowledged"] if people else 0,
        statements=answers.get(None, Answered()),
        items=tuple(called),
        as_of=tx.now,
    )
