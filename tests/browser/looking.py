"""A real browser in front of an application in this process, and what is wrong with a page that it shows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Browser, BrowserContext, Page, Route

from tests.page_client import PageClient

ORIGIN = "https://register.example"
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
WORDED = {
    "runOnly": {
        "type": "rule",
        "values": [
            "aria-command-name",
            "aria-dialog-name",
            "aria-input-field-name",
            "aria-toggle-field-name",
            "button-name",
            "document-title",
            "empty-table-header",
            "html-has-lang",
            "html-lang-valid",
            "image-alt",
            "input-button-name",
            "label",
            "link-name",
            "scrollable-region-focusable",
            "select-name",
            "summary-name",
            "svg-img-alt",
            "target-size",
            "valid-lang",
        ],
    }
}
"""What the words of a page can break: what things are called, in which language, and the room that they take."""
JUDGED_WHOLE = {"ar", "fr"}
"""The languages in which a page is judged by all rules, one of each direction: its structure is the same in all."""
_JUDGE = """async options => {
  const judged = await axe.run(document, options)
  return judged.violations.flatMap(each => each.nodes.map(node => `${each.id} ${node.html.slice(0, 160)}`))
}"""


@asynccontextmanager
async def opened(browser: Browser, **context: Any) -> AsyncIterator[Page]:
    """A page of somebody who was never here."""
    made = await browser.new_context(**context)
    try:
        yield await made.new_page()
    finally:
        await made.close()


@asynccontextmanager
async def looking(browser: Browser, client: PageClient, **context: Any) -> AsyncIterator[Page]:
    """A page whose questions the application answers in here, as the person who is signed in."""
    async with opened(browser, **context) as page:
        await _answered_by(client, page.context)
        yield page


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


async def faults_at(page: Page, path: str, width: int, small_targets: str, *, whole: bool = True) -> list[str]:
    """What is wrong with the page of a path on a screen of a width."""
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto(ORIGIN + path)
    return await faults(page, width, small_targets, whole=whole)


async def faults(page: Page, width: int, small_targets: str, *, whole: bool = True) -> list[str]:
    """What is wrong with the page as it stands; the script lists what a finger would miss.

    Unless it is judged whole, axe looks at what words can break alone.
    """
    await page.evaluate(AXE_SCRIPT)
    found = [f"axe: {each}" for each in await page.evaluate(_JUDGE, RULES if whole else RULES | WORDED)]
    needed = await page.evaluate("document.documentElement.scrollWidth")
    found += [f"{needed} px wide on {width}"] if needed > width else []
    found += [f"small: {each}" for each in await page.evaluate(small_targets)]
    return [f"{page.url}: {each}" for each in found]
