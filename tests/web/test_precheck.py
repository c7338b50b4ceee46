"""The pre-check: one sentence with its paragraph, and no trace of the question anywhere."""

import logging
from typing import Any

import pytest

from declarations.filing.service.settings import FilingSettings, configure, filing_settings
from tests.factories import World
from tests.page_client import Page, PageClient
from tests.web.declaring import declaring_app, place, press, send
from tests.web.visitors import signed_in, visiting

ALL_NO = {f"q_{name}": "no" for name in ("government", "business", "money", "return", "embarrassment")}
SMALL = {"direction": "offered_to_me", "value": "12.00", "value_currency": "USD", **ALL_NO}


@pytest.fixture
def app(world: World) -> Any:
    return declaring_app(anonymous_pre_check=True)


async def answer(client: PageClient, typed: dict[str, str]) -> Page:
    return await press(client, await client.get("/check"), "/check", typed)


async def rows(world: World) -> dict[str, int]:
    """How many rows each table has."""
    names = await world.superuser.fetch("select tablename from pg_tables where schemaname = 'public'")
    return {name: await world.superuser.fetchval(f'select count(*) from "{name}"') for (name,) in map(tuple, names)}


@pytest.mark.parametrize(
    ("typed", "verdict", "citation"),
    [
        (SMALL, "Yes", ""),
        ({**SMALL, "value": "45.00"}, "authorized", "para. 50"),
        ({**SMALL, "value": ""}, "authorized", "para. 50"),
        ({**SMALL, "q_business": "yes"}, "No. Decline it", ""),
        ({**SMALL, "q_business": "yes", "direction": "received"}, "No. Return it", ""),
        ({**SMALL, "q_business": "unknown"}, "has to be reviewed", ""),
        ({}, "has to be reviewed", ""),
    ],
)
async def test_the_answer_is_one_sentence_with_the_paragraph_beside_it(
    app: Any, world: World, typed: dict[str, str], verdict: str, citation: str
) -> None:
    async with signed_in(app, world, await world.person()) as client:
        page = await answer(client, typed)
    sentence = page.one("p", class_="verdict")
    assert verdict in "".join(sentence.itertext()), page.text
    assert citation in page.text


async def test_a_pre_check_leaves_no_row_in_any_table_and_no_line_in_any_log(
    app: Any, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with signed_in(app, world, await world.person()) as client:
        page = await client.get("/check")
        before = await rows(world)
        caplog.clear()
        await press(client, page, "/check", {**SMALL, "value": "777.77"})
        after = await rows(world)
        assert {name for name in after if after[name] != before[name]} == {"rate_count"}
        counted = b"".join(
            str(value).encode() for row in await world.superuser.fetch("select * from rate_count") for value in row
        )
        assert str(client.http.cookies).encode() not in counted
        assert not [
            record for record in caplog.records if "777" in record.getMessage() or "offered" in record.getMessage()
        ]
        shown = await answer(client, SMALL)
        await press(client, shown, "/check/declare")
        final = await rows(world)
        assert final["draft"] == before["draft"] + 1, "control: a row that is made would have been seen"


async def test_what_was_answered_is_never_in_an_address(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        page = await answer(client, {**SMALL, "q_business": "yes"})
        assert page.response.request.url.query == b""
        assert all("q_" not in link.get("href", "") for link in page.all("a"))


async def test_declare_it_begins_a_draft_with_what_was_plainly_answered(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        shown = await answer(client, {**SMALL, "q_return": "no", "q_government": "yes", "q_money": "unknown"})
        what = await press(client, shown, "/check/declare")
        assert place(what).endswith("/what")
        assert what.value("direction") == "offered_to_me"
        draft = place(what).rsplit("/", 1)[0]
        assert (await client.get(f"{draft}/value")).value("value") == "12.00"
        assert (await client.get(f"{draft}/giver")).value("giver_type") == "government"
        circumstances = await client.get(f"{draft}/circumstances")
        assert circumstances.value("in_return_for_act") == "no"
        assert circumstances.value("unusual") == "", "what was not asked is not answered"


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
async def test_the_answer_can_be_read_in_another_language_without_answering_again(
    app: Any, world: World, language: str
) -> None:
    async with signed_in(app, world, await world.person()) as client:
        page = await answer(client, {**SMALL, "value": "1234.50", "q_business": "yes"})
        action = f"/check?lang={language}"
        form = page.one("form", action=action)
        again = {field.get("name", ""): field.get("value", "") for field in form.iter("input")}
        turned = await client.post(action, again)
    assert turned.document.get("lang") == language
    assert turned.one("p", class_="verdict") is not None
    fields = turned.one("form", action="/check?lang=en").iter("input")
    back = {field.get("name", ""): field.get("value", "") for field in fields}
    assert (back["q_business"], back["value"]) == ("yes", "1,234.50")  # the same amount, written as English writes it


async def test_a_fault_stands_at_its_field_and_what_was_typed_stays(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person(language="fr")) as client:
        page = await client.get("/check")
        shown = await press(client, page, "/check", {**SMALL, "value": "1,234"}, status=422)
        assert shown.errors() == ["value"]
        assert (shown.value("value"), shown.value("q_money")) == ("1,234", "no")


async def test_a_visitor_may_ask_where_the_organization_allows_it(world: World) -> None:
    async with visiting(declaring_app(anonymous_pre_check=True)) as client:
        page = await answer(client, {**SMALL, "capacity": "staff", "value": "45.00"})
        assert "para. 50" in page.text
        assert not [form for form in page.all("form") if form.get("action") == "/check/declare"]
        first = await rows(world)
        assert (first["draft"], first["event"]) == (0, 0)
    async with visiting(declaring_app(anonymous_pre_check=False)) as client:
        refused = await client.http.get("/check")
        assert (refused.status_code, refused.headers["location"]) == (303, "/sign-in?next=/check")


async def test_each_capacity_is_asked_the_questions_of_its_own_code(app: Any, world: World) -> None:
    async with visiting(app) as client:
        page = await client.get("/check")
        others = await press(client, page, "/check", {"capacity": "representative", "then": "questions"})
        assert "q_vote" in {each.get("name") for each in others.all("input")}
        assert "q_vote" not in {each.get("name") for each in page.all("input")}


async def test_asking_without_end_is_slowed_down_by_address(app: Any, world: World) -> None:
    kept = filing_settings()
    configure(FilingSettings(pre_checks_per_hour=3))
    try:
        async with visiting(app) as client:
            page = await client.get("/check")
            found = [(await send(client, page, "/check", {"capacity": "staff"})).status_code for _ in range(5)]
    finally:
        configure(kept)
    assert found == [200, 200, 200, 429, 429]
