"""The declaring side in a real browser: nothing for axe, no sideways scrolling, targets for fingers, quiet saving."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, Page, Route, async_playwright

from declarations.filing.model import Action
from register.kernel.identity import Identity
from tests.factories import World, gift_command
from tests.page_client import PageClient
from tests.reviewing import act, staffed
from tests.web.declaring import CIRCUMSTANCES, WHAT, begin, declaring_app, draft_of, place, press, walk
from tests.web.visitors import signed_in

ORIGIN = "https://register.example"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SMALL_TARGETS = """[...document.querySelectorAll("button, .button, input, select, textarea, summary")]
  .filter(each => each.type !== "hidden" && each.getClientRects().length)
  .filter(each => (each.closest(".choice") ?? each).getBoundingClientRect().height < 44)
  .map(each => each.outerHTML.slice(0, 80))"""

chromium = shutil.which("chromium") or shutil.which("chromium-browser") or ""
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium, reason="no chromium on this machine")]


@asynccontextmanager
async def looking(client: PageClient, **context: Any) -> AsyncIterator[Page]:
    """A real browser; what it asks for is answered by the application, as the person who is signed in."""
    async with async_playwright() as play:
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
    await _nothing_is_wrong(page, path, width)


async def _nothing_is_wrong(page: Page, path: str, width: int) -> None:
    found = await Axe().run(page, options=RULES)
    assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
    assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert await page.evaluate(SMALL_TARGETS) == [], path


async def _paths(client: PageClient, reference: str) -> list[str]:
    begun = await begin(client)
    await press(client, begun, place(begun), WHAT)
    draft, whole = f"/drafts/{draft_of(begun)}", f"/drafts/{draft_of(await walk(client))}"
    steps = [f"{draft}/{name}" for name in ("what", "giver", "value", "circumstances", "words", "check")]
    own = [f"/declarations/{reference}{rest}" for rest in ("", "/receipt", "/amend")]
    codes = ["/codes", "/codes/icsc-2013", "/codes/un-style"]
    return ["/", "/check", "/declare/gift", "/declarations", *steps, f"{whole}/check", *own, *codes]


LOOKS = [("en", 320, "light", 1), ("ar", 1280, "dark", 1), ("fr", 320, "dark", 4), ("es", 1280, "light", 4)]


@pytest.mark.parametrize(("language", "width", "scheme", "every"), LOOKS)
async def test_the_declaring_side_is_open_to_everyone(
    world: World, language: str, width: int, scheme: Any, every: int
) -> None:
    office = await staffed(world)
    asked = await act(office, office.officer, await office.under_review(), Action.ASK)
    await world.declaration(office.declarant, gift_command(giver_name="شركة النيل للمضخات", value=None))
    async with signed_in(declaring_app(), world, office.declarant) as client:
        paths = await _paths(client, asked.reference)
        async with looking(client, color_scheme=scheme) as page:
            for path in paths[::every]:
                await _is_well_made(page, f"{path}?lang={language}", width)
            await page.goto(f"{ORIGIN}{paths[4]}?lang={language}")
            await page.fill("#items", "many")
            await page.click("form[data-autosave] .buttons button:first-child")
            await page.wait_for_selector("[data-error-summary]")
            await _nothing_is_wrong(page, "faults", width)


async def test_the_answer_of_the_pre_check_is_well_made(world: World) -> None:
    async with (
        signed_in(declaring_app(), world, await world.person()) as client,
        looking(client, java_script_enabled=True) as page,
    ):
        for width in (320, 1280):
            await _is_well_made(page, "/check?lang=en", width)
            await page.check("input[name=q_business][value=yes]")
            await page.click(".buttons button")
            await page.wait_for_selector(".verdict")
            await _nothing_is_wrong(page, "answer", width)


async def test_a_step_saves_itself_quietly_and_goes_on(world: World) -> None:
    person: Identity = await world.person()
    async with signed_in(declaring_app(), world, person) as client:
        begun = await begin(client)
        page_of_values = f"/drafts/{draft_of(begun)}/circumstances"
        async with looking(client) as page:
            await page.goto(f"{ORIGIN}{page_of_values}?lang=en")
            for name in list(CIRCUMSTANCES)[:2]:
                await page.check(f"input[name={name}][value=no]")
            await page.get_by_text("Draft saved").wait_for(timeout=6000)
            kept = await client.get(page_of_values)
            assert kept.value(next(iter(CIRCUMSTANCES))) == "no"
            for name in CIRCUMSTANCES:
                await page.check(f"input[name={name}][value=no]")
            await page.click("form[data-autosave] .buttons button:first-child")
            await page.get_by_role("heading", name="In your own words").wait_for()
