"""What happens on the phone of a participant again and again."""

from pathlib import Path

from playwright.sync_api import Locator

from tests.browser.gathering import Hall
from tests.browser.visiting import PICTURED, Visitor

PICTURES = Path(__file__).parents[2] / "artefacts" / "meeting"
NOTHING = ".stances input[value=nothing] + label"
"""The large choice that is tapped on a phone."""


def fits(phone: Visitor, language: str, name: str) -> None:
    """In the language of the person and no wider than the phone; with PICTURES=1 photographed."""
    assert phone.page.locator("html").get_attribute("lang") == language
    width = phone.page.viewport_size["width"] if phone.page.viewport_size else 0
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= width, phone.path
    if PICTURED:
        PICTURES.mkdir(parents=True, exist_ok=True)
        phone.page.screenshot(path=PICTURES / f"{name}-{language}-{width}.png", full_page=True)


def receipt(phone: Visitor) -> Locator:
    """What the page says was received, and when."""
    return phone.page.locator("[data-receipt]")


def sends(phone: Visitor, hall: Hall, number: str) -> None:
    """Nothing to disclose on an item, in two taps."""
    if phone.path != hall.item_path(number):
        phone.go(hall.item_path(number))
    phone.page.locator(NOTHING).click()
    phone.page.locator("form.disclosing .buttons button").click()
