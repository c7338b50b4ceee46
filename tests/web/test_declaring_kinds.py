"""Every kind that can be declared besides gifts: asked step by step, checked, filed, amended, read by programs."""

from typing import Any

import msgspec
import pytest

from declarations.filing.kinds.registry import FORMS
from declarations.filing.service.drafts import list_drafts, save_draft
from tests.factories import World
from tests.page_client import Page, PageClient
from tests.web.declaring import Typed, as_filled, day, declaring_app, form_of, place, press
from tests.web.test_api_declarations import is_problem, program
from tests.web.visitors import signed_in

HERE = "/api/v1/declarations"

ACTIVITY: tuple[tuple[str, Typed], ...] = (
    ("what", {"activity_class": "teaching", "description": "One evening course a week on water law", "position": ""}),
    (
        "employer",
        {"other_party": "University of the Delta", "country": "EG", "local_law_permits": "yes"},
    ),
    (
        "when",
        {
            **day("start_date", 2031, 9, 1),
            **day("end_date", 2032, 6, 30),
            "hours_per_week": "2,5",
            "during_leave": "none",
        },
    ),
    ("pay", {"remunerated": "yes", "income": "4,000", "income_currency": "USD"}),
    (
        "organization",
        {
            **dict.fromkeys(
                (
                    "interferes_with_duties",
                    "incompatible_with_status",
                    "conflicts_with_interests",
                    "uses_resources",
                    "uses_information",
                    "uses_name",
                    "related_to_mandate",
                ),
                "no",
            ),
        },
    ),
    ("support", {"for_party_or_campaign": "no"}),
    ("words", {"personal_capacity": "yes", "language": "en"}),
)
CONFLICT: tuple[tuple[str, Typed], ...] = (
    (
        "what",
        {"domain": "procurement", "nature_declared": "potential", "description": "My partner works for a bidder."},
    ),
    ("whose", {"interest_holder": "spouse_partner", "indirect": "no", "benefit_to": "third_party"}),
    (
        "with_whom",
        {
            "counterpart_kind": "third_party",
            "other_party": "Delta Pumps Company",
            "matter": "RFP 2026/14",
            "acts_on_matter": "yes",
            "uses_information": "no",
        },
    ),
    ("when", {**day("event_date"), **day("aware_date")}),
    ("proposed", {"proposed": ["recusal", "monitoring"]}),
    ("words", {"language": "en"}),
)
APPROVAL: tuple[tuple[str, Typed], ...] = (
    (
        "what",
        {
            "subject": "media_statement",
            "airs_grievances": "no",
            "furthers_own_interests": "no",
            "uses_information": "no",
            "description": "An interview on the annual report",
        },
    ),
    ("for_whom", {"other_party": "Radio Delta", "occasion": ""}),
    ("words", {"language": "en"}),
)
NIL: tuple[tuple[str, Typed], ...] = (("what", {"period": "2026", "matters": ["gift", "conflict"], "language": "en"}),)
PURPOSES = ("What it is used for", "To decide it", "For reports and audits", "No period is set")
STORIES: dict[str, tuple[tuple[str, Typed], ...]] = {
    "outside_activity": ACTIVITY,
    "conflict": CONFLICT,
    "approval_request": APPROVAL,
    "nil": NIL,
}


@pytest.fixture
def app(world: World) -> Any:
    return declaring_app()


async def walk(client: PageClient, kind: str) -> Page:
    """Every step of a new draft; the page before sending."""
    page = await press(client, await client.get(f"/declare/{kind}"), f"/declare/{kind}")
    for name, typed in STORIES[kind]:
        assert place(page).endswith(f"/{name}"), (place(page), page.errors())
        page = await press(client, page, place(page), typed)
    return page


@pytest.mark.parametrize("kind", FORMS)
async def test_every_step_leads_to_advice_on_that_kind(world: World, app: Any, kind: str) -> None:
    async with signed_in(app, world, await world.person()) as client:
        begun = place(await press(client, await client.get(f"/declare/{kind}"), f"/declare/{kind}"))
        for step in FORMS[kind].steps:
            page = await client.get(begun.rpartition("/")[0] + f"/{step.name}")
            assert page.one("a", href=f"/advice/new?about={kind}") is not None


@pytest.mark.parametrize("kind", STORIES)
async def test_each_kind_is_declared_step_by_step_and_read_again(world: World, app: Any, kind: str) -> None:
    async with signed_in(app, world, await world.person()) as client:
        page = await walk(client, kind)
        assert place(page).endswith("/check"), page.errors()
        sent = await press(client, page, f"{place(page).removesuffix('/check')}/submit", {"attested": "yes"})
        reference = place(sent).split("/")[2]
        own = await client.get(f"/declarations/{reference}")
        for shown in (page, own):
            assert all(words in shown.text for words in PURPOSES), "what it is used for is told before and after filing"
        for word in ("University of the Delta", "Delta Pumps Company", "Radio Delta"):
            told = any(word in str(typed) for _, typed in STORIES[kind])
            assert (word in own.text) is told


async def test_no_page_and_no_program_states_that_there_is_nothing_of_what_the_person_declared(
    world: World, app: Any
) -> None:
    who = await world.person()
    await world.declaration(who)
    async with signed_in(app, world, who) as client:
        page = await walk(client, "nil")
        assert "Something of this kind is held for you in that time." in page.text
        assert "It was not submitted" not in page.text, "nobody has tried yet"
        assert "Complete the steps that are named here" not in page.text
        summary = next(each for each in page.all("div") if "data-error-summary" in each.attrib)
        assert [link.get("href", "").partition("#")[2] for link in summary.iter("a")] == ["matters"]
    async with program(app, who, idempotency_key="one") as client:
        nothing = {"kind": "nil", "facts": {}, "details": DETAILS["nil"], "attested": True}
        assert is_problem(await client.post(HERE, json=nothing), 422, "invalid", "details.matters")
    assert await world.superuser.fetchval("select count(*) from declaration where kind = 'nil'") == 0


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr"])
async def test_every_step_of_every_kind_speaks_the_readers_language(world: World, app: Any, language: str) -> None:
    async with signed_in(app, world, await world.person(language=language)) as client:
        pages = [await client.get("/declare")]
        for kind, form in FORMS.items():
            page = await press(client, await client.get(f"/declare/{kind}"), f"/declare/{kind}")
            draft = place(page).rsplit("/", 1)[0]
            pages += [await client.get(f"{draft}/{step.name}") for step in form.steps]
            pages.append(await client.get(f"{draft}/check"))
    assert {page.response.headers["content-language"] for page in pages} == {language}


async def test_what_is_wrong_stands_at_its_field_and_what_was_typed_is_kept(world: World, app: Any) -> None:
    async with signed_in(app, world, await world.person()) as client:
        page = await press(client, await client.get("/declare/outside_activity"), "/declare/outside_activity")
        draft = place(page).rsplit("/", 1)[0]
        when = await client.get(f"{draft}/when")
        typed = {**day("start_date"), "hours_per_week": "ten", "during_leave": "unpaid", "end_date_day": "31"}
        page = await press(client, when, f"{draft}/when", typed, status=422)
        assert page.errors() == ["end_date", "hours_per_week"], "not the leave, of which nothing was asked yet"
        assert page.value("hours_per_week") == "ten"


@pytest.mark.parametrize(
    ("end", "more"),
    [
        (day("end_date", 2031, 8, 31), {}),
        (
            day("leave_to", 2031, 8, 31),
            {"during_leave": "unpaid", **day("leave_from", 2031, 9, 1)},
        ),
    ],
)
async def test_an_end_before_the_start_is_refused_on_its_own_step(
    world: World, app: Any, end: dict[str, str], more: dict[str, str]
) -> None:
    name = next(iter(end)).removesuffix("_day")
    async with signed_in(app, world, await world.person()) as client:
        page = await walk(client, "outside_activity")
        when = await client.get(f"{place(page).removesuffix('/check')}/when?back=check")
        refused = await press(client, when, place(when), {**dict(ACTIVITY)["when"], **more, **end}, status=422)
        assert refused.errors() == [name]
        assert refused.value(f"{name}_day") == "31"
        mended = await press(client, refused, place(when), {f"{name}_year": "2033"})
        assert place(mended).endswith("/check"), "control: a later end passes"


async def test_the_check_names_and_links_what_was_kept_before_it_was_refused(world: World, app: Any) -> None:
    who = await world.person()

    def ended_before(answers: Any) -> Any:
        return msgspec.structs.replace(answers, said={**answers.said, "end_date": "2030-06-30"})

    async with signed_in(app, world, who) as client:
        page = await walk(client, "outside_activity")
        (draft,) = await list_drafts(who)
        await save_draft(who, draft.id, ended_before, seen=draft.version, page="")
        page = await client.get(place(page))
        assert "It was not submitted" not in page.text
        link = page.all("a", href=f"/drafts/{draft.id}/when?back=check#end_date")[0]
        assert " ".join("".join(link.itertext()).split()) == "When does it end? This day is before the start."


async def test_a_text_that_is_too_long_is_refused_and_kept_on_the_page_and_never_cut(world: World, app: Any) -> None:
    long = "w" * 2500
    async with signed_in(app, world, await world.person()) as client:
        page = await press(client, await client.get("/declare/outside_activity"), "/declare/outside_activity")
        assert "maxlength" not in page.response.text, "a browser cuts what is pasted without a word"
        address, typed = place(page), {**dict(ACTIVITY)["what"], "description": long}
        refused = await press(client, page, address, typed, status=422)
        assert refused.errors() == ["description"]
        assert refused.value("description") == long
        assert (await send_quietly(client, refused, address, typed)) == 422, "nor is it said to be saved"
        kept = await press(client, refused, address, {"description": long[:2000]})
        assert place(kept) != address, "control: as long as may be"


async def send_quietly(client: PageClient, page: Page, address: str, typed: Typed) -> int:
    """What the script does a moment after the last change; the status of the answer."""
    data = {**as_filled(form_of(page, address)), **typed}
    headers = {"sec-fetch-site": "same-origin", "origin": "https://register.example"}
    return (await client.http.post(f"{address}/keep", data=data, headers=headers)).status_code


async def test_a_question_that_another_answer_makes_idle_is_not_asked(world: World, app: Any) -> None:
    async with signed_in(app, world, await world.person()) as client:
        page = await press(client, await client.get("/declare/outside_activity"), "/declare/outside_activity")
        draft = place(page).rsplit("/", 1)[0]
        support = await client.get(f"{draft}/support")
        await press(client, support, f"{draft}/support", {"for_party_or_campaign": "no"})
        assert "Would you speak in public for it?" not in (await client.get(f"{draft}/support")).text
        led = await press(client, support, f"{draft}/support", {"for_party_or_campaign": "yes"}, status=200)
        assert led.errors() == []
        refused = await press(client, led, f"{draft}/support", status=422)
        assert refused.errors() == ["fundraising", "article", "public_speech", "press_statement"]


@pytest.mark.parametrize(
    ("kind", "step", "answers", "question"),
    [
        ("outside_activity", "when", {**dict(ACTIVITY)["when"], "during_leave": "unpaid"}, "leave_from_day"),
        (
            "outside_activity",
            "organization",
            {**dict(ACTIVITY)["organization"], "related_to_mandate": "yes"},
            "mandate_relation",
        ),
        (
            "approval_request",
            "what",
            {"subject": "media_statement", "description": "An interview on the annual report"},
            "airs_grievances",
        ),
    ],
)
async def test_an_answer_that_leads_to_another_question_is_no_fault(
    world: World, app: Any, kind: str, step: str, answers: Typed, question: str
) -> None:
    async with signed_in(app, world, await world.person()) as client:
        page = await press(client, await client.get(f"/declare/{kind}"), f"/declare/{kind}")
        address = f"{place(page).rsplit('/', 1)[0]}/{step}"
        page = await client.get(address)
        assert f'name="{question}"' not in page.response.text, "control: it is not asked before"
        led = await press(client, page, address, answers, status=200)
        assert not led.title.startswith("Error")
        assert led.errors() == []
        assert "need to be corrected" not in led.text
        assert led.text.count("Your answer leads to another question.") == 1
        (focused,) = [each for each in led.document.iter() if "autofocus" in each.attrib]
        assert focused.get("name") == question
        refused = await press(client, led, address, status=422)
        assert question.removesuffix("_day") in refused.errors(), "what was shown and left empty is a fault"
        assert refused.title.startswith("Error")


FACTS: dict[str, dict[str, Any]] = {
    "outside_activity": {
        "activity_class": "teaching",
        "start_date": "2031-09-01",
        "hours_per_week": 4,
        "during_leave": None,
        "remunerated": False,
        "interferes_with_duties": False,
        "incompatible_with_status": False,
        "conflicts_with_interests": False,
        "uses_resources": False,
        "uses_name": False,
        "uses_information": False,
        "related_to_mandate": False,
        "local_law_permits": None,
        "personal_capacity": True,
        "for_party_or_campaign": False,
    },
    "conflict": {
        "domain": "procurement",
        "nature_declared": "potential",
        "interest_holder": "spouse_partner",
        "indirect": False,
        "benefit_to": None,
        "counterpart_kind": "third_party",
        "acts_on_matter": True,
        "uses_information": False,
        "event_date": "2026-05-01",
        "aware_date": "2026-05-01",
    },
    "approval_request": {
        "subject": "media_statement",
        "airs_grievances": False,
        "furthers_own_interests": False,
        "uses_information": None,
    },
    "nil": {},
}
DETAILS: dict[str, dict[str, Any]] = {
    "outside_activity": {
        "description": "A course",
        "other_party": "University",
    },
    "conflict": {"description": "A partner", "other_party": "Delta Pumps", "proposed": ["recusal"]},
    "approval_request": {"description": "An interview", "other_party": "Radio"},
    "nil": {"period": "2026", "matters": ["gift"]},
}


@pytest.mark.parametrize("kind", STORIES)
async def test_each_kind_is_filed_by_a_program(world: World, app: Any, kind: str) -> None:
    async with program(app, await world.person(), idempotency_key="one") as client:
        sent = {"kind": kind, "facts": FACTS[kind], "details": DETAILS[kind], "attested": True}
        made = await client.post(HERE, json=sent)
        assert made.status_code == 201, made.text
        found = (await client.get(made.headers["location"])).json()
        assert found["kind"] == kind
        assert found["purposes"] == ["assessment", "decision", "periodic_report"]
        assert {name: found["details"][name] for name in DETAILS[kind]} == DETAILS[kind]
        for name in FACTS[kind]:
            without = {key: value for key, value in FACTS[kind].items() if key != name}
            answer = await client.post(HERE, json=sent | {"facts": without}, headers={"idempotency-key": name})
            assert is_problem(answer, 422, "invalid", f"facts.{name}")
        foreign = {**DETAILS[kind], "giver_name": "A firm"}
        answer = await client.post(HERE, json=sent | {"details": foreign}, headers={"idempotency-key": "foreign"})
        assert is_problem(answer, 422, "invalid", "details.giver_name")


async def test_how_real_a_conflict_is_after_review_is_not_for_its_declarant_to_say(world: World, app: Any) -> None:
    async with program(app, await world.person(), idempotency_key="one") as client:
        facts = {**FACTS["conflict"], "nature_assessed": "perceived"}
        sent = {"kind": "conflict", "facts": facts, "details": DETAILS["conflict"], "attested": True}
        made = await client.post(HERE, json=sent)
        assert made.status_code == 201, made.text
        assert "nature_assessed" not in made.json()["facts"]
        assert made.json()["facts"]["nature_declared"] == "potential"  # the control: what is theirs to say is kept


@pytest.mark.parametrize("kind", ["outside_activity", "conflict"])
async def test_what_was_filed_is_amended_from_the_answers_that_stand(world: World, app: Any, kind: str) -> None:
    async with signed_in(app, world, await world.person()) as client:
        page = await walk(client, kind)
        before = [node.text for node in page.all("dt")]
        page = await press(client, page, f"{place(page).removesuffix('/check')}/submit", {"attested": "yes"})
        where = f"/declarations/{place(page).split('/')[2]}/amend"
        page = await press(client, await client.get(where), where, {"reason": "I forgot something."})
        assert place(page).endswith("/check")
        assert [node.text for node in page.all("dt")] == before
        assert "Some answers are still missing" not in page.text
