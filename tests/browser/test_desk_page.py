"""The desk in a real browser: nothing for axe, no sideways scrolling, targets for fingers, the same without scripts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from declarations.filing.service import own
from declarations.review.model import Asked, Filters
from declarations.review.service import acts, filters
from register.kernel.identity import Identity
from tests.browser.looking import JUDGED_WHOLE, ORIGIN, faults, faults_at, looking
from tests.factories import World, gift_command
from tests.reviewing import Office, staffed
from tests.web.desks import at_desk

pytestmark = pytest.mark.browser
NO_TARGETS = "[]"
"""Where only the judgement of axe and the width count."""
SMALL_TARGETS = """[...document.querySelectorAll("button, .button, input, select, textarea, summary, .views li")]
  .filter(each => each.type !== "hidden" && each.getClientRects().length)
  .map(each => ["radio", "checkbox"].includes(each.type) ? (each.closest(".choice, .pick") ?? each) : each)
  .filter(each => each.getBoundingClientRect().height < 44)
  .map(each => each.outerHTML.slice(0, 80))"""


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


@asynccontextmanager
async def at_screen(browser: Browser, world: World, person: Identity, **context: Any) -> AsyncIterator[Page]:
    """A browser that meets the desk as this person."""
    async with at_desk(world, person) as client, looking(browser, client, **context) as page:
        yield page


@pytest.mark.parametrize("language", ["en", "ar", "fr", "es"])
async def test_the_desk_is_open_to_everyone_in_every_language(office: Office, browser: Browser, language: str) -> None:
    await office.world.declaration(office.declarant, gift_command(giver_name="شركة النيل للمضخات", value=None))
    kept = await office.under_review()
    asked = await office.under_review()
    await acts.ask(office.officer, asked.reference, "value", "Do you have the receipt?", asked.head_seq)
    before = await office.recommended()
    decided = await office.decided()
    whole = language in JUDGED_WHOLE
    async with at_screen(browser, office.world, office.officer, color_scheme="light") as page:
        for path in ("/desk", "/desk?show=overdue", *(f"/desk/{case.reference}" for case in (kept, asked, decided))):
            for width in (320, 1280):
                there = f"{path}{'&' if '?' in path else '?'}lang={language}"
                assert await faults_at(page, there, width, SMALL_TARGETS, whole=whole) == []
    async with at_screen(browser, office.world, office.delegate, color_scheme="dark") as page:
        assert await faults_at(page, f"/desk?lang={language}", 1280, SMALL_TARGETS, whole=whole) == []
        assert (
            await faults_at(page, f"/desk/{before.reference}?lang={language}", 1280, SMALL_TARGETS, whole=whole) == []
        )


async def test_a_case_is_recommended_without_scripts_and_a_stale_form_keeps_its_words(
    office: Office, browser: Browser
) -> None:
    kept = await office.under_review()
    async with at_screen(browser, office.world, office.officer, java_script_enabled=False) as page:
        await page.goto(f"{ORIGIN}/desk/{kept.reference}?lang=en")
        await page.get_by_label("Authorization refused").check()
        await page.get_by_label("Reasons", exact=True).first.fill("It comes from a bidder.")
        await own.comment(office.declarant, kept.reference, "It was on the stage.")
        await page.get_by_role("button", name="Send the recommendation").click()
        assert await page.get_by_text("Amina Haddad added a comment.").first.is_visible()
        assert await page.get_by_label("Reasons", exact=True).first.input_value() == "It comes from a bidder."
        await page.get_by_role("button", name="Send the recommendation").click()
        assert await page.get_by_text("submitted the case, with a recommendation").first.is_visible()


async def test_a_search_and_its_filter_are_open_to_everyone_read_from_the_right(
    office: Office, browser: Browser
) -> None:
    kept = await office.under_review(giver_name="شركة النيل للمضخات")
    chosen = Asked.exactly(Filters(words="شركه"))
    saved = await filters.keep_filter(office.officer, "مضخات", chosen, by_default=True, shared=True)
    async with at_screen(browser, office.world, office.officer, color_scheme="dark") as page:
        for width in (320, 1280):
            assert await faults_at(page, f"/desk?filter={saved.id}&lang=ar", width, SMALL_TARGETS) == []
            assert await page.locator("a.row-link").inner_text() == kept.reference
            await page.locator("[data-keys-open]").click()
            assert await faults(page, width, NO_TARGETS) == [], "with the dialog open"
