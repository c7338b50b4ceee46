"""The page of all macros in a real browser: nothing for axe, no sideways scrolling, the same without scripts."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Literal

import pytest
import uvicorn
from playwright.async_api import Browser, Page

from tests.browser.looking import JUDGED_WHOLE, faults, opened
from tests.web.style_page import application

SMALL_TARGETS = """[...document.querySelectorAll("button, .button, input, select, textarea, .masthead a")]
  .filter(each => each.type !== "hidden" && each.getClientRects().length)
  .filter(each => (each.type === "radio" || each.type === "checkbox" ? (each.closest(".choice") ?? each) : each)
    .getBoundingClientRect().height < 44)
  .map(each => each.outerHTML.slice(0, 80))"""

pytestmark = pytest.mark.browser
LOOKS: list[tuple[int, Literal["light", "dark"]]] = [(320, "light"), (1280, "dark")]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(application(), port=port, log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)


async def send_empty(page: Page) -> None:
    await page.click("form[data-autosave] button[type=submit]")
    await page.wait_for_selector("[data-error-summary]")


@pytest.mark.parametrize("tag", ["ar", "en", "fr", "es"])
async def test_axe_finds_nothing_in_light_and_dark_on_a_phone_and_on_a_desk(
    browser: Browser, address: str, tag: str
) -> None:
    for width, scheme in LOOKS:
        async with opened(browser, viewport={"width": width, "height": 900}, color_scheme=scheme) as page:
            await page.goto(f"{address}/style?lang={tag}")
            await send_empty(page)
            assert await faults(page, width, SMALL_TARGETS, whole=tag in JUDGED_WHOLE) == []


async def test_the_error_summary_takes_the_focus_and_leads_to_the_field(browser: Browser, address: str) -> None:
    async with opened(browser) as page:
        await page.goto(f"{address}/style?lang=en")
        await send_empty(page)
        assert await page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        assert await page.evaluate("document.activeElement.id") == "title"


async def test_a_dialog_opens_above_the_page_and_gives_the_focus_back(browser: Browser, address: str) -> None:
    async with opened(browser) as page:
        await page.goto(f"{address}/style?lang=en")
        await page.click("a[data-dialog]")
        assert await page.evaluate("document.querySelector('dialog').matches(':modal')")
        await page.click("dialog [data-close]")
        assert not await page.locator("dialog").is_visible()
        assert await page.evaluate("document.activeElement.matches('a[data-dialog]')")


async def test_without_scripts_the_same_page_sends_shows_its_faults_and_its_dialogs(
    browser: Browser, address: str
) -> None:
    async with opened(browser, java_script_enabled=False) as page:
        await page.goto(f"{address}/style?lang=en")
        assert not await page.locator("dialog").is_visible()
        assert not await page.locator("[data-print]").is_visible()
        await page.click("a[data-dialog]")
        assert await page.locator("dialog").is_visible()
        await page.click("form[data-autosave] button[type=submit]")
        assert await page.locator("[data-error-summary]").is_visible()


async def test_a_form_is_saved_quietly_and_says_so(browser: Browser, address: str) -> None:
    async with opened(browser) as page:
        await page.goto(f"{address}/style?lang=en")
        saved = page.locator("[data-saved]")
        await page.fill("#title", "A clock")
        await saved.filter(has_text="could not be saved").wait_for()  # 422: the form is not complete
        await page.fill("#value", "45")
        for part, typed in (("", "4"), ("-month", "5"), ("-year", "2026")):
            await page.fill(f"#received{part}", typed)
        await page.check("#bidder")
        await saved.filter(has_text="Draft saved").wait_for()


async def test_nothing_is_loaded_from_elsewhere_and_nothing_breaks_the_policy(browser: Browser, address: str) -> None:
    async with opened(browser) as page:
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        await page.goto(f"{address}/style?lang=ar")
        assert all(url.startswith(address) for url in asked)
        assert said == []


async def test_a_page_that_is_not_well_made_is_found_out(browser: Browser, address: str) -> None:
    """The control of every test that looks at a page in this way."""
    async with opened(browser, viewport={"width": 320, "height": 900}) as page:
        await page.goto(f"{address}/style?lang=en")
        assert await faults(page, 320, SMALL_TARGETS) == []
        await page.evaluate("""() => {
          const faulty = "<p><img src='/nowhere' width=999 height=9></p><input type=checkbox><button>Small</button>"
          document.querySelector("main").insertAdjacentHTML("beforeend", faulty)
          document.querySelector("main > button:last-of-type").style.cssText = "height:9px;min-height:0;padding:0"
          Object.assign(document.querySelector("label").style, {color: "#888", backgroundColor: "#999"})
        }""")
        found = [" ".join(await faults(page, 320, SMALL_TARGETS, whole=whole)) for whole in (True, False)]
    for fault in ("axe: image-alt", "axe: label", "px wide on 320", "small: "):
        assert all(fault in each for each in found)
    assert ["axe: color-contrast" in each for each in found] == [True, False]
