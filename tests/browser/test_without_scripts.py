"""With scripts switched off everything that matters works the same: checking, declaring, reviewing, deciding."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.browser import declaring
from tests.browser.visiting import DECLARANT, HEAD, OFFICER, Demonstration, Visitor
from tests.evidence import MAKER, photo

pytestmark = pytest.mark.browser

PHONE: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True}


@pytest.fixture
def declarant(demo: Demonstration) -> Visitor:
    return demo.person(DECLARANT, "en", java_script_enabled=False)


def test_a_stranger_may_ask_whether_a_gift_may_be_accepted(demo: Demonstration) -> None:
    stranger = demo.stranger(java_script_enabled=False)
    stranger.go("/check?lang=en")
    stranger.fill(capacity="staff", **declaring.PRE_CHECK, value="123.50", value_currency="USD")
    stranger.press("/check")
    assert stranger.page.locator(".answer.waits .verdict").is_visible()


def test_the_answer_of_the_pre_check_becomes_a_declaration(declarant: Visitor) -> None:
    declarant.go("/check?lang=en")
    declarant.fill(**declaring.PRE_CHECK, value="123.50", value_currency="USD")
    declarant.press("/check")
    declarant.press("/check/declare")
    assert declarant.page.locator('[name=direction][value="offered_to_me"]').is_checked()
    draft = declaring.take_steps(declarant, "123.50")
    declarant.press(f"{draft}/submit")
    assert declarant.wrong_fields() == ["attested"]
    declarant.fill(attested="yes")
    declarant.press(f"{draft}/submit")
    assert declarant.page.locator(".confirmation .reference").is_visible()


def test_a_giver_is_looked_up_and_chosen_and_the_draft_is_found_again(declarant: Visitor) -> None:
    declarant.go("/declare/gift?lang=en")
    declarant.press("/declare/gift")
    draft = declaring.draft_of(declarant)
    declarant.fill(**declaring.WHAT)
    declarant.press(f"{draft}/what")
    declarant.fill(giver_name="Canada")
    declarant.press(f"{draft}/giver", then="search")
    chosen = declarant.page.locator("section[aria-labelledby=suggestions] bdi").first.inner_text()
    declarant.press(f"{draft}/giver", then="pick:0")
    assert declarant.value("giver_name") == chosen
    declarant.fill(giver_type="government", giver_relation="none", recipient="self")
    declarant.press(f"{draft}/giver", then="later")
    declarant.go("/")
    declarant.follow(draft)
    declarant.go(f"{draft}/giver")
    assert declarant.value("giver_name") == chosen


def test_a_case_is_asked_about_answered_recommended_decided_and_acknowledged(
    demo: Demonstration, declarant: Visitor
) -> None:
    reference = declaring.declare(declarant, "123.50")
    officer = demo.person(OFFICER, "en", java_script_enabled=False)
    head = demo.person(HEAD, "en", java_script_enabled=False)

    officer.go(f"/desk/{reference}")
    officer.press(f"/desk/{reference}/taking")
    officer.unfold("question")
    officer.fill(about="value", question="Have you seen a price?")
    officer.press(f"/desk/{reference}/question")
    declarant.go(f"/declarations/{reference}")
    declarant.fill(answer="Yes, in the shop.")
    declarant.press(f"/declarations/{reference}/answer")
    officer.go(f"/desk/{reference}")
    officer.fill(decision="authorize", reasons="A usual present.")
    officer.press(f"/desk/{reference}/recommendation")
    head.go(f"/desk/{reference}")
    head.fill(decision="refuse_authorization", reasons="It would look like a reward.")
    head.press(f"/desk/{reference}/decision")
    declarant.go(f"/declarations/{reference}")
    assert "It would look like a reward." in declarant.says()
    declarant.press(f"/declarations/{reference}/acknowledge")
    assert declarant.page.locator(".tag.good").is_visible()


def test_a_photo_from_a_phone_is_seen_by_the_officer_without_its_place(demo: Demonstration) -> None:
    declarant = demo.person(DECLARANT, "en", java_script_enabled=False, **PHONE)
    officer = demo.person(OFFICER, "en", accept_downloads=True)
    taken = photo(400, 300)
    reference = _declares_with(declarant, taken)
    saved = _saves(officer, reference)
    picture = Image.open(io.BytesIO(saved))
    assert picture.size == (300, 400), "upright, as the phone was held"
    assert (dict(picture.getexif()), MAKER in saved) == ({}, False)
    assert MAKER in taken, "the control: the phone wrote its name into the photo"


def _declares_with(declarant: Visitor, taken: bytes) -> str:
    declarant.go("/declare/gift")
    declarant.press("/declare/gift")
    draft = declaring.take_steps(declarant, "123.50")
    declarant.follow(f"{draft}/evidence")
    camera = declarant.page.locator("#photo")
    assert (camera.get_attribute("capture"), camera.get_attribute("accept")) == ("environment", "image/*")
    camera.set_input_files({"name": "image.jpg", "mimeType": "image/jpeg", "buffer": taken})
    declarant.press(f"{draft}/evidence")
    assert "image.jpg" in declarant.says()
    assert declarant.page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    declarant.follow(f"{draft}/check")
    declarant.fill(attested="yes")
    declarant.press(f"{draft}/submit")
    return declarant.reference


def _saves(officer: Visitor, reference: str) -> bytes:
    officer.go(f"/desk/{reference}")
    link = officer.page.locator(f'a[href^="/desk/{reference}/evidence/"]')
    with officer.page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "image.jpg"
    return Path(download.value.path()).read_bytes()
