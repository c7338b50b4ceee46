"""The gifts behind “cumulative” and “split below the threshold”, on the case page and for programs."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.parties.explaining import CountedGift, running
from declarations.parties.service import keeping
from register.kernel import clock
from register.kernel.currency import Money
from tests.factories import World, gift_command
from tests.web.desks import at_desk


def days_ago(days: int) -> dict[str, str]:
    day = (clock.today() - timedelta(days=days)).isoformat()
    return {"event_date": day, "aware_date": day}


def worth(amount: str, days: int, currency: str = "USD") -> dict[str, Any]:
    return {"value": {"amount": amount, "currency": currency}, **days_ago(days)}


async def test_the_case_page_shows_the_gifts_that_add_up_and_the_figure_they_are_held_against(world: World) -> None:
    officer, declarant = await world.person("ethics_officer"), await world.person()
    party = await world.party()
    first = await world.declaration(declarant, gift_command(party=party, **worth("150", 20)))
    other = await world.declaration(declarant, gift_command(giver_name="Somebody Else Ltd", **worth("77", 15)))
    last = await world.declaration(declarant, gift_command(party=party, **worth("120.50", 3)))
    async with at_desk(world, officer) as client:
        page = await client.get(f"/desk/{last.reference}")
        quiet = await client.get(f"/desk/{first.reference}")
        answer = (await client.http.get(f"/api/v1/cases/{last.reference}")).json()
    assert "Gifts from this giver together" in page.text
    assert "270.50" in page.text
    assert "250.00" in page.text
    assert "Gifts from this giver together" not in quiet.text, "control: one gift alone adds up to nothing"
    told = next(each for each in answer["explained"] if each["alert"] == "cumulative")
    assert [gift["reference"] for gift in told["gifts"]] == [first.reference, last.reference]
    assert [gift["running"]["amount"] for gift in told["gifts"]] == ["150.00", "270.50"]
    assert told["counted"] == told["listed"]
    assert other.reference not in str(told), "control: another giver’s gift is not among them"


async def test_a_case_leads_an_officer_to_the_entry_of_the_giver_or_to_taking_it_over(world: World) -> None:
    officer, declarant = await world.person("ethics_officer"), await world.person()
    party = await world.party()
    known = await world.declaration(declarant, gift_command(party=party))
    typed = await world.declaration(declarant, gift_command(giver_name="Delta Pumps Company"))
    person = await world.declaration(declarant, gift_command(giver_name="Jane Doe", giver_type="individual"))
    async with at_desk(world, officer) as client:
        (await client.get(f"/desk/{known.reference}")).one("a", href=f"/parties/{party}")
        (await client.get(f"/desk/{typed.reference}")).one("a", href=f"/parties/promotions/{typed.reference}")
        page = await client.get(f"/desk/{person.reference}")
        assert "/parties/promotions" not in page.response.text, "control: a natural person is not taken over"


async def test_gifts_of_a_merged_entry_are_among_those_that_are_explained(world: World) -> None:
    officer, declarant = await world.person("ethics_officer"), await world.person()
    party, duplicate = await world.party("Nile Ltd"), await world.party("Nile Limited")
    first = await world.declaration(declarant, gift_command(party=duplicate, **worth("150", 20)))
    alone = await world.declaration(declarant, gift_command(party=party, **worth("120", 9)))
    assert "cumulative" not in alone.alerts, "control: two entries, two givers"
    await keeping.merge(officer, duplicate, 1, party, "The same company")
    last = await world.declaration(declarant, gift_command(party=party, **worth("10", 3)))
    assert "cumulative" in last.alerts
    async with at_desk(world, officer) as client:
        answer = (await client.http.get(f"/api/v1/cases/{last.reference}")).json()
    told = next(each for each in answer["explained"] if each["alert"] == "cumulative")
    assert [gift["reference"] for gift in told["gifts"]] == [first.reference, alone.reference, last.reference]


async def test_what_was_withdrawn_since_is_said_to_be_missing(world: World) -> None:
    officer, declarant = await world.person("ethics_officer"), await world.person()
    party = await world.party()
    first = await world.declaration(declarant, gift_command(party=party, **worth("150", 20)))
    last = await world.declaration(declarant, gift_command(party=party, **worth("120", 3)))
    async with at_desk(world, officer) as client:
        whole = await client.get(f"/desk/{last.reference}")
        await world.superuser.execute("update declaration set status = 'withdrawn' where id = $1", first.id)
        page = await client.get(f"/desk/{last.reference}")
    assert "The rest is not open to you" in page.text
    assert "The rest is not open to you" not in whole.text, "control"


@pytest.mark.parametrize(("values", "is_split"), [(("24", "25", "26"), True), (("2", "3", "26"), False)])
async def test_gifts_just_below_the_nominal_value_are_shown_with_the_least_that_counts(
    world: World, values: tuple[str, ...], is_split: bool
) -> None:
    officer, declarant = await world.person("ethics_officer"), await world.person()
    party = await world.party()
    made = [
        await world.declaration(declarant, gift_command(party=party, **worth(value, 12 - 3 * number)))
        for number, value in enumerate(values)
    ]
    assert ("split_below_threshold" in made[-1].alerts) is is_split
    async with at_desk(world, officer) as client:
        answer = (await client.http.get(f"/api/v1/cases/{made[-1].reference}")).json()
    told = [each for each in answer["explained"] if each["alert"] == "split_below_threshold"]
    assert [[gift["reference"] for gift in each["gifts"]] for each in told] == (
        [[one.reference for one in made]] if is_split else []
    )


@given(st.lists(st.none() | st.decimals(0, 10**9, places=2), max_size=30))
def test_the_running_sum_is_exact_and_never_falls(amounts: list[Decimal | None]) -> None:
    gifts = [
        CountedGift(
            reference="",
            day=clock.today(),
            value=None,
            in_reference=None if amount is None else Money(amount, "USD"),
            rate=None,
            rate_source=None,
            rate_date=None,
            running=Money(Decimal(0), "USD"),
        )
        for amount in amounts
    ]
    sums = [gift.running.amount for gift in running(gifts, "USD")]
    assert sums == sorted(sums)
    assert (sums or [Decimal(0)])[-1] == sum((amount for amount in amounts if amount), Decimal(0))
