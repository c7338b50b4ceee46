"""Which gifts are earlier than a gift: those of earlier days, in whatever order they were filed or entered."""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from declarations.codes.decisions import Period
from declarations.codes.periods import period_start
from declarations.filing import store as filing
from declarations.parties.store_totals import totals
from declarations.review import store
from declarations.review.service.case import open_desk_case
from register.kernel import clock
from register.kernel.currency import Money
from register.kernel.db import transaction
from register.kernel.identity import Identity
from tests.activities import activity_command
from tests.db.gifts import COLUMNS, gift
from tests.factories import World, gift_command
from tests.kinds import filed

_EXAMPLE = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


async def received(
    superuser: asyncpg.Connection, who: UUID, party: UUID, ago: list[int], order: list[int]
) -> list[dict[str, Any]]:
    """Gifts worth ten dollars each, so many days ago, filed one after another in this order."""
    today = clock.now()
    rows = [
        gift(number, who, event_date=(today - timedelta(days=days)).date(), filed_at=today + timedelta(minutes=place))
        | {"party": party, "amount": 10, "reference_amount": 10, "currency": "USD", "reference_currency": "USD"}
        | {"direction": "received", "status": "submitted", "outcome": None, "decided_at": None}
        | {"details": b"", "key_id": "k"}
        for number, (days, place) in enumerate(zip(ago, order, strict=True))
    ]
    columns = [*COLUMNS, "party"]
    records = [tuple(row[name] for name in columns) for row in rows]
    await superuser.copy_records_to_table("declaration", columns=columns, records=records)
    return rows


async def counted(who: Identity, officer: Identity, row: dict[str, Any]) -> dict[str, Any]:
    """What each place that counts earlier gifts says beside one of them."""
    day = row["event_date"]
    async with transaction(who) as tx:
        since = period_start(Period.ROLLING_12M, day, (1, 1))
        prior = await filing.prior_gifts(tx, row["declarant"], row["party"], "", since=since, until=day, but=row["id"])
    async with transaction(officer) as tx:
        found = await filing.by_id(tx, row["id"])
        of_person, of_giver = await store.earlier_of_person(tx, found), await store.earlier_of_giver(tx, found)
        rolling = (await totals(tx, row["party"])).rolling.received
    return {
        "listed": {one.reference for one in of_person.rows},
        "listed of the giver": {one.reference for one in of_giver.rows},
        "counts": {len(prior), of_person.total.received, of_giver.total.received},
        "sums": {of_person.total.sums, of_giver.total.sums},
        "rolling": rolling,
    }


@_EXAMPLE
@given(ago=st.lists(st.integers(0, 800), min_size=1, max_size=5), chance=st.randoms(use_true_random=False))
async def test_the_order_of_filing_does_not_change_which_gifts_are_earlier(
    world: World, ago: list[int], chance: random.Random
) -> None:
    who, officer, party = await world.person(), await world.person("ethics_officer"), await world.party()
    assert who.person
    await world.superuser.execute("delete from declaration")  # of the example before
    days = [*ago, 0]
    rows = await received(world.superuser, who.person, party, days, chance.sample(range(len(days)), len(days)))
    for row, mine in zip(rows, days, strict=True):
        told = await counted(who, officer, row)
        before = {other["reference"] for other, days in zip(rows, days, strict=True) if days >= mine} - {
            row["reference"]
        }
        assert told["listed"] == told["listed of the giver"] == before
        since = period_start(Period.ROLLING_12M, row["event_date"], (1, 1))
        within = [one for one in rows if one["reference"] in before and one["event_date"] >= since]
        assert told["counts"] == {len(within)}
        assert told["sums"] == {(Money(Decimal(10 * len(within)), "USD"),) if within else ()}
    assert told["rolling"] == len(within) + 1, "the directory counts the gift of today and those before it"


async def test_a_gift_of_last_year_that_is_entered_today_is_earlier_and_never_later(world: World) -> None:
    who, officer = await world.person(), await world.person("ethics_officer")
    old = (clock.today() - timedelta(days=300)).isoformat()
    late = await world.declaration(who, gift_command())
    entered = await world.declaration(who, gift_command(event_date=old, aware_date=old))
    assert entered.filed_at > late.filed_at, "control: by the day of filing it would be the other way round"
    assert [row.reference for row in (await open_desk_case(officer, late.reference)).earlier_of_person.rows] == [
        entered.reference
    ]
    beside = await open_desk_case(officer, entered.reference)
    assert beside.earlier_of_person.rows == beside.earlier_of_giver.rows == ()
    assert [each.row.reference for each in beside.elsewhere.of_person] == [late.reference], "later, not lost"
    assert [row.reference for row in beside.others_of_person.later] == [late.reference]


async def test_all_that_a_person_declared_of_later_days_stands_beside_a_case(world: World) -> None:
    who, officer = await world.person(), await world.person("ethics_officer")
    gifts = [await world.declaration(who, gift_command()) for _ in range(store.EARLIER_ROWS + 1)]
    activity = await world.declaration(who, activity_command())
    day = (clock.today() - timedelta(days=300)).isoformat()
    conflict = await filed(who, "conflict", event_date=day, aware_date=day)
    await world.declaration(await world.person(), gift_command())  # of somebody else
    found = (await open_desk_case(officer, conflict.reference)).others_of_person
    assert found.later[0].reference == activity.reference
    assert {row.reference for row in found.later[1:]} < {gift.reference for gift in gifts}
    assert found.by_kind == (("gift", len(gifts)), ("outside_activity", 1))
    assert [str(each.values["n"]) for each in found.counted(0)] == [str(len(gifts)), "1"]
    assert found.counted(2) == (), "nothing is counted beside a whole list"


async def test_an_activity_counts_from_its_start_or_its_filing_whichever_came_first(world: World) -> None:
    superuser, who = world.superuser, await world.person()
    kept = await world.declaration(who, activity_command())
    today = clock.today()
    for start, day in ((today - timedelta(days=90), today - timedelta(days=90)), (today + timedelta(days=90), None)):
        found = await superuser.fetchrow(
            "update declaration set start_date = $2 where id = $1"
            " returning happened_on, (filed_at at time zone 'UTC')::date as filed",
            kept.id,
            start,
        )
        assert found is not None
        assert found["happened_on"] == (day or found["filed"])
