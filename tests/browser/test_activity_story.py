"""Employment during unpaid leave: asked about, requested, authorized until a day, recalled, renewed (ICSC 45–47).

With PICTURES=1 each step is photographed (artefacts/activity).
"""

from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from declarations.review.three_tests import TESTS
from register.kernel.embedded import Embedded
from register.kernel.i18n import msg, say
from tests.browser.declaring import draft_of
from tests.browser.test_story import BOTH, Album
from tests.browser.visiting import DECLARANT, OFFICER, Demonstration, Visitor
from tests.browser.watching import AXE
from tests.process.serving import clerk

pytestmark = pytest.mark.browser

OFFICIAL = "authorizing_official@demo.example"
TODAY = date.today()  # noqa: DTZ011 - the day on the machine where the browser runs
_SECONDS_OF_MAIL = 20
EMPLOYER = "Consultores del Río Grande"
ADVICE = "Un contrat de six mois pendant un congé sans traitement ; l’employeur n’a aucune affaire avec nous."
REASONS = "The leave is without pay, and the employer has no business with the Organization."
FURTHER = "The leave goes on, and nothing has changed but its end."
CONDITIONS = "You act in your personal capacity and use nothing that is not public."


def day(name: str, found: date) -> dict[str, str]:
    return {f"{name}_day": str(found.day), f"{name}_month": str(found.month), f"{name}_year": str(found.year)}


START, END = TODAY + timedelta(days=40), TODAY + timedelta(days=220)
PASSING = 165
SOON, LONGER = END - timedelta(days=PASSING), TODAY + timedelta(days=330)
NO = dict.fromkeys(
    (
        "interferes_with_duties",
        "incompatible_with_status",
        "conflicts_with_interests",
        "uses_resources",
        "uses_information",
    ),
    "no",
)
ASKED = {
    "activity_class": "employment",
    **day("start_date", START),
    "during_leave": "unpaid",
    "remunerated": "yes",
    **NO,
    "uses_name": "no",
    "local_law_permits": "yes",
    "personal_capacity": "yes",
    "for_party_or_campaign": "no",
}
STEPS: dict[str, dict[str, str]] = {
    "what": {"activity_class": "employment", "description": "Advice on pumps for farms.", "position": "Consultant"},
    "employer": {"other_party": EMPLOYER, "country": "CL", "local_law_permits": "yes"},
    "when": {
        **day("start_date", START),
        **day("end_date", END),
        "hours_per_week": "20",
        "during_leave": "unpaid",
    },
    "pay": {"remunerated": "yes", "income": "18,000", "income_currency": "USD"},
    "organization": {**NO, "uses_name": "no", "related_to_mandate": "no"},
    "support": {"for_party_or_campaign": "no"},
    "words": {"personal_capacity": "yes", "language": "en"},
}


def is_open_to_all(visitor: Visitor) -> None:
    """Nothing that axe objects to on a phone, and nothing beyond the edge there or on a wide screen."""
    for width in (1280, 320):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width, visitor.path
    visitor.page.evaluate(AXE_SCRIPT)
    judged = visitor.page.evaluate("options => axe.run(document, options)", AXE)
    assert [each["id"] for each in judged["violations"]] == [], visitor.path
    visitor.page.set_viewport_size({"width": 1280, "height": 900})


def test_employment_during_unpaid_leave_from_request_to_renewal(demo: Demonstration) -> None:
    album = Album(Path(__file__).parents[2] / "artefacts" / "activity")
    declarant = demo.person(DECLARANT, "en")
    officer = demo.person(OFFICER, "fr")
    official = demo.person(OFFICIAL, "en")

    draft = _asks_first(declarant, album)
    reference = _requests(declarant, album, draft)
    _recommends(officer, album, reference, END)
    _authorizes(official, album, reference, END, REASONS)
    _reads(declarant, album, reference)

    _is_reminded(demo, declarant, album, reference)
    renewal = _renews(declarant, album, reference)
    _recommends(officer, album, renewal, LONGER)
    _authorizes(official, album, renewal, LONGER, FURTHER)
    _has_one_authorization(declarant, album, reference, renewal)
    assert renewal != reference, "a renewal is a case of its own"


def _asks_first(declarant: Visitor, album: Album) -> str:
    declarant.follow("/check/outside_activity")
    album.take(declarant, "check", languages=BOTH)
    is_open_to_all(declarant)
    declarant.fill(**ASKED)
    declarant.press("/check/outside_activity")
    assert "once it is authorized" in declarant.page.locator(".answer.waits .verdict").inner_text()
    album.take(declarant, "check-answer")
    is_open_to_all(declarant)
    declarant.press("/check/outside_activity/declare")
    return draft_of(declarant)


def _requests(declarant: Visitor, album: Album, draft: str) -> str:
    for step, answers in STEPS.items():
        assert declarant.path.startswith(f"{draft}/{step}"), declarant.path
        album.take(declarant, f"declare-{step}", languages=BOTH)
        is_open_to_all(declarant)
        declarant.fill(**answers)
        declarant.press(f"{draft}/{step}")
        if declarant.path.startswith(f"{draft}/{step}"):  # an answer brought up another question
            declarant.fill(**day("leave_from", START), **day("leave_to", LONGER))
            declarant.press(f"{draft}/{step}")
    album.take(declarant, "check-your-answers")
    is_open_to_all(declarant)
    declarant.fill(attested="yes")
    declarant.press(f"{draft}/submit")
    album.take(declarant, "receipt")
    return declarant.reference


def _recommends(officer: Visitor, album: Album, reference: str, end: date) -> None:
    officer.go("/desk?kind=outside_activity")
    assert EMPLOYER in officer.says()
    album.take(officer, "desk")
    officer.follow(f"/desk/{reference}")
    officer.press(f"/desk/{reference}/taking")
    album.take(officer, "case", languages=BOTH)
    is_open_to_all(officer)
    officer.fill(
        **{f"test_{name}": "no" for name in TESTS},
        decision="authorize_with_conditions",
        **day("valid_until", end),
        reasons=ADVICE,
        conditions="À titre personnel.",
    )
    officer.press(f"/desk/{reference}/recommendation")
    assert ADVICE in officer.says()


def _authorizes(official: Visitor, album: Album, reference: str, end: date, reasons: str) -> None:
    official.go(f"/desk/{reference}")
    assert ADVICE in official.says()
    album.take(official, "before-the-official")
    official.fill(
        decision="authorize_with_conditions", **day("valid_until", end), reasons=reasons, conditions=CONDITIONS
    )
    official.press(f"/desk/{reference}/decision")
    assert reasons in official.says()
    is_open_to_all(official)


def _reads(declarant: Visitor, album: Album, reference: str) -> None:
    declarant.go(f"/declarations/{reference}")
    assert REASONS in declarant.says()
    assert ADVICE not in declarant.says()
    said, last = _authorization(declarant)
    assert (said.startswith("In force from"), last) == (True, END), "it begins later"
    album.take(declarant, "decision", languages=BOTH)
    is_open_to_all(declarant)
    declarant.press(f"/declarations/{reference}/acknowledge")
    declarant.go(f"/declarations/{reference}/letter?language=en")
    for words in (EMPLOYER, CONDITIONS, "Employment", str(END.year)):
        assert words in declarant.says()
    album.take(declarant, "letter")
    is_open_to_all(declarant)


def _is_reminded(demo: Demonstration, declarant: Visitor, album: Album, reference: str) -> None:
    """When all but the last days have passed: by mail in their language, with a link to where the renewal begins."""
    subject = say(msg("An authorization of yours ends on %(day)s", day=SOON), "ar")
    letters = declarant.page.locator("article.letter", has=declarant.page.get_by_role("heading", name=subject))
    data = Embedded(demo.server.folder / "var" / "pg")
    data.script(
        f"update activity_authorization set starts_on = starts_on - {PASSING}, ends_on = ends_on - {PASSING}"
        f" where declaration = (select id from declaration where reference = '{reference}')"
    )
    with clerk(demo.server.folder):
        for _ in range(_SECONDS_OF_MAIL):
            declarant.go("/demonstration/mail")
            if letters.count():
                break
            declarant.page.wait_for_timeout(1000)
    assert letters.count() == 1
    album.take(declarant, "reminder")
    letters.locator(f'a[href$="/declarations/{reference}"]').click()
    declarant.page.wait_for_url(f"**/declarations/{reference}")


def _renews(declarant: Visitor, album: Album, reference: str) -> str:
    """What was answered stands in the new request; only the end is written anew."""
    declarant.press(f"/declarations/{reference}/renewal")
    draft = draft_of(declarant)
    for words in (f"You ask to renew the authorization of {reference}", EMPLOYER, "Advice on pumps", "Consultant"):
        assert words in declarant.says()
    album.take(declarant, "renewal", languages=BOTH)
    is_open_to_all(declarant)
    declarant.page.locator(f"a[href^='{draft}/when?back=check#start_date']").click()
    declarant.page.wait_for_url(f"**{draft}/when**")
    assert [declarant.value(name) for name in ("hours_per_week", "end_date_day")] == ["20", ""]
    declarant.fill(**day("end_date", LONGER))
    declarant.press(f"{draft}/when")
    assert declarant.path.startswith(f"{draft}/check")
    declarant.fill(attested="yes")
    declarant.press(f"{draft}/submit")
    assert declarant.reference != reference
    return declarant.reference


def _has_one_authorization(declarant: Visitor, album: Album, reference: str, renewal: str) -> None:
    declarant.go(f"/declarations/{reference}")
    assert _authorization(declarant) == ("Superseded", SOON)
    assert not declarant.page.locator("form[action$='/renewal']").count()
    declarant.go(f"/declarations/{renewal}")
    said, last = _authorization(declarant)
    assert (said.startswith("In force"), last) == (True, LONGER)
    declarant.follow(f"/declarations/{reference}")
    declarant.go("/standing")
    album.take(declarant, "in-force")
    assert renewal in declarant.says()
    assert reference not in declarant.says()


def _authorization(visitor: Visitor) -> tuple[str, date]:
    """What the page says of it, and its last day."""
    part = visitor.page.locator("h2", has_text="Authorization").first.locator("xpath=following-sibling::*")
    said = part.locator(".tag").first.inner_text() if part.locator(".tag").count() else part.first.inner_text()
    last = visitor.page.locator("dt", has_text="Last day").first.locator("xpath=following-sibling::dd").locator("time")
    return said, date.fromisoformat(str(last.first.get_attribute("datetime")))
