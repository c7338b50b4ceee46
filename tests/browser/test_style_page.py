"""The page of all macros in a real browser: nothing for axe, no sideways scrolling, the same without scripts."""

import shutil
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Literal

import pytest
import uvicorn
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

from tests.web.style_page import application

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SMALL_TARGETS = """[...document.querySelectorAll("button, .button, input, select, textarea, .masthead a")]
  .filter(each => each.type !== "hidden" && each.getClientRects().length)
  .filter(each => (each.type === "radio" || each.type === "checkbox" ? each.closest(".choice") : each)
    .getBoundingClientRect().height < 44)
  .map(each => each.outerHTML.slice(0, 80))"""

LOOKS: list[tuple[int, Literal["light", "dark"]]] = [(320, "light"), (1280, "dark")]

chromium = shutil.which("chromium") or shutil.which("chromium-browser") or ""
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium, reason="no chromium on this machine")]


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


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        await browser.close()


async def send_empty(page: Page) -> None:
    await page.click("form[data-autosave] button[type=submit]")
    await page.wait_for_selector("[data-error-summary]")


@pytest.mark.parametrize("tag", ["ar", "en", "fr", "es"])
async def test_axe_finds_nothing_in_light_and_dark_on_a_phone_and_on_a_desk(address: str, tag: str) -> None:
    async with browsing() as browser:
        for width, scheme in LOOKS:
            page = await browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            await page.goto(f"{address}/style?lang={tag}")
            await send_empty(page)
            found = (await Axe().run(page, options=RULES)).response["violations"]
            assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
            assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            assert await page.evaluate(SMALL_TARGETS) == []
            await page.close()


async def test_the_error_summary_takes_the_focus_and_leads_to_the_field(address: str) -> None:
    async with browsing() as browser:
        page = await browser.new_page()
        await page.goto(f"{address}/style?lang=en")
        await send_empty(page)
        assert await page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        assert await page.evaluate("document.activeElement.id") == "title"


async def test_a_dialog_opens_above_the_page_and_gives_the_focus_back(address: str) -> None:
    async with browsing() as browser:
        page = await browser.new_page()
        await page.goto(f"{address}/style?lang=en")
        await page.click("a[data-dialog]")
        assert await page.evaluate("document.querySelector('dialog').matches(':modal')")
        await page.click("dialog [data-close]")
        assert not await page.locator("dialog").is_visible()
        assert await page.evaluate("document.activeElement.matches('a[data-dialog]')")


async def test_without_scripts_the_same_page_sends_shows_its_faults_and_its_dialogs(address: str) -> None:
    async with browsing() as browser:
        context = await browser.new_context(java_script_enabled=False)
        page = await context.new_page()
        await page.goto(f"{address}/style?lang=en")
        assert not await page.locator("dialog").is_visible()
        assert not await page.locator("[data-print]").is_visible()
        await page.click("a[data-dialog]")
        assert await page.locator("dialog").is_visible()
        await page.click("form[data-autosave] button[type=submit]")
        assert await page.locator("[data-error-summary]").is_visible()


async def test_a_form_is_saved_quietly_and_says_so(address: str) -> None:
    async with browsing() as browser:
        page = await browser.new_page()
        await page.goto(f"{address}/style?lang=en")
        saved = page.locator("[data-saved]")
        await page.fill("#title", "A clock")
        await saved.filter(has_text="could not be saved").wait_for()  # 422: the form is not complete
        await page.fill("#value", "45")
        for part, typed in (("", "4"), ("-month", "5"), ("-year", "2026")):
            await page.fill(f"#received{part}", typed)
        await page.check("#bidder")
        await saved.filter(has_text="Draft saved").wait_for()


async def test_nothing_is_loaded_from_elsewhere_and_nothing_breaks_the_policy(address: str) -> None:
    async with browsing() as browser:
        page = await browser.new_page()
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        await page.goto(f"{address}/style?lang=ar")
        assert all(url.startswith(address) for url in asked)
        assert said == []
