"""With the keyboard alone: Tab, Enter, Space and the arrows reach everything, and it shows where one is."""

import re
from datetime import date

import msgspec
import pytest

from tests.browser import declaring
from tests.browser.arranging import act
from tests.browser.visiting import DECLARANT, HEAD, OFFICER, Demonstration, Visitor
from tests.kinds import DETAILS, FACTS

pytestmark = pytest.mark.browser

OFFICIAL = "authorizing_official@demo.example"
_MOST_STOPS = 150
_SECONDS_OF_MAIL = 20
_OPINION = re.compile(r"/opinion/[\w-]{43}")
_YEAR = date.today().year + 1  # noqa: DTZ011 - the day on the machine where the browser runs
_DAY, _MONTH = "4", "5"
ACTIVITY: dict[str, dict[str, str]] = {
    "what": {"activity_class": "teaching", "description": "An evening course on water law."},
    "employer": {"other_party": "University of the Rivers", "country": "CL", "local_law_permits": "yes"},
    "when": {
        "start_date_day": _DAY,
        "start_date_month": _MONTH,
        "start_date_year": str(_YEAR),
        "hours_per_week": "2",
        "during_leave": "none",
    },
    "pay": {"remunerated": "no"},
    "organization": {
        "interferes_with_duties": "no",
        "incompatible_with_status": "no",
        "conflicts_with_interests": "no",
        "uses_resources": "no",
        "uses_information": "no",
        "uses_name": "no",
        "related_to_mandate": "no",
    },
    "support": {"for_party_or_campaign": "no"},
    "words": {"personal_capacity": "yes"},
}
_STOP = """selector => {
  const held = document.activeElement
  return [held.matches(selector), held.outerHTML.slice(0, 60)]
}"""
_SHOWN = """() => {
  const held = document.activeElement, style = getComputedStyle(held)
  const box = held.getBoundingClientRect()
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3 && box.bottom > 0 && box.top < innerHeight
}"""


class Typist:
    """Somebody who has no mouse. Every stop of the way must show the focus."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self._page = visitor.page

    def holds(self, selector: str) -> bool:
        """Whether the focus is there."""
        return bool(self._page.evaluate("selector => document.activeElement.matches(selector)", selector))

    def reach(self, selector: str) -> None:
        """Tab until the focus is there."""
        passed = []
        for _ in range(_MOST_STOPS):
            arrived, stop = self._page.evaluate(_STOP, selector)
            if arrived:
                assert self._page.evaluate(_SHOWN), f"the focus does not show on {selector}"
                return
            passed.append(stop)
            self._page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {selector}, but {passed[:20]}")

    def choose(self, name: str, value: str) -> None:
        """One of several answers: Tab into the group, Space or the arrows."""
        self.reach(f'[name="{name}"]')
        for _ in range(20):
            if self.holds(f'[value="{value}"]'):
                self._page.keyboard.press("Space")
                return
            self._page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never reach {name}={value}")

    def write(self, name: str, text: str) -> None:
        """Tab to a field and type, instead of what stood there."""
        self.reach(f'[name="{name}"]')
        self._page.keyboard.press("Control+a")
        self._page.keyboard.insert_text(text)

    def pick(self, name: str, value: str) -> None:
        """One option of a select, by typing what it begins with."""
        self.reach(f'select[name="{name}"]')
        words = self._page.locator(f'select[name="{name}"] option[value="{value}"]').inner_text()
        self._page.keyboard.type(words, delay=5)
        assert self.visitor.value(name) == value

    def answer(self, **answers: str) -> None:
        """Each question in the order of the page, whatever its field is."""
        for name, value in answers.items():
            kind = self._page.locator(f'[name="{name}"]').first.evaluate("field => field.type")
            acts = {"radio": self.choose, "select-one": self.pick}
            acts.get(kind, self.write)(name, value)

    def skip(self) -> None:
        """Past the header of a page that has just opened."""
        self.reach(".skip")
        self._page.keyboard.press("Enter")

    def unfold(self, form: str) -> None:
        """Open the folded form of an act."""
        self.reach(f"details:has([action$='/{form}']) summary")
        self._page.keyboard.press("Enter")

    def press(self, selector: str) -> None:
        """Tab to a button or a link and press Enter."""
        self.reach(selector)
        with self._page.expect_navigation():
            self._page.keyboard.press("Enter")


def _button(action: str) -> str:
    return f'form[action="{action}"] .buttons button:first-child'


def test_a_gift_is_declared_with_the_keyboard_alone(demo: Demonstration) -> None:
    visitor = demo.person(DECLARANT, "en")
    typist = Typist(visitor)
    typist.press('a[href="/declare"]')
    typist.press('a[href="/declare/gift"]')
    typist.press(_button("/declare/gift"))
    draft = declaring.draft_of(visitor)

    typist.press(_button(f"{draft}/what"))
    assert typist.holds("[data-error-summary]")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    assert typist.holds("#direction")

    typist.choose("direction", "received")
    typist.pick("category", "gift")
    for part in ("day", "month", "year"):
        typist.write(f"event_date_{part}", declaring.WHAT[f"event_date_{part}"])
    typist.press(_button(f"{draft}/what"))
    typist.write("giver_name", "University of the Rivers")
    typist.pick("giver_type", "academic")
    typist.pick("giver_relation", "none")
    typist.choose("recipient", "self")
    typist.press(_button(f"{draft}/giver"))
    typist.choose("value_basis", "estimate")
    typist.write("value", "123.50")
    typist.press(_button(f"{draft}/value"))
    for question, answer in declaring.CIRCUMSTANCES.items():
        typist.choose(question, answer)
    typist.press(_button(f"{draft}/circumstances"))
    typist.write("description", "A fountain pen in a case")
    typist.press(_button(f"{draft}/words"))
    typist.reach("[name=attested]")
    visitor.page.keyboard.press("Space")
    typist.press(_button(f"{draft}/submit"))
    assert visitor.page.locator(".confirmation .reference").is_visible()


def test_a_case_is_taken_recommended_and_decided_with_the_keyboard_alone(demo: Demonstration) -> None:
    reference = declaring.declare(demo.person(DECLARANT, "en"), "123.50")
    officer, head = demo.person(OFFICER, "en"), demo.person(HEAD, "en")
    here = f"/desk/{reference}"

    typist = Typist(officer)
    typist.press('.places a[href="/desk"]')
    typist.press(f'a.row-link[href^="{here}?"]')
    typist.press(_button(f"{here}/taking"))
    typist.unfold("note")
    typist.write("note", "Read.")
    typist.press(_button(f"{here}/note"))
    typist.choose("decision", "authorize")
    typist.write("reasons", "A usual present.")
    typist.press(_button(f"{here}/recommendation"))

    typist = Typist(head)
    typist.press('.places a[href="/desk"]')
    typist.press(f'a.row-link[href^="{here}?"]')
    typist.choose("decision", "authorize")
    typist.write("reasons", "It was offered in public.")
    typist.press(_button(f"{here}/decision"))
    assert "It was offered in public." in head.says()


def test_the_first_stop_of_a_page_leads_past_its_header(demo: Demonstration) -> None:
    visitor = demo.person(DECLARANT, "en")
    visitor.page.keyboard.press("Tab")
    typist = Typist(visitor)
    assert typist.holds(".skip")
    assert visitor.page.evaluate(_SHOWN)
    visitor.page.evaluate("document.activeElement.style.outline = 'none'")
    assert not visitor.page.evaluate(_SHOWN), "the control: a focus that does not show is found out"
    visitor.page.keyboard.press("Enter")
    assert typist.holds("main")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_folded_menu_of_a_phone_opens_with_the_keyboard(demo: Demonstration) -> None:
    visitor = demo.person(DECLARANT, "ar", viewport={"width": 320, "height": 900})
    typist = Typist(visitor)
    typist.reach(".menu summary")
    visitor.page.keyboard.press("Enter")
    typist.press('.menu a[href="/declarations"]')
    assert visitor.path == "/declarations"


def _filed(declarant: Visitor, kind: str, key: str) -> str:
    details = msgspec.structs.asdict(DETAILS[kind])
    body = {"kind": kind, "facts": FACTS[kind], "details": details, "language": "en", "attested": True}
    made = declarant.call("/api/v1/declarations", body, **{"idempotency-key": key})["body"]
    return str(made["reference"])


def test_advice_an_activity_and_a_confirmation_with_the_keyboard_alone(demo: Demonstration) -> None:
    visitor = demo.person(DECLARANT, "en")
    typist = Typist(visitor)
    typist.press('a[href="/advice"]')
    typist.press('main a[href="/advice/new"]')
    typist.press(_button("/advice/new"))
    assert typist.holds("[data-error-summary]")
    typist.answer(topic="outside_activity", words="May I give an evening course?")
    typist.press(_button("/advice/new"))
    assert "May I give an evening course?" in visitor.says()

    visitor.go("/declare")
    typist.press('a[href="/declare/outside_activity"]')
    typist.press(_button("/declare/outside_activity"))
    draft = declaring.draft_of(visitor)
    for step, answers in ACTIVITY.items():
        typist.skip()
        typist.answer(**answers)
        typist.press(_button(f"{draft}/{step}"))
    typist.reach("[name=attested]")
    visitor.page.keyboard.press("Space")
    typist.press(_button(f"{draft}/submit"))
    assert visitor.page.locator(".confirmation .reference").is_visible()

    interest = _filed(visitor, "conflict", "keyboard-interest")
    typist.press('.places a[href="/standing"]')
    said = visitor.page.locator(f'[name="said_{interest}"]')
    said.click(trial=True)  # nor does the link of the whole row lie above it for a mouse
    typist.reach(f'[name="said_{interest}"]')
    assert visitor.page.evaluate("document.activeElement.value") == "still"
    typist.press(_button("/standing/confirmation"))
    assert visitor.page.locator(".notice.good").is_visible()


def test_a_supervisor_answers_the_link_with_the_keyboard_alone(demo: Demonstration) -> None:
    declarant, officer = demo.person(DECLARANT, "en"), demo.person(OFFICER, "en")
    officer.go("/demonstration/mail")
    before = set(_OPINION.findall(officer.page.content()))
    case = _filed(declarant, "outside_activity", "keyboard-activity")
    act(officer, case, "taking")
    act(officer, case, "opinion", activity="An evening course, two hours a week")
    supervisor = demo.stranger()
    supervisor.go(_mailed(officer, before))
    typist = Typist(supervisor)
    typist.press(_button("/opinion"))
    assert typist.holds("[data-error-summary]")
    supervisor.page.keyboard.press("Tab")
    supervisor.page.keyboard.press("Enter")
    assert typist.holds("#stance")
    typist.answer(stance="comment", comment="Not on the days of the session.")
    typist.press(_button("/opinion"))
    assert not supervisor.wrong_fields()
    officer.go(f"/desk/{case}")
    assert "Not on the days of the session." in officer.says()


def _mailed(officer: Visitor, before: set[str]) -> str:
    for _ in range(_SECONDS_OF_MAIL * 4):
        officer.go("/demonstration/mail")
        if new := set(_OPINION.findall(officer.page.content())) - before:
            return str(new.pop())
        officer.page.wait_for_timeout(250)
    raise AssertionError("no link was mailed")


def test_a_conflict_is_followed_to_its_end_with_the_keyboard_alone(demo: Demonstration) -> None:
    declarant, officer, official = (demo.person(email, "en") for email in (DECLARANT, OFFICER, OFFICIAL))
    reference = _filed(declarant, "conflict", "keyboard-conflict")
    here, own = f"/desk/{reference}", f"/declarations/{reference}"
    act(officer, reference, "taking")

    typist = Typist(officer)
    officer.go(here)
    typist.skip()
    typist.choose("decision", "measure")
    typist.write("reasons", "The firm would gain.")
    typist.press(_button(f"{here}/recommendation"))
    assert typist.holds("[data-error-summary]")
    assert officer.value("reasons") == "The firm would gain."
    due = {"measure1_due_on_day": _DAY, "measure1_due_on_month": _MONTH, "measure1_due_on_year": str(_YEAR)}
    typist.answer(measure1_code="recusal", **due)
    typist.press(_button(f"{here}/recommendation"))

    official.go(here)
    typist = Typist(official)
    typist.skip()
    typist.choose("decision", "measure")
    typist.write("reasons", "The firm would gain.")
    typist.press(_button(f"{here}/decision"))

    declarant.go(own)
    typist = Typist(declarant)
    typist.skip()
    typist.write("measure_words", "I left the panel.")
    typist.press(_button(f"{own}/measure"))

    officer.go(here)
    typist = Typist(officer)
    typist.skip()
    typist.unfold("following")
    typist.choose("following_act", "confirm")
    typist.press(_button(f"{here}/following"))
    typist.skip()
    typist.unfold("nature")
    typist.choose("nature", "actual")
    typist.write("nature_reason", "She would decide on the offer.")
    typist.press(_button(f"{here}/nature"))
    typist.skip()
    typist.unfold("addressing")
    typist.write("addressed_reason", "She left the panel.")
    typist.press(_button(f"{here}/addressing"))
    typist.skip()
    typist.unfold("resolution")
    typist.write("resolved_reason", "Another person decides; nobody gains.")
    typist.press(_button(f"{here}/resolution"))
    typist.skip()
    typist.write("closing_reason", "Nobody else was concerned.")
    typist.press(_button(f"{here}/closing"))
    assert "closed the case" in officer.says()
