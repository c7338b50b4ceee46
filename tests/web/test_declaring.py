"""Declaring a gift without scripts: every step is kept, every fault stands at its field, it is sent once."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from declarations.codes.vocabulary import Direction
from declarations.filing.asked import COMING
from declarations.parties.country_choice import country_options
from register.kernel import clock
from register.kernel.i18n import LOCALES
from tests.factories import World
from tests.page_client import Page
from tests.web.declaring import (
    CIRCUMSTANCES,
    GIVER,
    STEPS,
    VALUE,
    WHAT,
    WORDS,
    as_filled,
    begin,
    day,
    declaring_app,
    draft_of,
    form_of,
    place,
    press,
    send,
    submit,
    walk,
)
from tests.web.visitors import signed_in


@pytest.fixture
def app(world: World) -> Any:
    return declaring_app()


def reference_on(page: Page) -> str:
    return place(page).split("/")[2]


async def stored(world: World, reference: str) -> Mapping[str, Any]:
    row = await world.superuser.fetchrow("select * from declaration where reference = $1", reference)
    assert row is not None
    return dict(row)


@pytest.mark.parametrize("language", sorted(LOCALES))
async def test_a_gift_is_declared_step_by_step_in_every_language(app: Any, world: World, language: str) -> None:
    async with signed_in(app, world, await world.person(language=language)) as client:
        check = await walk(client)
        assert place(check).endswith("/check")
        assert "45" in check.text
        receipt = await submit(client, check)
        assert place(receipt).endswith("/receipt")
        assert reference_on(receipt) in receipt.text
        own = await client.get(f"/declarations/{reference_on(receipt)}")
        assert own.isolates("قلم حبر في علبة"), "the person's words keep their own direction"
        assert reference_on(receipt) in (await client.get("/declarations")).text
    row = await stored(world, reference_on(receipt))
    assert (row["effect"], row["authority"], row["items"]) == ("authorization_required", "executive_head", 1)
    assert (row["giver_country"], row["words_language"], row["filed_by"]) == ("EG", "ar", row["declarant"])


async def test_every_page_of_the_way_speaks_through_the_catalogue(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        check = await walk(client)
        draft = draft_of(check)
        reference = reference_on(await submit(client, check))
        again = draft_of(await begin(client))
        ways = ["/", "/check", "/declare/gift", "/declarations", "/codes", "/codes/icsc-2013", "/codes/un-style"]
        ways += [f"/drafts/{again}/{name}" for name in (*dict(STEPS), "check")]
        ways += [f"/declarations/{reference}{rest}" for rest in ("", "/receipt", "/amend")]
        own_names = {name for _, name in country_options("en")} | {locale.name for locale in LOCALES.values()}
        found = {way: set(await client.untranslated(way)) - own_names for way in ways}
        assert {way: words for way, words in found.items() if words} == {}
        assert draft != again


async def test_a_draft_is_found_again_at_the_first_step_that_misses_something(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        page = await begin(client)
        draft = draft_of(page)
        giver = await press(client, page, place(page), {**WHAT, **day("event_date", month="mai", number=7)})
        assert place(giver).endswith("/giver")
        found = await client.get("/declare/gift")
        assert f"/drafts/{draft}" in [link.get("href") for link in found.all("a")]
        again = await client.http.get(f"/drafts/{draft}")
        assert again.headers["location"] == f"/drafts/{draft}/giver"
        what = await client.get(f"/drafts/{draft}/what")
        assert [what.value(f"event_date_{part}") for part in ("day", "month", "year")] == ["7", "5", "2026"]
        assert what.value("direction") == "received"


FAULTS: tuple[tuple[str, dict[str, str], list[str]], ...] = (
    ("what", {**WHAT, **day("event_date", month=2, number=31), "items": "many"}, ["items", "event_date"]),
    ("what", {**WHAT, **day("event_date", year=2199)}, ["event_date"]),
    ("what", {**WHAT, **day("aware_date", month=4)}, ["aware_date"]),
    ("what", {**WHAT, "direction": "stolen", "category": ""}, ["direction", "category"]),
    ("giver", {**GIVER, "giver_name": "", "giver_relation": ""}, ["giver_name", "giver_relation"]),
    ("giver", {**GIVER, "giver_name": "Delta\u202eynapmoC", "giver_country": "ZZ"}, ["giver_name", "giver_country"]),
    ("value", {**VALUE, "value": "1,2345,6"}, ["value"]),
    ("value", {**VALUE, "value": ""}, ["value"]),
    ("value", {**VALUE, "value_basis": "not_known"}, ["value_basis"]),
    ("value", {**VALUE, "value_currency": "BTC"}, ["value"]),
    (
        "circumstances",
        {**CIRCUMSTANCES, "unusual": "", "through_intermediary": "perhaps"},
        ["unusual", "through_intermediary"],
    ),
    ("words", {**WORDS, "description": "", "language": "tlh"}, ["description", "language"]),
    ("words", {**WORDS, "description": "x" * 2001, "story": "y" * 10_001}, ["description", "story"]),
)


@pytest.mark.parametrize(("step", "typed", "faults"), FAULTS)
async def test_every_fault_stands_at_its_field_and_what_was_typed_stays(
    app: Any, world: World, step: str, typed: dict[str, str], faults: list[str]
) -> None:
    async with signed_in(app, world, await world.person()) as client:
        page = await begin(client)
        for name, right in STEPS:
            if name == step:
                break
            page = await press(client, page, place(page), right)
        shown = await press(client, page, place(page), typed, status=422)
        assert shown.errors() == faults
        offered = {
            name: shown.value(name) for name, text in typed.items() if text and shown_as_typed(shown, name, text)
        }
        assert offered == {name: text for name, text in typed.items() if name in offered}
        right = dict(STEPS)[step]
        fixed = await press(client, shown, place(page), {**right, **dict.fromkeys(set(typed) - set(right), "")})
        assert place(fixed) != place(page), "control: with right answers the next step follows"


def shown_as_typed(page: Page, name: str, text: str) -> bool:
    """Whether the field can show the text at all: a choice that was never offered cannot be shown again."""
    field = next(each for each in page.document.iter() if each.get("name") == name)
    if field.tag == "select":
        return text in [option.get("value") for option in field.iter("option")]
    if field.get("type") == "radio":
        return text in [each.get("value") for each in page.all("input", name=name)]
    return True


TYPED = (
    ("ar", "١٬٢٣٤٫٥٠", "١٢", "أيار"),
    ("fr", "1 234,50", "12", "mai"),
    ("es", "1.234,50", "12", "mayo"),
    ("en", "1,234.50", "12", "May"),
)


@pytest.mark.parametrize(("language", "amount", "number", "month"), TYPED)
async def test_amounts_and_dates_are_read_as_each_language_writes_them(
    app: Any, world: World, language: str, amount: str, number: str, month: str
) -> None:
    async with signed_in(app, world, await world.person(language=language)) as client:
        check = await walk(client, what=day("event_date", month=month, number=number), value={"value": amount})
        row = await stored(world, reference_on(await submit(client, check)))
    assert (str(row["amount"]), row["event_date"].isoformat()) == ("1234.5000", "2026-05-12")


async def test_an_amount_that_could_be_two_is_refused_with_both_ways_to_write_it(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person(language="fr")) as client:
        page = await begin(client)
        shown = await client.get(f"/drafts/{draft_of(page)}/value")
        shown = await press(client, shown, place(shown), {**VALUE, "value": "1,234"}, status=422)
        assert shown.errors() == ["value"]
        assert shown.value("value") == "1,234"


async def test_not_knowing_is_an_answer_everywhere(app: Any, world: World) -> None:
    unknown = dict.fromkeys(CIRCUMSTANCES, "unknown")
    async with signed_in(app, world, await world.person()) as client:
        check = await walk(
            client,
            giver={
                "giver_type": "unknown",
                "giver_relation": "unknown",
                "giver_name": "Not known",
                "giver_country": "",
            },
            value={"value_basis": "not_known", "value": ""},
            circumstances=unknown,
        )
        row = await stored(world, reference_on(await submit(client, check)))
    assert (row["amount"], row["value_band"], row["giver_type"]) == (None, "not_valued", "unknown")
    assert row["effect"] in {"referral", "authorization_required"}, "not knowing brings a person, never a ban"


@pytest.mark.parametrize("direction", list(Direction))
async def test_every_direction_can_be_declared_and_is_asked_only_what_makes_sense(
    app: Any, world: World, direction: Direction
) -> None:
    async with signed_in(app, world, await world.person()) as client:
        page = await begin(client)
        for name, typed in STEPS:
            offered = as_filled(form_of(page, place(page)))
            fields = {each.get("name") for each in page.document.iter() if each.get("name")}
            changed = {**typed, "direction": direction.value} if name == "what" else typed
            assert offered
            page = await press(
                client, page, place(page), {each: text for each, text in changed.items() if each in fields}
            )
            if name == "giver":
                assert ("recipient" in fields) == (direction in COMING)
        row = await stored(world, reference_on(await submit(client, page)))
    assert row["direction"] == direction.value


async def test_save_and_go_on_later_keeps_what_is_there_without_asking_for_the_rest(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        page = await begin(client)
        draft = draft_of(page)
        kept = await press(client, page, place(page), {"category": "award", "then": "later"})
        assert place(kept) == "/declare/gift"
        assert (await client.get(f"/drafts/{draft}/what")).value("category") == "award"
        shown = await client.get(f"/drafts/{draft}/what")
        wrong = await press(client, shown, place(shown), {"items": "zero", "then": "later"}, status=422)
        assert wrong.errors() == ["items"], "what was typed and cannot be kept is said"


async def test_an_unfinished_draft_names_what_is_missing_and_cannot_be_sent(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        page = await begin(client)
        draft = draft_of(page)
        check = await client.get(f"/drafts/{draft}/check")
        links = [link.get("href", "") for link in check.all("a")]
        assert {f"/drafts/{draft}/{name}?back=check" for name in dict(STEPS)} <= set(links)
        assert not [form for form in check.all("form") if form.get("action", "").endswith("/submit")]
        csrf = page.hidden()["csrf"]
        forced = await client.post(
            f"/drafts/{draft}/submit", {"csrf": csrf, "seen": "1", "attested": "yes"}, status=422
        )
        assert place(forced).endswith("/submit")
        assert await world.superuser.fetchval("select count(*) from declaration") == 0


async def test_nothing_is_sent_without_the_attestation(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        check = await walk(client)
        way = f"/drafts/{draft_of(check)}/submit"
        refused = await press(client, check, way, {}, status=422)
        assert refused.errors() == ["attested"]
        assert reference_on(await press(client, refused, way, {"attested": "yes"})), "control: with it, it goes"


async def test_a_change_link_leads_to_the_answer_and_back_to_the_check(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        check = await walk(client)
        value = await client.get(f"/drafts/{draft_of(check)}/value?back=check")
        assert value.value("value") == "45.00"
        again = await press(client, value, place(value), {"value": "12.00"})
        assert place(again).endswith("/check")
        assert "USD 12.00" in again.text


async def test_who_is_asked_to_say_why_it_comes_late_is_led_to_the_place_for_it(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        late = await walk(client)
        assert "say why" in late.text
        way = f"/drafts/{draft_of(late)}/words?back=check#remarks"
        assert late.one("a", href=way) is not None
        words = await client.get(way)
        assert words.one("textarea", id="remarks") is not None
        again = await press(client, words, place(words), {"remarks": "I was on mission."})
        assert "I was on mission." in again.text
        today = clock.today()
        soon = day("event_date", year=today.year, month=today.month, number=today.day)
        in_time = await walk(client, what=soon, value={"value": "12.00"})
        assert "Write it in your own words" not in in_time.text, "control: nothing is asked of what is in time"


async def test_a_page_left_open_does_not_overwrite_what_another_has_saved(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        first = await begin(client)
        second = await client.get(place(first))
        await press(client, second, place(second), {**WHAT, "category": "honour"})
        stale = await press(client, first, place(first), {**WHAT, "category": "loan", "items": "3"}, status=409)
        assert (stale.value("category"), stale.value("items")) == ("loan", "3"), "what was typed is still there"
        assert (await client.get(place(first))).value("category") == "honour", "and nothing was overwritten"
        await press(client, stale, place(first), {})
        assert (await client.get(place(first))).value("category") == "loan", "sent again knowingly, it replaces"


async def test_a_page_that_saves_quietly_does_not_stand_in_its_own_way(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        page = await begin(client)
        for items in ("2", "3"):
            typed = {**as_filled(form_of(page, place(page))), "items": items, "category": "gift"}
            quiet = await client.http.post(f"{place(page)}/keep", data=typed, headers={"sec-fetch-site": "same-origin"})
            assert quiet.status_code == 204
        assert (await client.get(place(page))).value("items") == "3"
        assert place(await press(client, page, place(page), WHAT)).endswith("/giver")


async def test_pressed_twice_it_is_sent_once_and_both_lead_to_the_receipt(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        check = await walk(client)
        way = f"/drafts/{draft_of(check)}/submit"
        answers = await asyncio.gather(*(send(client, check, way, {"attested": "yes"}) for _ in range(50)))
        assert {answer.status_code for answer in answers} == {303}
        assert len({answer.headers["location"] for answer in answers}) == 1
    assert await world.superuser.fetchval("select count(*) from declaration") == 1
    assert await world.superuser.fetchval("select count(*) from draft") == 0


async def test_what_was_changed_after_the_check_is_not_sent_unseen(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        check = await walk(client)
        value = await client.get(f"/drafts/{draft_of(check)}/value")
        await press(client, value, place(value), {"value": "1,000.00"})
        way = f"/drafts/{draft_of(check)}/submit"
        refused = await press(client, check, way, {"attested": "yes"}, status=409)
        assert "USD 1,000.00" in refused.text
        assert await world.superuser.fetchval("select count(*) from declaration") == 0


async def test_a_giver_of_the_directory_is_chosen_without_scripts(app: Any, world: World) -> None:
    party = await world.party("Nile Instruments Ltd")
    async with signed_in(app, world, await world.person()) as client:
        page = await begin(client)
        page = await press(client, page, place(page), WHAT)
        found = await press(client, page, place(page), {"giver_name": "nile", "then": "search"})
        assert "Nile Instruments Ltd" in found.text
        chosen = await press(client, found, place(page), {"then": "pick:0"})
        assert [chosen.value(name) for name in ("giver_name", "giver_type", "giver_relation", "giver_country")] == [
            "Nile Instruments Ltd",
            "commercial",
            "vendor",
            "EG",
        ]
        page = await press(client, chosen, place(page), {"recipient": "self"})
        for name, typed in STEPS[2:]:
            assert place(page).endswith(f"/{name}")
            page = await press(client, page, place(page), typed)
        row = await stored(world, reference_on(await submit(client, page)))
    assert (row["party"], row["party_name"], row["effect"]) == (party, "Nile Instruments Ltd", "not_acceptable")


async def test_a_name_that_is_changed_by_hand_is_no_longer_the_directorys(app: Any, world: World) -> None:
    await world.party("Nile Instruments Ltd")
    async with signed_in(app, world, await world.person()) as client:
        page = await begin(client)
        page = await press(client, page, place(page), WHAT)
        found = await press(client, page, place(page), {"giver_name": "nile", "then": "search"})
        chosen = await press(client, found, place(page), {"then": "pick:0"})
        await press(client, chosen, place(page), {"giver_name": "Nile Tours", "recipient": "self"})
        assert (await client.get(place(page))).value("party") == ""


async def test_a_discarded_draft_is_gone(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        draft = draft_of(await begin(client))
        listed = await client.get("/declare/gift")
        await press(client, listed, f"/drafts/{draft}/discard")
        assert (await client.http.get(f"/drafts/{draft}")).status_code == 404
    assert await world.superuser.fetchval("select count(*) from draft") == 0
