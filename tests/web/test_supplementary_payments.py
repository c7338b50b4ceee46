"""Supplementary payments from outside: nobody authorizes them; refusal and repayment are recorded (ICSC 51)."""

from datetime import timedelta
from typing import Any

import pytest

from declarations.filing.model import Declaration
from declarations.review.model import DecisionCommand
from declarations.review.service import deciding
from declarations.review.service.case import open_desk_case
from register.kernel import clock
from register.kernel.identity import Identity
from tests.factories import World, gift_command
from tests.reviewing import staffed
from tests.web.declaring import day, declaring_app, press
from tests.web.test_api_declarations import is_problem, program
from tests.web.visitors import signed_in

SENTENCES = {"received": "you repaid the payment on", "offered_to_me": "you declined the payment on"}


@pytest.fixture
def app(world: World) -> Any:
    return declaring_app()


async def payment(world: World, who: Identity, direction: str = "received") -> Declaration:
    command = gift_command(
        direction=direction,
        category="supplementary_payment",
        giver_type="government",
        related_to_assignment=True,
        payment_timing="during",
    )
    return await world.declaration(who, command)


@pytest.mark.parametrize("direction", SENTENCES)
async def test_the_person_records_that_it_was_repaid_or_declined(app: Any, world: World, direction: str) -> None:
    person = await world.person()
    case = await payment(world, person, direction)
    yesterday = clock.today() - timedelta(days=1)
    typed = {**day("on", yesterday.year, yesterday.month, yesterday.day), "account": "By transfer to the Ministry."}
    async with signed_in(app, world, person) as client:
        page = await client.get(f"/declarations/{case.reference}")
        where = f"/declarations/{case.reference}/settlement"
        refused = await press(client, page, where, day("on", clock.today().year + 1), status=422)
        assert refused.errors() == ["on"]
        assert case.event_date is not None
        before = case.event_date - timedelta(days=1)
        refused = await press(client, page, where, day("on", before.year, before.month, before.day), status=422)
        assert refused.errors() == ["on"], "no payment is repaid before it was made"
        told = await press(client, page, where, typed)
        assert not [form for form in told.all("form") if form.get("action") == where], "it is recorded once"
        assert SENTENCES[direction] in told.text.replace("You", "you")
        assert "By transfer to the Ministry." in told.text
        gift = await world.declaration(person)
        plain = await client.get(f"/declarations/{gift.reference}")
        assert not [form for form in plain.all("form") if form.get("action", "").endswith("/settlement")], "control"


async def test_a_program_records_it_on_the_state_that_it_read_and_only_of_such_a_payment(
    app: Any, world: World
) -> None:
    person = await world.person()
    case, gift = await payment(world, person), await world.declaration(person)
    async with program(app, person) as client:
        here = f"/api/v1/declarations/{case.reference}/settlement"
        sent = {"on": clock.today().isoformat()}
        answer = await client.post(here, json=sent, headers={"if-match": f'"{case.head_seq}"'})
        assert answer.status_code == 200, answer.text
        assert "repaid" in answer.text
        again = await client.post(here, json=sent, headers={"if-match": f'"{case.head_seq}"'})
        assert is_problem(again, 409, "stale", "history")
        seen = {"if-match": (await client.get(f"/api/v1/declarations/{case.reference}")).headers["etag"]}
        assert is_problem(await client.post(here, json=sent, headers=seen), 409, "transition_refused")
        other = f"/api/v1/declarations/{gift.reference}/settlement"
        refused = await client.post(other, json=sent, headers={"if-match": f'"{gift.head_seq}"'})
        assert is_problem(refused, 409, "transition_refused")
    async with program(app, await world.person("ethics_officer")) as client:
        answer = await client.post(here, json=sent, headers={"if-match": '"2"'})
        assert answer.status_code == 404


async def test_a_gift_that_is_to_go_back_is_said_to_be_returned_once_its_day_is_recorded(world: World) -> None:
    office = await staffed(world)
    kept = await office.recommended()
    goes_back = DecisionCommand("return_to_giver", "It comes from a bidder.")
    kept = await deciding.decide(office.head, kept.reference, goes_back, kept.head_seq)
    yesterday = clock.today() - timedelta(days=1)
    where = f"/declarations/{kept.reference}"
    async with signed_in(declaring_app(), world, office.declarant) as client:
        page = await client.get(where)
        assert "It is not recorded yet that it was returned." in page.text
        typed = day("on", yesterday.year, yesterday.month, yesterday.day)
        told = await press(client, page, f"{where}/settlement", typed)
        assert "not recorded yet" not in told.text
        assert "Returned on" in told.text
        assert "You recorded that you returned it to the giver on" in told.text
        assert not [form for form in told.all("form") if form.get("action") == f"{where}/settlement"], "once"
    returned = (await open_desk_case(office.officer, kept.reference)).returned
    assert returned is not None
    assert returned.id == "Returned on %(day)s."
