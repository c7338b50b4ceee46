"""Letters and standing words as people meet them: pages, forms without scripts, and the interface."""

import contextlib
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import pytest

from declarations.filing.model import Declaration
from declarations.letters.service.reading import read_decision_letter
from declarations.letters.typeset import as_data
from declarations.review.model import DecisionCommand
from declarations.review.service import deciding, signing
from register.access import configure
from register.access.csrf import csrf_field
from register.access.middleware import IdentityMiddleware
from register.access.scopes import scope_of
from register.app import litestar_app
from register.kernel.identity import Identity
from register.settings import Settings
from register.web.headers import SecurityHeaders
from register.web.language import Language
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.activities import recommended as put_before
from tests.activities import refusal
from tests.factories import World, gift_command
from tests.kinds import decided
from tests.page_client import Page, PageClient, checked
from tests.reviewing import Office, staffed
from tests.web.visitors import SETTINGS, send, signed_in


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


@cache
def served() -> Any:
    return litestar_app(Settings())


def app() -> Any:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return SecurityHeaders(IdentityMiddleware(Language(served())))


@contextlib.asynccontextmanager
async def seen_by(office: Office, person: Identity) -> AsyncIterator[PageClient]:
    async with signed_in(app(), office.world, person) as client:
        yield client


def words_in(element: ET.Element) -> str:
    """What stands in an element."""
    return "".join(element.itertext())


def filled(page: Page, **fields: str) -> dict[str, str]:
    kept = {name: value for name, value in page.hidden().items() if name in {"csrf", "seen", "place"}}
    return kept | fields


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
async def test_the_letter_is_a_page_and_an_attachment(office: Office, language: str) -> None:
    kept = await office.decided()
    async with seen_by(office, office.declarant) as client:
        page = await client.get(f"/declarations/{kept.reference}/letter?language={language}")
        article = page.one("article", lang=language)
        assert article is not None
        assert kept.reference in page.title
        assert "U+" not in page.title, "isolates that the letter set itself are no marks that deceive"
        got = await client.http.get(f"/declarations/{kept.reference}/letter.pdf?language={language}")
    assert got.status_code == 200
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["content-disposition"] == f'attachment; filename="{kept.reference}-{language}.pdf"'
    assert got.headers["cache-control"] == "no-store"
    assert "sandbox" in got.headers["content-security-policy"]
    assert got.content.startswith(b"%PDF-")


async def test_an_officer_puts_standing_words_in_and_changes_them_before_deciding(office: Office) -> None:
    await office.world.superuser.execute("update person set language = 'fr' where id = $1", office.declarant.person)
    kept = await office.recommended()
    async with seen_by(office, office.head) as client:
        page = await client.get(f"/desk/{kept.reference}")
        fields = filled(page, decision="authorize", insert="reasons", words_reasons="reasons-modest", reasons="")
        page = await client.post(f"/desk/{kept.reference}/words", fields | {"language_reasons": "fr"})
        reasons = page.value("reasons")
        assert "marque de courtoisie d’usage" in reasons
        assert "{" not in reasons
        assert page.hidden()["words_language"] == "fr"
        sent = filled(page, decision="authorize", words_language="fr", reasons=reasons + " Merci.")
        assert (await send(client, f"/desk/{kept.reference}/decision", sent)).status_code == 303
        letter = await client.get(f"/desk/{kept.reference}/letter")
    assert "Merci." in letter.text
    assert letter.one("article", lang="fr") is not None


async def test_words_that_were_not_chosen_or_name_no_decision_yet_are_told_at_their_field(office: Office) -> None:
    kept = await office.recommended()
    async with seen_by(office, office.head) as client:
        page = await client.get(f"/desk/{kept.reference}")
        page = await client.post(f"/desk/{kept.reference}/words", filled(page, insert="reasons"), status=422)
        assert set(page.errors()) == {"words_reasons"}


async def test_the_office_keeps_its_words_and_every_version_of_them(office: Office) -> None:
    async with seen_by(office, office.officer) as client:
        page = await client.get("/standing-words/new?lang=en")
        wrong = filled(page, use="giver_thanks", title_en="Short thanks", text_en="For {value} and {reference}, {")
        page = await client.post("/standing-words/new", wrong, status=422)
        assert set(page.errors()) == {"text_en"}
        right = filled(page, use="giver_thanks", title_en="Short thanks", text_en="Thank you: {gift}.")
        page = await client.post("/standing-words/new", right)
        assert "Thank you: a fountain pen in a case." in page.text
        made = await send(client, "/standing-words/new", right | {"step": "keep"})
        assert made.status_code == 303
        here = made.headers["location"]
        page = await client.get(here)
        assert "Whoever asks for this language is given: English" in page.text
        page = await client.get(f"{here}/edit")
        edited = filled(page, title_en="Short thanks", text_en="Thanks: {gift}.", step="keep")
        assert (await send(client, f"{here}/edit", edited)).status_code == 303
        await client.post(f"{here}/edit", edited | {"text_en": "Late"}, status=409)
        page = await client.get(here)
        assert "Thank you: {gift}." in page.text  # the version before
        assert (await send(client, f"{here}/retirement", filled(page))).status_code == 303
        assert "Retired" in (await client.get("/standing-words")).text
    async with seen_by(office, office.head) as client:
        await client.get(here)
        await client.get(f"{here}/edit", status=404)
    async with seen_by(office, office.stranger) as client:
        await client.get("/standing-words", status=404)


async def test_a_letter_to_the_giver_is_previewed_changed_and_drawn_up(office: Office) -> None:
    kept = await office.recommended()
    kept = await deciding.decide(
        office.head, kept.reference, DecisionCommand("return_to_giver", "It goes back."), kept.head_seq
    )
    here = f"/desk/{kept.reference}/giver-letters"
    async with seen_by(office, office.officer) as client:
        page = await client.get(f"{here}?lang=en")
        fields = filled(page, purpose="return", language="ar", addressee="Delta Pumps", gift="قلم", step="preview")
        page = await client.post(here, fields)
        text = page.value("text")
        assert "قلم" in text
        assert "قلم" in words_in(page.one("article", lang="ar", dir="rtl")), "the whole letter, as the giver reads it"
        assert not page.all("a", href=f"{here}/7"), "control: nothing is kept yet"
        shown = fields | {"previewed": page.hidden()["previewed"], "text": text + " (2)", "step": "draw_up"}
        changed = checked(await send(client, here, shown))
        assert "(2)" in words_in(changed.one("article", lang="ar")), "a letter that was changed is shown again first"
        made = await send(client, here, shown | {"previewed": changed.hidden()["previewed"]})
        assert made.status_code == 303
        page = await client.get(made.headers["location"])
        assert "(2)" in page.text
        assert kept.reference not in str(page.one("article", lang="ar"))
        got = await client.http.get(made.headers["location"] + ".pdf")
        assert got.content.startswith(b"%PDF-")
        await client.get(f"{here}/0", status=404)
    async with seen_by(office, office.declarant) as client:
        page = await client.get(f"/declarations/{kept.reference}")
        assert page.one("a", href=f"/declarations/{kept.reference}/giver-letters") is not None
        assert "Return the gift" in (await client.get(f"/declarations/{kept.reference}/giver-letters?lang=en")).text


async def test_letters_to_the_giver_are_offered_only_where_there_is_one_to_read_or_to_send(office: Office) -> None:
    kept = await office.decided()
    way = f"{kept.reference}/giver-letters"
    for who, side, offered in (
        (office.declarant, "declarations", []),
        (office.head, "desk", []),
        (office.officer, "desk", [f"/desk/{way}"]),
    ):
        async with seen_by(office, who) as client:
            page = await client.get(f"/{side}/{kept.reference}")
        found = [str(link.get("href")) for link in page.all("a")]
        assert [address for address in found if "giver-letters" in address] == offered, who.roles
        assert any(address.endswith("/letter") for address in found), "control: the decision as a letter is there"
    async with seen_by(office, office.officer) as client:
        page = await client.get(f"/desk/{way}?lang=en")
        words = {"addressee": "Delta Pumps", "gift": "a pen", "text": "Thank you."}
        fields = filled(page, purpose="thanks", language="en", step="draw_up", **words)
        assert (await send(client, f"/desk/{way}", fields)).status_code == 303
    for who, side in ((office.declarant, "declarations"), (office.head, "desk")):
        async with seen_by(office, who) as client:
            page = await client.get(f"/{side}/{kept.reference}")
            assert page.one("a", href=f"/{side}/{way}") is not None, "control: one was drawn up"
            assert "Thank for the gift" in (await client.get(f"/{side}/{way}?lang=en")).text


async def test_what_has_no_giver_offers_and_has_no_letters_to_one(office: Office) -> None:
    activity, payment = await refused_activity(office), await refused_payment(office)
    for who, side in ((office.declarant, "declarations"), (office.officer, "desk")):
        async with seen_by(office, who) as client:
            page = await client.get(f"/{side}/{activity.reference}")
            assert not [link for link in page.all("a") if "giver-letters" in str(link.get("href"))]
            await client.get(f"/{side}/{activity.reference}/giver-letters", status=404)
            page = await client.get(f"/{side}/{payment.reference}")
            assert page.one("a", href=f"/{side}/{payment.reference}/giver-letters") is not None, "the control"
            await client.get(f"/{side}/{payment.reference}/giver-letters")


async def refused_activity(office: Office) -> Declaration:
    kept = await put_before(office)
    return await deciding.decide(office.official, kept.reference, refusal(), kept.head_seq)


async def refused_payment(office: Office) -> Declaration:
    """ICSC 51: not permitted, and its body is told so."""
    payment = gift_command(
        direction="offered_to_me",
        category="supplementary_payment",
        giver_type="government",
        related_to_assignment=True,
        payment_timing="during",
    )
    return await decided(office, await office.world.declaration(office.declarant, payment), "not_permitted")


async def test_words_of_the_office_carry_their_language_wherever_they_are_read(office: Office) -> None:
    kept = await office.under_review()
    words = DecisionCommand("authorize_with_conditions", "C’est un don modeste.", "Il reste au bureau.", "fr")
    kept = await deciding.recommend(office.officer, kept.reference, words, kept.head_seq)
    async with seen_by(office, office.head) as client:
        for path in ("/desk/signing?lang=en", f"/desk/{kept.reference}?lang=en"):
            page = await client.get(path)
            assert [words_in(each) for each in page.all("p", lang="fr")] == [words.reasons, words.conditions], path
        await signing.sign(office.head, [signing.Chosen(kept.reference, kept.head_seq)], "As advised.")
        letter = await client.get(f"/desk/{kept.reference}/letter?language=ar&lang=en")
    said = {words_in(each): (each.get("lang"), each.get("dir")) for each in letter.all("blockquote")}
    assert said["Il reste au bureau."] == ("fr", "ltr")
    assert said["As advised."] == ("en", "ltr"), "control: the reasons are the authority’s"
    data = as_data(await read_decision_letter(office.head, kept.reference, "ar", at_desk=True))
    passages = {each["text"]: (each["lang"], each["dir"]) for part in data["sections"] for each in part["passages"]}
    assert passages["Il reste au bureau."] == ("fr", "ltr"), "the same in the file"


async def test_programs_do_the_same(office: Office) -> None:
    kept = await office.recommended()
    kept = await deciding.decide(
        office.head, kept.reference, DecisionCommand("return_to_giver", "It goes back."), kept.head_seq
    )
    case = f"/api/v1/cases/{kept.reference}"
    async with seen_by(office, office.officer) as client:
        token = (await client.get("/account")).hidden()["csrf"]
        head = {"x-csrf-token": token, "origin": "https://register.example", "sec-fetch-site": "same-origin"}
        letter = (await client.http.get(f"{case}/letter?language=en")).json()
        assert letter["language"] == "en"
        listed = await client.http.get(f"{case}/giver-letters")
        assert listed.json() == {"letters": [], "purposes": ["return", "decline", "thanks"]}
        body = {"purpose": "return", "language": "en", "addressee": "Delta Pumps", "gift": "a pen"}
        assert (await client.http.post(f"{case}/giver-letters", json=body, headers=head)).status_code == 428
        seen = head | {"if-match": listed.headers["etag"]}
        made = await client.http.post(f"{case}/giver-letters", json=body, headers=seen)
        assert made.status_code == 201
        assert (await client.http.get(made.headers["location"])).json() == made.json()
        words = "/api/v1/standing-words"
        new = {"use": "reasons", "texts": {"en": {"title": "T", "text": "See {rule} and {nothing}."}}}
        refused = await client.http.post(words, json=new, headers=head)
        assert [fault["name"] for fault in refused.json()["fields"]] == ["text_en"]
        new["texts"] = {"en": {"title": "T", "text": "See {rule}, {paragraph}."}}
        kept_words = (await client.http.post(words, json=new, headers=head)).json()
        filled_in = await client.http.post(f"{case}/words", json={"key": kept_words["key"]}, headers=head)
        assert "para. 50" in filled_in.json()["text"]
        assert filled_in.json()["language"] == "en"


async def test_a_key_that_the_database_would_not_take_is_no_key(office: Office) -> None:
    async with seen_by(office, office.officer) as client:
        for address in ("/standing-words/a%00b", "/standing-words/a%00b/edit"):
            await client.get(address, status=404)
        assert (await client.http.get("/api/v1/standing-words/a%00b")).status_code == 404


def test_a_key_that_reads_opens_letters_and_words_and_keeps_none() -> None:
    reads = ("case.letter", "case.giver_letter", "case.words", "words.read")
    assert {scope_of(action) for action in reads} == {"desk.read"}
    assert {scope_of(action) for action in ("declaration.letter", "declaration.giver_letter")} == {"declarations.read"}
    assert {scope_of(action) for action in ("words.keep", "case.write_to_giver")} == {"desk.change"}
    assert scope_of("declaration.write_to_giver") == "declarations.change"
