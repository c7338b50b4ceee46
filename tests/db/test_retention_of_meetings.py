"""Retention of what belongs to a closed meeting: erased with a trace after its period, not early, not under a hold."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from declarations.presiding.service import matters
from declarations.retention.classes_of_meetings import classes_of_meetings
from declarations.retention.erasing import count_due, erase_due
from declarations.retention.settings import RetentionSettings, configure
from register.kernel import db
from register.kernel.identity import service
from tests.db.test_dispensing import ALLOWED, Hall, hall  # noqa: F401 - the fixture
from tests.db.test_meetings import verified
from tests.db.test_presiding import REVIEW, reporting
from tests.factories import World, gift_command

CLASSES = tuple(classes_of_meetings(7, 7, 1))
ROWS = {
    "meeting_disclosures": ("meeting_answer", "standing_aside", "vote_snapshot"),
    "meeting_matters": ("reported_matter", "presiding_opinion", "presiding_measure"),
    "meeting_sessions": ("participant_session", "arrival_code"),
}


async def kept(world: World) -> dict[str, int]:
    count = world.superuser.fetchval
    return {name: sum([await count(f"select count(*) from {each}") for each in ROWS[name]]) for name in ROWS}


async def over() -> dict[str, int]:
    return {each.name: each.count for each in await count_due()}


async def faulty(folder: Path) -> set[UUID | None]:
    """The streams in which the verification finds a fault."""
    return {each.stream for each in (await verified(folder)).faults}


async def test_what_a_closed_meeting_holds_goes_after_its_period_with_a_trace(
    hall: Hall,  # noqa: F811 - the fixture
    world: World,
    tmp_path: Path,
) -> None:
    configure(RetentionSettings(CLASSES))
    await hall.dispense(hall.chair)
    matter = await matters.report(hall.inside, reporting())
    await matters.review(hall.chair, hall.item.meeting, matter.id, REVIEW, 1)
    held = await kept(world)
    assert held == {"meeting_disclosures": 3, "meeting_matters": 1, "meeting_sessions": 1}
    nothing = dict.fromkeys(ROWS, 0)
    assert await over() == nothing, "the meeting is open"
    closed = "update meeting set status = 'closed', closed_at = now() - $1::interval"
    await world.superuser.execute(closed, timedelta(days=7 * 365 - 5))
    assert await over() == nothing | {"meeting_sessions": 1}, "sessions go first"
    await world.superuser.execute(closed, timedelta(days=8 * 365))
    person = await world.person("declarant")
    await world.declaration(person, gift_command())
    await world.superuser.execute("update participant set person = $2 where id = $1", hall.who.id, person.person)
    for holds, found in ((True, nothing), (False, held)):
        await world.superuser.execute("update declaration set legal_hold = $1", holds)
        assert await over() == found, "a hold keeps what a person of the meeting is concerned by"
    before = await faulty(tmp_path)
    assert before <= {hall.item.meeting, hall.who.id}, "what this test turned back by hand"
    done = await erase_due()
    gone: Counter[str] = Counter()
    for each in done:
        gone[each.name] += sum(each.rows.values())
    assert (gone, await kept(world), await over()) == (held, nothing, nothing)
    assert await faulty(tmp_path) == before, "the histories say that their records are rightly gone"
    rule = await world.superuser.fetchval("delete from aside_rule returning id")
    assert await faulty(tmp_path) == before | {rule}, "the control: what is removed without an event is found"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.transaction(service("clerk")) as tx:
            await tx.fetch(CLASSES[0].erase_sql, tx.now - timedelta(days=4000), 10)
