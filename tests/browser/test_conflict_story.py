"""A spouse’s company in a procurement: advice in confidence, a declaration made of it, two persons decide, resolved.

With PICTURES=1 the pages are photographed, wide and on a phone, in English and in Arabic (artefacts/conflict).
"""

from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.arranging import comes_by_link
from tests.browser.declaring import draft_of
from tests.browser.visiting import DECLARANT, OFFICER, PICTURED, Demonstration, Visitor

pytestmark = pytest.mark.browser

ANOTHER_OFFICER = "second.officer@demo.example"
OFFICIAL = "authorizing_official@demo.example"
PICTURES = Path(__file__).parents[2] / "artefacts" / "conflict"
TODAY = date.today()  # noqa: DTZ011 - the day on the machine where the browser runs
SOON = TODAY + timedelta(days=14)
WORK = "My husband’s company has made an offer in a tender that I assess."
ANSWER = "Vous avez bien fait de demander. Déclarez-le sans attendre et n’ouvrez plus les offres."
MEASURE = "Leave the evaluation panel and hand over the files."
REASONS = "The company of the spouse would gain from a decision in which she takes part."
DONE = "I left the panel and handed the files to my colleague."
PANEL = "The members of the evaluation panel"


def day(name: str, found: date) -> dict[str, str]:
    """Three fields of a date."""
    return {f"{name}_day": str(found.day), f"{name}_month": str(found.month), f"{name}_year": str(found.year)}


STEPS: dict[str, dict[str, str]] = {
    "what": {"domain": "procurement", "nature_declared": "potential"},
    "whose": {"interest_holder": "spouse_partner", "indirect": "no", "benefit_to": "third_party"},
    "with_whom": {
        "counterpart_kind": "third_party",
        "other_party": "Blue Valley Pumps Ltd",
        "matter": "RFP 2026/14",
        "acts_on_matter": "yes",
        "uses_information": "no",
    },
    "when": {**day("event_date", TODAY - timedelta(days=3)), **day("aware_date", TODAY - timedelta(days=3))},
    "proposed": {"proposed": "recusal"},
    "words": {"language": "en"},
}


def test_a_spouses_company_in_a_procurement_from_advice_to_resolved(demo: Demonstration) -> None:
    declarant, adviser = demo.person(DECLARANT, "en"), demo.person(OFFICER, "fr")
    official = demo.person(OFFICIAL, "en")
    advice = _asks(declarant)
    _answers(adviser, advice)
    reference = _declares(declarant, advice)
    desk, own = f"/desk/{reference}", f"/declarations/{reference}"
    adviser.go(desk, status=404)  # whoever advised takes no part, as the person wished
    officer = comes_by_link(demo, ANOTHER_OFFICER)
    _assesses_and_recommends(officer, desk)
    _decides(official, desk)
    _follows(declarant, own)
    _marks(officer, desk)
    declarant.go(own)
    assert PANEL in declarant.says()
    _is_sound(declarant, "own")


def _asks(declarant: Visitor) -> str:
    """In confidence, before anything is declared; the address of the thread."""
    declarant.follow("/advice")
    assert "An answer is advice, never a decision, and no declaration." in declarant.says()
    declarant.follow("/advice/new")
    declarant.fill(topic="conflict", words=WORK)
    declarant.press("/advice/new")
    assert WORK in declarant.says()
    return declarant.path


def _answers(adviser: Visitor, advice: str) -> None:
    adviser.go("/desk/advice")
    adviser.follow(f"/desk{advice}")
    assert WORK in adviser.says()
    _is_sound(adviser, "advising")
    adviser.fill(words=ANSWER)
    adviser.press(f"/desk{advice}/answers")


def _declares(declarant: Visitor, advice: str) -> str:
    """In one step from the thread: the words of the question stand in the draft, those of the answer do not."""
    declarant.go(advice)
    assert ANSWER in declarant.says()
    _is_sound(declarant, "advised")
    declarant.follow(f"{advice}/declaration")
    assert declarant.value("kind") == "conflict"
    declarant.fill(agrees="no")
    declarant.press(f"{advice}/declaration")
    draft = draft_of(declarant)
    assert declarant.value("description") == WORK
    for step, answers in STEPS.items():
        declarant.fill(**answers)
        declarant.press(f"{draft}/{step}")
    assert "3 days after you became aware of it" in declarant.says()
    declarant.fill(attested="yes")
    declarant.press(f"{draft}/submit")
    return declarant.reference


def _assesses_and_recommends(officer: Visitor, desk: str) -> None:
    officer.go("/desk?kind=conflict")
    row = officer.page.locator("tr", has=officer.page.locator(f"a[href^='{desk}']"))
    assert "Heightened review" in row.inner_text()
    officer.follow(desk)
    assert "3 days after the person became aware of it" in officer.says()
    assert WORK in officer.says()
    assert ANSWER not in officer.page.content()
    officer.press(f"{desk}/taking")
    officer.unfold("nature")
    officer.fill(nature="actual", nature_reason="She assesses the offer of her husband’s company.")
    officer.press(f"{desk}/nature")
    officer.fill(decision="measure", reasons=REASONS, measure1_code="recusal", measure1_words=MEASURE)
    officer.fill(**day("measure1_due_on", SOON))
    _is_sound(officer, "recommending")
    officer.press(f"{desk}/recommendation")
    assert not officer.page.locator(f"form[action='{desk}/decision']").count()  # whoever recommends does not decide


def _decides(official: Visitor, desk: str) -> None:
    official.go(desk)
    assert REASONS in official.says()
    assert official.value("measure1_words") == MEASURE  # as the office recommends
    official.fill(decision="measure", reasons=REASONS)
    official.press(f"{desk}/decision")
    assert MEASURE in official.says()


def _follows(declarant: Visitor, own: str) -> None:
    declarant.go(own)
    assert MEASURE in declarant.says()
    declarant.fill(measure_words=DONE)
    _is_sound(declarant, "reporting")
    declarant.press(f"{own}/measure")
    assert "Reported as carried out" in declarant.says()


def _marks(officer: Visitor, desk: str) -> None:
    officer.go("/desk/measures")
    _is_sound(officer, "measures")
    officer.follow(desk)
    assert not officer.page.locator(f"form[action='{desk}/closing']").count()
    officer.unfold("following")
    officer.fill(following_act="confirm")
    officer.press(f"{desk}/following")
    officer.unfold("disclosure")
    officer.fill(disclosed_to=PANEL, disclosed_reason="Each of them knows.", **day("disclosed_on", TODAY))
    officer.press(f"{desk}/disclosure")
    officer.unfold("addressing")
    officer.fill(addressed_reason="She takes no part in the tender.")
    officer.press(f"{desk}/addressing")
    officer.unfold("resolution")
    officer.fill(resolved_reason="Another panel member decides; nobody gains.")
    officer.press(f"{desk}/resolution")
    _is_sound(officer, "resolved")
    officer.press(f"{desk}/closing")
    assert "closed the case" in officer.says()


def _is_sound(visitor: Visitor, name: str) -> None:
    """No barrier that axe knows, and no wider than a phone; with PICTURES=1 photographed."""
    found = Axe().run(visitor.page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    if PICTURED:
        PICTURES.mkdir(parents=True, exist_ok=True)
    for width in (1280, 320):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
        if PICTURED:
            visitor.page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    visitor.page.set_viewport_size({"width": 1280, "height": 900})
