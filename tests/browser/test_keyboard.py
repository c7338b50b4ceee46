"""With the keyboard alone: Tab, Enter, Space and the arrows reach everything, and it shows where one is."""

import pytest

from tests.browser import declaring
from tests.browser.visiting import DECLARANT, HEAD, OFFICER, Demonstration, Visitor

pytestmark = pytest.mark.browser

_MOST_STOPS = 150
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
            if self.holds(selector):
                assert self._page.evaluate(_SHOWN), f"the focus does not show on {selector}"
                return
            self._page.keyboard.press("Tab")
            passed.append(str(self._page.evaluate("document.activeElement.outerHTML.slice(0, 60)")))
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
    typist.reach("details:has([action$='/note']) summary")
    officer.page.keyboard.press("Enter")
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
