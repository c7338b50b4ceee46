"""The desk in a real browser: nothing for axe, no sideways scrolling, targets for fingers, the same without scripts."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, Page, Route, async_playwright

from declarations.filing.service import own
from declarations.review.model import Asked, Filters
from declarations.review.service import acts, filters
from register.kernel.identity import Identity
from tests.factories import World, gift_command
from tests.page_client import PageClient
from tests.reviewing import Office, staffed
from tests.web.desks import at_desk

ORIGIN = "https://register.example"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SMALL_TARGETS = """[...document.querySelectorAll("button, .button, input, select, textarea, summary, .views li")]
  .filter(each => each.type !== "hidden" && each.getClientRects().length)
  .map(each => ["radio", "checkbox"].includes(each.type) ? each.closest(".choice, .pick") : each)
  .filter(each => each.getBoundingClientRect().height < 44)
  .map(each => each.outerHTML.slice(0, 80))"""

chromium = shutil.which("chromium") or shutil.which("chromium-browser") or ""
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium, reason="no chromium on this machine")]


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


@asynccontextmanager
async def looking(world: World, person: Identity, **context: Any) -> AsyncIterator[Page]:
    """A real browser that meets the desk as this person; what it asks for is answered by the application in here."""
    async with at_desk(world, person) as client, async_playwright() as play:
        browser = await play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        opened = await browser.new_context(**context)
        await _answered_by(client, opened)
        yield await opened.new_page()
        await browser.close()


async def _answered_by(client: PageClient, context: BrowserContext) -> None:
    async def answer(route: Route) -> None:
        asked = route.request
        headers = {"origin": ORIGIN, "sec-fetch-site": "same-origin", "accept": "text/html"}
        if asked.post_data_buffer:
            headers["content-type"] = asked.headers["content-type"]
        found = await client.http.request(asked.method, asked.url, content=asked.post_data_buffer, headers=headers)
        found = await client.http.get(found.headers["location"]) if found.status_code == 303 else found
        kept = {name: value for name, value in found.headers.items() if name not in {"set-cookie", "content-encoding"}}
        await route.fulfill(status=found.status_code, headers=kept, body=found.content)

    await context.route(f"{ORIGIN}/**", answer)


async def _is_well_made(page: Page, path: str, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto(ORIGIN + path)
    found = await Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert await page.evaluate(SMALL_TARGETS) == [], path


@pytest.mark.parametrize("language", ["en", "ar", "fr", "es"])
async def test_the_desk_is_open_to_everyone_in_every_language(office: Office, language: str) -> None:
    await office.world.declaration(office.declarant, gift_command(giver_name="شركة النيل للمضخات", value=None))
    kept = await office.under_review()
    asked = await office.under_review()
    await acts.ask(office.officer, asked.reference, "value", "Do you have the receipt?", asked.head_seq)
    before = await office.recommended()
    decided = await office.decided()
    async with looking(office.world, office.officer, color_scheme="light") as page:
        for path in ("/desk", "/desk?show=overdue", *(f"/desk/{case.reference}" for case in (kept, asked, decided))):
            for width in (320, 1280):
                await _is_well_made(page, f"{path}{'&' if '?' in path else '?'}lang={language}", width)
    async with looking(office.world, office.delegate, color_scheme="dark") as page:
        await _is_well_made(page, f"/desk?lang={language}", 1280)
        await _is_well_made(page, f"/desk/{before.reference}?lang={language}", 1280)


async def test_a_case_is_recommended_without_scripts_and_a_stale_form_keeps_its_words(office: Office) -> None:
    kept = await office.under_review()
    async with looking(office.world, office.officer, java_script_enabled=False) as page:
        await page.goto(f"{ORIGIN}/desk/{kept.reference}?lang=en")
        await page.get_by_label("Authorization refused").check()
        await page.get_by_label("Reasons", exact=True).first.fill("It comes from a bidder.")
        await own.comment(office.declarant, kept.reference, "It was on the stage.")
        await page.get_by_role("button", name="Send the recommendation").click()
        assert await page.get_by_text("Amina Haddad added a comment.").first.is_visible()
        assert await page.get_by_label("Reasons", exact=True).first.input_value() == "It comes from a bidder."
        await page.get_by_role("button", name="Send the recommendation").click()
        assert await page.get_by_text("submitted the case, with a recommendation").first.is_visible()


async def test_a_search_and_its_filter_are_open_to_everyone_read_from_the_right(office: Office) -> None:
    kept = await office.under_review(giver_name="شركة النيل للمضخات")
    chosen = Asked.exactly(Filters(words="شركه"))
    saved = await filters.keep_filter(office.officer, "مضخات", chosen, by_default=True, shared=True)
    async with looking(office.world, office.officer, color_scheme="dark") as page:
        for width in (320, 1280):
            await _is_well_made(page, f"/desk?filter={saved.id}&lang=ar", width)
            assert await page.locator("a.row-link").inner_text() == kept.reference
            await page.locator("[data-keys-open]").click()
            found = await Axe().run(page, options=RULES)
            assert found.violations_count == 0, found.generate_report()
