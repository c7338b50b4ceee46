"""A member of staff declares, leaves with a letter, and comes back as former staff to read it and declare an offer."""

from datetime import date

import msgspec
import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.arranging import PASSWORD, act, comes_by_link
from tests.browser.visiting import OFFICER, Demonstration, Visitor
from tests.kinds import DETAILS, FACTS
from tests.process.serving import command

pytestmark = pytest.mark.browser

LEAVER = "staff.haile@demo.example"
GONE = f"""email,family_name,first_name,unit,supervisor_email,capacity,languages,roles
{LEAVER},Haile,Dawit,,,former_staff,en;ar,
"""
LAST_DAY = date.today()  # noqa: DTZ011 - the day on the machine where the browser runs
DETAILS_IN_SERVICE = msgspec.structs.asdict(DETAILS["conflict"])
REASONS = "The firm of the partner has an interest in the file."
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


def test_who_leaves_keeps_access_to_their_own_records_and_declares_what_comes_after(demo: Demonstration) -> None:
    staff, officer = comes_by_link(demo, LEAVER), demo.person(OFFICER, "en")
    earlier = _declares_in_service(staff)
    _decides(officer, earlier)
    _records_the_end_of_service(officer, earlier)
    staff.page.context.close()
    _has_left(demo)
    former = demo.stranger()
    former.come_in(LEAVER, PASSWORD)
    former.go("/?lang=en")
    _reads_what_was_declared(former, earlier)
    _reads_the_letter(former, earlier)
    _declares_an_offer(former)


def _declares_in_service(staff: Visitor) -> str:
    body = {
        "kind": "conflict",
        "facts": FACTS["conflict"] | {"domain": "relationship", "counterpart_kind": "individual"},
        "details": DETAILS_IN_SERVICE,
        "language": "en",
        "attested": True,
    }
    made = staff.call("/api/v1/declarations", body, **{"idempotency-key": "in service"})
    return str(made["body"]["reference"])


def _decides(officer: Visitor, reference: str) -> None:
    act(officer, reference, "taking")
    recusal = {"code": "recusal", "due_on": LAST_DAY.isoformat()}
    act(officer, reference, "decision", decision="measure", reasons=REASONS, measures=[recusal])


def _records_the_end_of_service(officer: Visitor, reference: str) -> None:
    officer.go(f"/desk/{reference}/standing")
    leaving = {"day": LAST_DAY.day, "month": LAST_DAY.month, "year": LAST_DAY.year}
    officer.fill(**{f"last_day_{part}": str(value) for part, value in leaving.items()})
    officer.press(f"/desk/{reference}/leaving")
    assert reference in officer.says(), "what is in force stands beside the checklist"
    officer.press(f"{officer.path}/letter")


def _has_left(demo: Demonstration) -> None:
    """The next people file says so."""
    file = demo.server.folder / "gone.csv"
    file.write_text(GONE, encoding="utf-8")
    loaded = command(demo.server.folder, "people", "load", str(file))
    assert loaded.returncode == 0, loaded.stderr


def _reads_what_was_declared(former: Visitor, reference: str) -> None:
    former.go("/declarations")
    former.follow(f"/declarations/{reference}")
    assert str(DETAILS_IN_SERVICE["description"]) in former.says()
    former.go(f"/declarations/{reference}/letter")
    assert REASONS in former.says()


def _reads_the_letter(former: Visitor, reference: str) -> None:
    former.go("/separation")
    former.follow("/separation/letter")
    assert [each for each in (reference, "Dawit Haile", "ICSC") if each not in former.says()] == []


def _declares_an_offer(visitor: Visitor) -> None:
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
    assert "What you said of each line is recorded." in visitor.says()
    visitor.go(f"/declarations/{reference}")
    assert "you confirmed that it is still correct" in visitor.says()
