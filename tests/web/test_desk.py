"""The desk in the browser: what it shows to whom, what its forms do, what a refusal keeps."""

import pytest

from declarations.codes.decisions import Status
from declarations.filing import store
from declarations.filing.model import Declaration
from declarations.filing.service import own
from declarations.review.service import acts
from register.kernel.db import transaction
from register.kernel.identity import Identity
from tests.db.test_review_queue import copies
from tests.factories import World, gift_command
from tests.page_client import Page, PageClient
from tests.reviewing import Office, staffed
from tests.web.desks import at_desk, filled
from tests.web.visitors import send

LANGUAGES = ("en", "ar", "fr", "es")


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def now(who: Identity, kept: Declaration) -> Declaration:
    async with transaction(who) as tx:
        return await store.by_id(tx, kept.id)


def forms(page: Page) -> set[str]:
    """What the forms of a case page do, by the last part of their address."""
    found = {form.get("action", "").rsplit("/", 1)[-1] for form in page.all("form", method="post")}
    return found - {"sign-out"}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_desk_is_whole_in_every_language(office: Office, language: str) -> None:
    kept = await office.under_review()
    asked = await office.under_review()
    await acts.ask(office.officer, asked.reference, "value", "Do you have the receipt?", asked.head_seq)
    decided = await office.decided()
    await office.world.declaration(office.declarant, gift_command(giver_name="شركة النيل", value=None))
    async with at_desk(office.world, office.officer) as client:
        for path in ("/desk", "/desk?show=overdue", "/desk?status=closed&effect=none"):
            await client.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
        for case in (kept, asked, decided):
            page = await client.get(f"/desk/{case.reference}?lang={language}")
            assert page.isolates("A fountain pen in a case")
    before = await office.recommended()
    async with at_desk(office.world, office.delegate) as client:
        await client.get(f"/desk?lang={language}")
        await client.get(f"/desk/{before.reference}?lang={language}")


async def test_every_word_of_the_desk_can_be_translated(office: Office) -> None:
    kept = await office.recommended()
    async with at_desk(office.world, office.officer) as client:
        assert await client.untranslated("/desk") == []
        assert await client.untranslated(f"/desk/{kept.reference}") == []
    async with at_desk(office.world, office.delegate) as client:
        assert await client.untranslated(f"/desk/{kept.reference}") == []


async def test_the_queue_leads_from_row_to_case_and_says_how_many_wait(office: Office) -> None:
    kept = await office.under_review()
    async with at_desk(office.world, office.officer) as client:
        page = await client.get("/desk?lang=en")
        [row] = page.all("a", class_="row-link")
        assert row.get("href", "").startswith(f"/desk/{kept.reference}?at=")
        await client.get(row.get("href", ""))
        assert "Assigned to me 1" in page.text
        assert "Unassigned 0" in page.text


async def test_filters_stand_in_the_address_as_codes_and_stay_chosen(office: Office) -> None:
    await office.under_review()
    async with at_desk(office.world, office.officer) as client:
        page = await client.get("/desk?show=mine&status=under_review&effect=authorization_required&lang=en")
        assert [page.value(name) for name in ("show", "status", "effect")] == [
            "mine",
            "under_review",
            "authorization_required",
        ]
        assert len(page.all("a", class_="row-link")) == 1
        unknown = await client.get("/desk?show=everything&status=lost&effect=magic&lang=en")
        assert [unknown.value(name) for name in ("status", "effect")] == ["", ""]
        assert unknown.one("a", href="/desk", aria_current="page") is not None


async def test_an_empty_queue_teaches(office: Office) -> None:
    async with at_desk(office.world, office.officer) as client:
        assert "as soon as somebody files it" in (await client.get("/desk?lang=en")).text
        assert "Choose others" in (await client.get("/desk?status=withdrawn&lang=en")).text
    async with at_desk(office.world, office.head) as client:
        assert "put it before you" in (await client.get("/desk?lang=en")).text


async def test_pages_of_the_queue_keep_their_filters(office: Office) -> None:
    await copies(office.world.superuser, await office.under_review(), 30)
    async with at_desk(office.world, office.officer) as client:
        page = await client.get("/desk?show=mine&lang=en")
        assert len(page.all("a", class_="row-link")) == 25
        onward = page.one("a", rel="next").get("href", "")
        assert onward.startswith("/desk?show=mine&at=")
        last = await client.get(onward)
        assert len(last.all("a", class_="row-link")) == 6
        assert len((await client.get(last.one("a", rel="prev").get("href", ""))).all("a", class_="row-link")) == 25
        await client.get("/desk?at=rubbish", status=400)


async def test_a_case_page_offers_only_what_the_service_accepts(office: Office) -> None:
    new = await office.world.declaration(office.declarant)
    async with at_desk(office.world, office.officer) as client:
        assert forms(await client.get(f"/desk/{new.reference}")) == {"taking", "note", "assignment", "keeping-open"}
        kept = await acts.take(office.officer, new.reference, new.head_seq)
        page = await client.get(f"/desk/{kept.reference}")
        served = {"recommendation", "question", "referral", "note", "handing-over", "keeping-open"}
        assert forms(page) == served
        offered = [field.get("value") for field in page.all("input", name="decision")]
    assert offered == [
        "authorize",
        "authorize_with_conditions",
        "refuse_authorization",
        "return_to_giver",
        "surrender_to_organization",
    ]


async def test_the_way_of_a_case_through_the_desk(office: Office) -> None:
    kept = await office.world.declaration(office.declarant)
    path = f"/desk/{kept.reference}"
    async with at_desk(office.world, office.officer) as client:
        await _sends(client, path, "taking")
        await _sends(client, path, "note", note="The vendor has no open bid.")
        await _sends(client, path, "question", about="value", question="Do you have the receipt?")
        asked = await client.get(f"{path}?lang=en")
        assert "A question is open It is about: Value Do you have the receipt?" in asked.text
        answered = await now(office.declarant, kept)
        await own.answer(office.declarant, kept.reference, "Yes, 45 dollars.", answered.head_seq)
        sent = {
            "decision": "authorize_with_conditions",
            "reasons": "Given in public",
            "conditions": "Kept in the office",
        }
        await _sends(client, path, "recommendation", **sent)
    async with at_desk(office.world, office.delegate) as client:
        page = await client.get(f"{path}?lang=en")
        assert "The ethics office recommends Authorized with conditions Given in public" in page.text
        assert "You decide on the delegated authority of the executive head: OD 2026/3" in page.text
        await _sends(client, path, "decision", **sent)
        assert "Decision Authorized with conditions" in (await client.get(f"{path}?lang=en")).text
    async with at_desk(office.world, office.officer) as client:
        assert contents(await client.get(path))[:2] == ["#acts", "#found"]
        await _sends(client, path, "closing")
        over = await client.get(path)
        assert forms(over) == set(), "nothing is done in a closed case, and nothing leads to doing it"
        assert contents(over) == ["#found", "#declared", "#person", "#earlier", "#history"]
    assert (await now(office.officer, kept)).status is Status.CLOSED


def contents(page: Page) -> list[str]:
    """Where the parts of a long page are said to be."""
    return [each.get("href", "") for nav in page.all("nav", class_="contents no-print") for each in nav.iter("a")]


async def _sends(client: PageClient, path: str, act: str, **fields: str) -> None:
    page = await client.get(path)
    answer = await send(client, f"{path}/{act}", filled(page, **fields))
    assert (answer.status_code, answer.headers["location"]) == (303, path), answer.text


async def test_faults_are_named_at_their_fields_and_what_was_typed_is_kept(office: Office) -> None:
    kept = await office.under_review()
    async with at_desk(office.world, office.officer) as client:
        page = await client.get(f"/desk/{kept.reference}")
        path = f"/desk/{kept.reference}"
        refused = await client.post(
            f"{path}/recommendation", filled(page, reasons="", conditions="Kept in the office"), status=422
        )
        assert refused.errors() == ["decision", "reasons", "conditions"]
        assert refused.value("conditions") == "Kept in the office"
        assert (
            await client.post(f"{path}/question", filled(page, about="value", question=""), status=422)
        ).errors() == ["question"]
        assert (await client.post(f"{path}/referral", filled(page, referral_reasons="Why"), status=422)).errors() == [
            "referred_to"
        ]
        nobody = filled(page, new_officer="nobody", handing_reason="")
        assert (await client.post(f"{path}/handing-over", nobody, status=422)).errors() == [
            "new_officer",
            "handing_reason",
        ]


async def test_a_stale_form_says_what_changed_and_keeps_what_was_typed(office: Office) -> None:
    kept = await office.recommended()
    path = f"/desk/{kept.reference}"
    sent = {"decision": "refuse_authorization", "reasons": "It comes from a bidder."}
    async with at_desk(office.world, office.head) as client:
        page = await client.get(f"{path}?lang=en")
        await own.comment(office.declarant, kept.reference, "It was on the stage.")
        stale = await client.post(f"{path}/decision", filled(page, **sent), status=409)
        assert "This case has changed since you opened it." in stale.text
        assert "Amina Haddad added a comment." in stale.text
        assert (stale.value("decision"), stale.value("reasons")) == (sent["decision"], sent["reasons"])
        again = await send(client, f"{path}/decision", filled(stale, **sent))
        assert again.status_code == 303
    assert (await now(office.officer, kept)).outcome == "refuse_authorization"


async def test_words_for_a_form_that_is_gone_are_not_lost(office: Office) -> None:
    kept = await office.recommended()
    async with at_desk(office.world, office.delegate) as client:
        page = await client.get(f"/desk/{kept.reference}?lang=en")
        from declarations.review.service import deciding
        from tests.reviewing import authorize

        await deciding.decide(office.head, kept.reference, authorize(), kept.head_seq)
        sent = filled(page, decision="refuse_authorization", reasons="It comes from a bidder.")
        stale = await client.post(f"/desk/{kept.reference}/decision", sent, status=409)
        assert "decided the case" in stale.text
        assert "It comes from a bidder." in stale.text
        assert stale.all("input", name="decision") == []


async def test_a_case_that_is_not_open_to_a_person_is_not_there(office: Office) -> None:
    kept = await office.under_review()
    of_head = await office.world.declaration(office.head)
    for who, case in (
        (office.head, kept),
        (office.official, kept),
        (office.supervisor, of_head),
        (office.officer, of_head),
        (office.stranger, kept),
    ):
        async with at_desk(office.world, who) as client:
            hidden = await client.get(f"/desk/{case.reference}", status=404)
            never_was = await client.get("/desk/D-0000-0000", status=404)
            assert hidden.text == never_was.text, (who.name, case.reference)
    async with at_desk(office.world, office.officer) as client:
        assert kept.reference in (await client.get(f"/desk/{kept.reference}")).text


async def test_what_a_declarant_wrote_is_shown_and_never_obeyed(office: Office) -> None:
    nasty = '<script>alert("x")</script> “%(name)s” {{ 7 * 7 }}'
    kept = await office.world.declaration(office.declarant, gift_command(description=nasty, giver_name="<b>Firm</b>"))
    async with at_desk(office.world, office.officer) as client:
        answer = await client.http.get(f"/desk/{kept.reference}")
    assert "<b>Firm" not in answer.text
    assert "<script>alert" not in answer.text
    assert "{{ 7 * 7 }}" in answer.text
