"""Measures that are due: a view of the queue by their day, and reminders before it, on it and at intervals after it."""

from datetime import date, timedelta

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.codes.decisions import Status
from declarations.filing.measures import Carrier
from declarations.review.model import Filters, MeasureCommand, Show
from declarations.review.recalling import next_recall
from declarations.review.service import closing, measures
from declarations.review.service.queue import queue
from register.kernel import clock
from register.kernel.i18n import say
from register.notices.service import opened
from tests.conflicts import conflict_of, decided, recusal, with_measures
from tests.factories import World
from tests.reviewing import Office, staffed

DUE = date(2026, 3, 10)


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def due(office: Office) -> tuple[list[str], int]:
    """The view, and its count."""
    found = await queue(office.officer, Filters(Show.MEASURE_DUE))
    return [row.reference for row in found.page.items], found.counts[Show.MEASURE_DUE]


async def test_cases_whose_measures_are_due_stand_by_that_day_whatever_their_status(office: Office) -> None:
    late = await decided(office, with_measures(recusal(10), recusal(3)))
    soon = await decided(office, with_measures(recusal(2)))
    await decided(office, with_measures(recusal(40)))
    await office.world.superuser.execute("update declaration set status = 'closed' where id = $1", soon.id)
    assert await due(office) == ([], 0)
    with clock.fixed(clock.now() + timedelta(days=3)):
        assert await due(office) == ([soon.reference, late.reference], 2)
        found = (await queue(office.officer, Filters(Show.MEASURE_DUE))).page.items
        assert [row.is_measure_overdue(clock.today()) for row in found] == [True, False]
        closed = await queue(office.officer, Filters(Show.MEASURE_DUE, Status.CLOSED))
        assert [row.reference for row in closed.page.items] == [soon.reference]
    for each in (await conflict_of(office.officer, late.reference)).measures:
        late = await measures.confirm_measure(office.officer, late.reference, each.now.set.id, "", late.head_seq)
    with clock.fixed(clock.now() + timedelta(days=30)):
        assert await due(office) == ([soon.reference], 1), "what is done is due no more"


async def told(superuser: asyncpg.Connection) -> list[asyncpg.Record]:
    found = await superuser.fetch("select id, recipient, key_id, wrapped_key, content from outbox")
    await superuser.execute("delete from outbox")
    return found


async def test_holder_and_reviewer_are_reminded_before_on_and_after_the_day_and_never_twice_for_one(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept = await decided(office, with_measures(recusal(10)))
    await told(superuser)
    days: dict[int, list[object]] = {}
    for day in range(42):
        with clock.fixed(clock.now() + timedelta(days=day)):
            for _ in range(2):  # as after a restart
                await closing.remind_of_measures()
        found = await told(superuser)
        if found:
            days[day] = [row["recipient"] for row in found]
        for row in found:
            notice = opened(row["id"], row["key_id"], row["wrapped_key"], row["content"])
            words = "\n".join([say(notice.subject), *map(say, notice.body)])
            assert kept.reference in words
            assert "panel" not in words.lower()
            assert "recus" not in words.lower()
    both = [office.declarant.person, office.officer.person]
    assert days == {3: both, 10: both, 24: both, 38: both}
    await superuser.execute("update measure set remind_on = current_date")
    await closing.remind_of_measures()
    assert await told(superuser), "control: the day that is kept is what keeps a second one away"


async def test_what_somebody_else_carries_out_is_recalled_to_the_reviewer_alone(
    office: Office, superuser: asyncpg.Connection
) -> None:
    by_others = MeasureCommand("other", clock.today(), "Another evaluates", Carrier.OTHERS, "Procurement")
    await decided(office, with_measures(by_others))
    await told(superuser)
    with clock.fixed(clock.now() + timedelta(days=14)):
        await closing.remind_of_measures()
    assert [row["recipient"] for row in await told(superuser)] == [office.officer.person]


@given(
    st.integers(-60, 60),
    st.lists(st.integers(1, 30), max_size=3),
    st.integers(1, 30),
)
def test_the_next_reminder_is_the_first_day_of_the_plan_that_is_still_to_come(
    since: int, before: list[int], every: int
) -> None:
    after = DUE + timedelta(days=since)
    plan = {-step for step in before} | {0} | set(range(0, 200, every))
    expected = min(day for day in plan if day > since)
    assert next_recall(DUE, after, before=before, every=every) == DUE + timedelta(days=expected)
