"""A designated filer makes a statement, its reader asks for a declaration, and another use waits for consent.

With PICTURES=1 photographed for people who judge how it looks (artefacts/assets, not kept with the sources).
"""

import shutil
from pathlib import Path

import pytest

from tests.browser import stating
from tests.browser.visiting import ASSET_FILER, ASSET_READER, OFFICER, PICTURED, Demonstration, Visitor

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "artefacts" / "assets"


def photograph(visitor: Visitor, name: str) -> None:
    """The page in English and Arabic, wide and on a phone, where nothing stands beyond its edge."""
    here = visitor.path
    for language in ("ar", "en"):
        visitor.go(f"{here}{'&' if '?' in here else '?'}lang={language}")
        for width in (1280, 320):
            visitor.page.set_viewport_size({"width": width, "height": 900})
            if PICTURED:
                visitor.page.screenshot(path=PICTURES / f"{name}-{language}-{width}.png", full_page=True)
            assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width, (name, language, width)
    visitor.page.set_viewport_size({"width": 1280, "height": 900})


def test_an_asset_filer_states_what_could_conflict_and_keeps_the_say_over_its_use(demo: Demonstration) -> None:
    shutil.rmtree(PICTURES, ignore_errors=True)
    filer, officer = demo.person(ASSET_FILER, "en"), demo.person(OFFICER, "en")
    reader = demo.person(ASSET_READER, "en")
    filer.follow("/assets")
    assert "Chief of procurement" in filer.says()
    made = stating.state(filer)
    assert stating.LINE["what"] in filer.says()

    desk = f"/desk/assets/statements/{made.statement}"
    officer.go("/desk/assets")
    officer.follow(f"/desk/assets/{made.designation}")
    photograph(officer, "designation")
    assert stating.LINE["counterpart"] not in officer.says()
    officer.go(desk, status=404)
    stating.ask_consent(officer, made.statement)

    reader.go(f"{desk}?use=procurement", status=404)
    reader.go(desk)
    photograph(reader, "review")
    stating.review(reader, made.statement, "declare", "Please declare the vendor.")

    filer.go("/assets")
    photograph(filer, "own")
    (answer,) = filer.page.locator("form[action$='/answer']").all()
    filer.press(str(answer.get_attribute("action")))
    reader.go(f"{desk}?use=procurement")
    assert stating.LINE["counterpart"] in reader.says()
    filer.go("/assets")
    (revocation,) = filer.page.locator("form[action$='/revocation']").all()
    filer.press(str(revocation.get_attribute("action")))
    reader.go(f"{desk}?use=procurement", status=404)

    filer.go(f"/assets/statements/{made.statement}")
    photograph(filer, "statement")
    assert "Kofi Adjei" in filer.says()
    filer.follow("/declare/conflict")

    stating.correct(filer, made)
    photograph(filer, "draft")
    assert stating.LINE["what"] in filer.says()
