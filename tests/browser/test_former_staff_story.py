"""A former staff member comes back: signs in, reads what goes on after service, declares an offer, sees it in force."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.arranging import comes_by_link
from tests.browser.visiting import Demonstration, Visitor

pytestmark = pytest.mark.browser

FORMER = "former.staff@demo.example"
AXE = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
ANSWERS = {
    "what": {"domain": "post_employment", "nature_declared": "potential", "description": "A vendor offers me a post."},
    "whose": {"interest_holder": "self", "indirect": "no", "benefit_to": "self"},
    "with_whom": {
        "counterpart_kind": "third_party",
        "other_party": "Delta Pumps Company",
        "acts_on_matter": "no",
        "persuades_for_or_against": "no",
        "uses_information": "no",
    },
    "when": {
        f"{name}_{part}": value
        for name in ("event_date", "aware_date")
        for part, value in (("day", "4"), ("month", "5"), ("year", "2026"))
    },
    "proposed": {},
    "words": {"language": "en"},
}


def is_open_to_all(visitor: Visitor) -> None:
    """Nothing on the page that axe objects to."""
    visitor.page.evaluate(AXE_SCRIPT)
    judged = visitor.page.evaluate("options => axe.run(document, options)", AXE)
    assert [each["id"] for each in judged["violations"]] == [], visitor.path


def test_a_former_staff_member_signs_in_declares_and_keeps_access_to_their_own_records(demo: Demonstration) -> None:
    visitor = comes_by_link(demo, FORMER)
    visitor.go("/declare")
    assert "After service you declare" in visitor.says()
    doors = visitor.page.locator(".doors-list a").evaluate_all("links => links.map(link => link.pathname)")
    assert doors[:2] == ["/declare/conflict", "/declare/gift"]
    assert "/declare/approval_request" not in doors, "matters of duty are over"
    is_open_to_all(visitor)
    visitor.go("/declare/conflict")
    visitor.press("/declare/conflict")
    draft = visitor.path.split("?")[0].rsplit("/", 1)[0]
    first = visitor.page.locator('[name="domain"] option').evaluate_all("all => all.map(each => each.value)")
    assert first[1] == "post_employment"
    is_open_to_all(visitor)
    for step, answers in ANSWERS.items():
        assert visitor.path.startswith(f"{draft}/{step}"), visitor.path
        visitor.fill(**answers)
        visitor.press(f"{draft}/{step}")
    assert visitor.path.startswith(f"{draft}/check"), visitor.says()
    visitor.fill(attested="yes")
    visitor.press(f"{draft}/submit")
    reference = visitor.reference
    visitor.go("/standing")
    assert reference in visitor.says()
    is_open_to_all(visitor)
    visitor.press("/standing/confirmation")
    assert "Your confirmation is recorded." in visitor.says()
    visitor.go(f"/declarations/{reference}")
    assert "you confirmed that it is still correct" in visitor.says()
