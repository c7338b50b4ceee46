"""A half-year is counted, written in four languages, frozen, released by a second person, and read in Arabic.

With PICTURES=1 photographed for people who judge how it looks (artefacts/report-pages, not kept with the sources).
"""

import shutil
from pathlib import Path

import pytest

from tests.browser.reporting import READER, REVIEWER, SUMMARIES, TITLES, freeze, release, write
from tests.browser.visiting import OFFICER, PICTURED, Demonstration, Visitor

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "artefacts" / "report-pages"
PERIOD = {"since_day": "1", "since_month": "7", "since_year": "2025"} | {
    "until_day": "31",
    "until_month": "12",
    "until_year": "2025",
}


NESTED = "[...document.querySelectorAll('.sheet')].filter(each => each.scrollHeight > each.clientHeight + 1).length"
"""Tables that scroll up and down inside the page."""


def photograph(visitor: Visitor, name: str) -> None:
    """The page in English and Arabic, wide and on a phone, where nothing stands beyond its edge."""
    here = visitor.path.partition("?")[0]
    for language in ("en", "ar"):
        visitor.go(f"{here}?lang={language}")
        for width in (1280, 320):
            visitor.page.set_viewport_size({"width": width, "height": 900})
            if PICTURED:
                PICTURES.mkdir(parents=True, exist_ok=True)
                visitor.page.screenshot(path=PICTURES / f"{name}-{language}-{width}.png", full_page=True)
            assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width, (name, language, width)
            assert visitor.page.evaluate(NESTED) == 0, (name, language, width)
    visitor.page.set_viewport_size({"width": 1280, "height": 900})


def test_a_half_year_is_counted_released_and_read(demo: Demonstration) -> None:
    shutil.rmtree(PICTURES, ignore_errors=True)
    officer, reviewer, reader = demo.person(OFFICER, "en"), demo.person(REVIEWER, "fr"), demo.person(READER, "ar")
    officer.go("/reports/new")
    photograph(officer, "counting")
    officer.fill(profile="general_assembly", **PERIOD)
    officer.press("/reports/new")
    report = officer.path.removesuffix("/texts")
    reviewer.go(report, status=404)
    photograph(officer, "texts")
    write(officer, report)
    photograph(officer, "draft")
    freeze(officer, report)
    reader.go(report, status=404)
    reviewer.go("/reports")
    reviewer.follow(report)
    photograph(reviewer, "frozen")
    release(reviewer, report)

    reader.go("/reports")
    photograph(reader, "list")
    assert TITLES["ar"] in reader.says()
    reader.follow(report)
    photograph(reader, "released")
    assert reader.page.locator("h1").inner_text() == TITLES["ar"]
    assert SUMMARIES["ar"] in reader.says()
    with reader.page.expect_download() as downloading:
        reader.page.locator(f'a[href="{report}/files/report.pdf?in=ar"]').click()
    assert Path(downloading.value.path()).read_bytes().startswith(b"%PDF-")
    reader.go(f"{report}/tables/gifts")
    photograph(reader, "table")
    reader.go(report)
    reader.page.set_viewport_size({"width": 320, "height": 400})
    reader.page.evaluate("document.querySelectorAll('.sheet').forEach(each => each.classList.remove('flows'))")
    assert reader.page.evaluate(NESTED) > 0, "the control: a box of its own would scroll"
    reader.go(f"{report}/texts", status=404)
