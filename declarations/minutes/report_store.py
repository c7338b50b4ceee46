"""Reading what the report of a meeting counts; row security shows it to those who keep it or preside over it."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from declarations.meetings import store as meetings
from declarations.meetings.model import Measure, Meeting, Status
from declarations.minutes.report_model import DelegationLine, ItemLine, Presided
from declarations.minutes.store import figures
from register.kernel.db import Transaction

_NOT_VOTING = sorted(set(Measure) - {Measure.SPEAKS_AND_VOTES, Measure.HANDS_OVER_CHAIR})
_OVER = {Status.COMPLETED, Status.CLOSED}
_LATEST = """
with latest as (
    select distinct on (participant, coalesce(item, meeting)) *
    from meeting_answer where meeting = $1
    order by participant, coalesce(item, meeting), number desc
)
"""
_LEVELS = f"{_LATEST} select item, level as name, count(*) as n from latest, unnest(levels) level group by 1, 2"
_RECORDED = f"""
{_LATEST} select item, case when confirmed_at is null then 'recorded' else 'confirmed' end as name, count(*) as n
from latest where medium <> 'link' group by 1, 2
"""
_DID = """
select item, did as name, count(*) as n from standing_aside
where meeting = $1 and ended_at is null and did is not null group by 1, 2
"""
_VOTES = """
select v.item, v.choice as name, count(*) as n
from open_vote v join agenda_item i on i.id = v.item and i.vote <> 'secret'
where v.meeting = $1 and v.replaced_at is null group by 1, 2
"""
_VOTES_ASIDE = """
select v.item, 'aside' as name, count(*) as n
from open_vote v join agenda_item i on i.id = v.item and i.vote <> 'secret'
where v.meeting = $1 and v.replaced_at is null and exists (
    select from standing_aside a where a.item = v.item and a.participant = v.participant
        and a.ended_at is null and a.measure = any($2))
group by 1, 2
"""
_DELEGATIONS = """
select d.name, d.country, d.standing, d.credentials, d.votes, d.reason, count(p.id) as participants,
    count(p.acknowledged_at) as acknowledged,
    count(p.id) filter (where exists (select from meeting_answer a where a.participant = p.id)) as answered
from meeting_delegation d left join participant p on p.delegation = d.id and p.revoked_at is null
where d.meeting = $1 group by d.id order by name_order(d.name), d.id
"""
_MOMENT = """
select greatest(m.created_at, m.completed_at, m.closed_at, m.code_presented_at, m.attendance_at,
    (select max(received_at) from meeting_answer where meeting = m.id),
    (select max(confirmed_at) from meeting_answer where meeting = m.id),
    (select max(greatest(recorded_at, ended_at)) from standing_aside where meeting = m.id),
    (select max(greatest(recorded_at, replaced_at)) from open_vote where meeting = m.id),
    (select max(greatest(created_at, acknowledged_at, revoked_at)) from participant where meeting = m.id),
    (select max(greatest(called_at, voting_at, ended_at, withdrawn_at)) from agenda_item where meeting = m.id))
from meeting m where m.id = $1
"""


class Counted(msgspec.Struct, frozen=True):
    """What is counted of a meeting by the database."""

    meeting: Meeting
    moment: datetime
    delegations: tuple[DelegationLine, ...]
    items: tuple[ItemLine, ...]
    presided: Presided | None


async def counted(tx: Transaction, wanted: UUID) -> Counted:
    """Delegations, items and what came before the presiding officer. Raises NotFound."""
    found = await figures(tx, wanted)
    called = {each.item.id: each for each in found.items}
    by_level, by_record = await _by_item(tx, _LEVELS, wanted), await _by_item(tx, _RECORDED, wanted)
    did, votes = await _by_item(tx, _DID, wanted), await _by_item(tx, _VOTES, wanted)
    aside = await _by_item(tx, _VOTES_ASIDE, wanted, _NOT_VOTING)
    lines = []
    for item in await meetings.items(tx, wanted):
        figure, wrote = called.get(item.id), by_record[item.id]
        line = ItemLine(
            item=item,
            levels=by_level[item.id],
            recorded=sum(wrote.values()),
            confirmed=wrote.get("confirmed", 0),
            did=did[item.id],
            votes=votes[item.id],
            votes_aside=sum(aside[item.id].values()),
        )
        if figure is not None:
            line = msgspec.structs.replace(line, answered=figure.answered, asides=figure.asides)
        if item.withdrawn_at is None:
            lines.append(line)
    return Counted(
        found.meeting,
        await tx.fetchval(_MOMENT, wanted),
        tuple(_delegation(row) for row in await tx.fetch(_DELEGATIONS, wanted)),
        tuple(lines),
        await _presided(tx, wanted) if found.meeting.status in _OVER else None,
    )


async def _by_item(tx: Transaction, statement: str, *values: Any) -> dict[UUID | None, dict[str, int]]:
    found: dict[UUID | None, dict[str, int]] = defaultdict(dict)
    for row in await tx.fetch(statement, *values):
        found[row["item"]][row["name"]] = row["n"]
    return found


def _delegation(row: asyncpg.Record) -> DelegationLine:
    return msgspec.convert(dict(row), DelegationLine)


async def _presided(tx: Transaction, meeting: UUID) -> Presided:
    """In numbers alone, which the database counts for whoever leads the meeting."""
    of: dict[str, dict[str, int]] = defaultdict(dict)
    for row in await tx.fetch("select of, name, n from presiding_figures($1)", meeting):
        of[row["of"]][row["name"]] = row["n"]
    asked = sum(of["asked"].values())
    return Presided(opinions_asked=asked, opinions=of["opinion"], matters=of["matter"], measures=of["measure"])
