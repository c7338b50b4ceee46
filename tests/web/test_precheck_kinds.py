"""The pre-check of activities, conflicts and requests: a few questions, one sentence, and no trace of it."""

from typing import Any

import pytest

from declarations.filing.kinds.brief import BRIEFS
from tests.factories import World
from tests.page_client import Page, PageClient
from tests.web.declaring import Typed, day, declaring_app, place, press
from tests.web.test_precheck import rows
from tests.web.visitors import signed_in, visiting

NONE = {
    "interferes_with_duties": "no",
    "incompatible_with_status": "no",
    "conflicts_with_interests": "no",
    "uses_resources": "no",
    "uses_information": "no",
    "uses_name": "no",
    "local_law_permits": "yes",
    "personal_capacity": "yes",
    "for_party_or_campaign": "no",
}
TEACHING = {"activity_class": "teaching", "during_leave": "none", "remunerated": "yes", **NONE}
COMMUNITY = {**TEACHING, "activity_class": "community", "remunerated": "no"}
SPOUSE = {
    "domain": "procurement",
    "interest_holder": "spouse_partner",
    "benefit_to": "third_party",
    "counterpart_kind": "third_party",
    "acts_on_matter": "yes",
    "uses_information": "no",
}
FACTUAL = {"subject": "drafting_for_delegation", "factual_or_technical_only": "yes"}
INTERVIEW = {"subject": "media_statement", "airs_grievances": "no", "furthers_own_interests": "no"}


@pytest.fixture
def app(world: World) -> Any:
    return declaring_app(anonymous_pre_check=True)


async def answer(client: PageClient, kind: str, typed: Typed) -> Page:
    """The answer, whatever further questions the answers bring up."""
    page = await press(client, await client.get(f"/check/{kind}"), f"/check/{kind}", typed)
    return page if page.all("p", class_="verdict") else await press(client, page, f"/check/{kind}", typed)


@pytest.mark.parametrize(
    ("kind", "typed", "verdict"),
    [
        ("outside_activity", TEACHING, "once it is authorized"),
        ("outside_activity", {**TEACHING, "conflicts_with_interests": "yes"}, "reviewed first"),
        ("outside_activity", {**TEACHING, **day("start_date", 2026, 1, 5)}, "only with authorization"),
        ("outside_activity", {}, "reviewed first"),
        ("outside_activity", COMMUNITY, "only noted"),
        ("outside_activity", {**COMMUNITY, "uses_name": "yes"}, "once it is authorized"),
        ("outside_activity", {**COMMUNITY, "local_law_permits": "no"}, "reviewed first"),
        ("outside_activity", {**COMMUNITY, "personal_capacity": "no"}, "reviewed first"),
        ("conflict", SPOUSE, "stand aside"),
        ("approval_request", {**INTERVIEW, "uses_information": "no"}, "once it is authorized"),
        (
            "approval_request",
            {"subject": "drafting_for_delegation", "factual_or_technical_only": "yes"},
            "only noted",
        ),
    ],
)
async def test_the_answer_is_one_sentence(app: Any, world: World, kind: str, typed: Typed, verdict: str) -> None:
    async with signed_in(app, world, await world.person()) as client:
        page = await answer(client, kind, typed)
    assert verdict in "".join(page.one("p", class_="verdict").itertext()), page.text


FURTHER = "may come to a stricter answer"


async def test_where_the_form_asks_more_that_could_be_stricter_the_answer_says_so(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        said = await answer(client, "outside_activity", COMMUNITY)
        assert FURTHER not in said.text, "everything that judges was asked: this profile has no ceiling"
        gift = await press(client, await client.get("/check"), "/check", {"value": "10", "value_currency": "USD"})
        assert FURTHER in gift.text


@pytest.mark.parametrize("kind", BRIEFS)
async def test_the_answer_leads_to_advice_on_what_was_asked(app: Any, world: World, kind: str) -> None:
    async with signed_in(app, world, await world.person()) as client:
        assert (await answer(client, kind, {})).one("a", href=f"/advice/new?about={kind}") is not None
    async with visiting(app) as client:
        page = await answer(client, kind, {"capacity": "staff"})
        assert not page.all("a", href=f"/advice/new?about={kind}"), "whoever has no account is not sent there"


async def test_what_an_answer_brings_up_is_asked_before_anything_is_said(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        first = await client.get("/check/outside_activity")
        assert not first.all("input", name="public_speech")
        political = {**TEACHING, "for_party_or_campaign": "yes"}
        more = await press(client, first, "/check/outside_activity", political)
        assert not more.all("p", class_="verdict")
        assert "further questions" in more.text
        assert more.all("input", name="public_speech")
        said = await press(client, more, "/check/outside_activity", {**political, "public_speech": "yes"})
        assert "reviewed first" in "".join(said.one("p", class_="verdict").itertext())


@pytest.mark.parametrize("kind", BRIEFS)
async def test_nothing_is_kept_until_the_person_declares_it(app: Any, world: World, kind: str) -> None:
    typed: Typed = {"outside_activity": TEACHING, "conflict": SPOUSE, "approval_request": INTERVIEW}[kind]
    async with signed_in(app, world, await world.person()) as client:
        before = await rows(world)
        shown = await answer(client, kind, typed)
        after = await rows(world)
        assert {name for name in after if after[name] != before[name]} == {"rate_count"}
        begun = await press(client, shown, f"/check/{kind}/declare")
        assert place(begun).startswith("/drafts/")
        assert (await rows(world))["draft"] == before["draft"] + 1, "control"
        [name] = [name for name in ("activity_class", "domain", "subject") if name in typed]
        assert begun.value(name) == typed[name]


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr"])
async def test_it_is_asked_and_answered_in_every_language(app: Any, world: World, language: str) -> None:
    async with signed_in(app, world, await world.person(language=language)) as client:
        pages = [await answer(client, kind, {}) for kind in BRIEFS]
    assert {page.response.headers["content-language"] for page in pages} == {language}


async def test_a_visitor_says_in_which_capacity_and_is_not_asked_of_what_the_codes_are_silent(
    app: Any, world: World
) -> None:
    async with visiting(app) as client:
        page = await client.get("/check/outside_activity")
        refused = await press(
            client, page, "/check/outside_activity", {**TEACHING, "capacity": "representative"}, status=422
        )
        assert refused.errors() == ["capacity"]
        shown = await press(client, page, "/check/outside_activity", {**TEACHING, "capacity": "staff"})
        assert "Sign in to declare it" in shown.text
    delegate = await world.person(capacity="representative")
    async with signed_in(app, world, delegate) as client:
        assert not (await client.get("/check")).all("a", href="/check/outside_activity")
        await client.get("/check/outside_activity", status=404)
    async with signed_in(app, world, await world.person()) as client:
        assert (await client.get("/check")).all("a", href="/check/outside_activity"), "control"
        assert (await client.get("/")).all("a", href="/check/outside_activity")
