"""What scripts add to a meeting, on a bad network: an answer goes on by itself and counts once, a board comes back.

The pages are those of the application; between it and the browser stands a network that loses what a test tells it to.
"""

import asyncio
import json
import re
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, Request, Route

from declarations.meetings.arrival_pages import arrival_pages
from declarations.meetings.model import Meeting
from declarations.meetings.service.completing import complete
from declarations.meetings.service.preparing import read_meeting
from declarations.votes.attend_api import attend_api
from declarations.votes.attend_pages import attend_pages
from declarations.votes.board_pages import board_pages
from declarations.votes.code_pages import code_pages
from register.access import configure
from register.access.csrf import csrf_field
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.browser.looking import ORIGIN, opened
from tests.factories import World
from tests.meetings import over, participant
from tests.page_client import PageClient
from tests.web.test_attending import Hall, come_in, made_hall
from tests.web.visitors import SETTINGS, signed_in, visiting

pytestmark = pytest.mark.browser

ANSWERS, EVENTS = "/api/v1/attend/answers", "/board/events"
WORDS = "أختي تعمل لدى المورّد."
SENDING = "[data-sending]"
RECEIPT = "[data-receipt]"


class Luck(Enum):
    """What becomes of a request."""

    GOOD = "it arrives, and so does the answer"
    LOST = "it never arrives"
    DEAF = "it arrives; the answer is lost"
    BUSY = "what stands before the server refuses it"


class Network:
    """Between a browser and the application, for whoever holds the phone."""

    def __init__(self, client: PageClient) -> None:
        self.client = client
        self.lucks: deque[Luck] = deque()
        """Of the next answers; those after them arrive."""
        self.keys: list[str] = []
        """Of the answers, as they were sent."""
        self.events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        """What the stream of a board says next; until then it says nothing."""
        self.pages: deque[int] = deque()
        """Statuses of the next pages, instead of the pages."""
        self._handled = asyncio.Event()

    async def carry(self, route: Route) -> None:
        """One request."""
        asked = route.request
        if asked.url.endswith(ANSWERS):
            await self._answer(route, asked)
        elif asked.url.endswith(EVENTS):
            await route.fulfill(**await self.events.get())
        elif self.pages and asked.url.endswith("/board"):
            await route.fulfill(status=self.pages.popleft(), body="<h1>Nothing here</h1>", content_type="text/html")
        else:
            await self._through(route, await self._ask(asked))

    async def _answer(self, route: Route, asked: Request) -> None:
        luck = self.lucks.popleft() if self.lucks else Luck.GOOD
        found = await self._ask(asked) if luck in {Luck.GOOD, Luck.DEAF} else None
        if luck is Luck.BUSY:
            await route.fulfill(status=503)
        elif luck is Luck.GOOD and found is not None:
            await self._through(route, found)
        else:
            await route.abort()
        self.keys.append(json.loads(asked.post_data or "{}")["client_key"])
        self._handled.set()

    async def _ask(self, asked: Request) -> httpx.Response:
        headers = {"origin": ORIGIN, "sec-fetch-site": "same-origin", "accept": asked.headers.get("accept", "*/*")}
        headers |= {name: asked.headers[name] for name in ("content-type", "x-csrf-token") if name in asked.headers}
        found = await self.client.http.request(asked.method, asked.url, content=asked.post_data_buffer, headers=headers)
        return await self.client.http.get(found.headers["location"]) if found.status_code == 303 else found

    async def _through(self, route: Route, found: httpx.Response) -> None:
        dropped = {"set-cookie", "content-encoding", "content-length"}
        kept = {name: value for name, value in found.headers.items() if name not in dropped}
        await route.fulfill(status=found.status_code, headers=kept, body=found.content)

    async def tried(self, page: Page, times: int) -> None:
        """Let the clock of the page run until an answer was sent so often, and wait for what became of it."""
        while len(self.keys) < times:
            self._handled.clear()
            await page.clock.run_for(500)
            try:
                await asyncio.wait_for(self._handled.wait(), 0.05)
            except TimeoutError:
                continue


@pytest.fixture
def app() -> Any:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*arrival_pages, *attend_pages, *attend_api, *code_pages, *board_pages)


@pytest.fixture
async def hall(world: World, app: Any) -> Hall:
    return await made_hall(world)


@asynccontextmanager
async def in_hand(browser: Browser, client: PageClient) -> AsyncIterator[tuple[Page, Network]]:
    """A phone whose clock the test turns, behind a network."""
    async with opened(browser, viewport={"width": 375, "height": 700}) as page:
        network = Network(client)
        await page.context.route(f"{ORIGIN}/**", network.carry)
        await page.clock.install()
        page.set_default_timeout(30_000)
        yield page, network


async def _types(page: Page) -> None:
    await page.locator(".stances input[value=something] + label").click()
    await page.locator("[name=levels][value=family]").check()
    await page.locator("[name=text]").fill(WORDS)


async def _presses(page: Page) -> None:
    await page.locator("form.disclosing .buttons button").click()


async def _kept(hall: Hall) -> int:
    return int(await hall.world.superuser.fetchval("select count(*) from meeting_answer where item is not null"))


async def test_an_answer_goes_on_by_itself_until_it_is_received_and_counts_once(
    hall: Hall, app: Any, browser: Browser
) -> None:
    async with visiting(app) as client, in_hand(browser, client) as (page, network):
        await come_in(client, hall)
        await page.goto(f"{ORIGIN}/attend/items/{hall.item.id}")
        network.lucks.extend([Luck.LOST, Luck.DEAF, Luck.BUSY])
        await _types(page)
        await _presses(page)
        for number, kept in ((1, 0), (2, 1), (3, 1)):
            await network.tried(page, number)
            await page.locator(f"{SENDING}.waits").wait_for()
            assert (await page.locator(RECEIPT).is_visible(), await _kept(hall)) == (False, kept)
        await network.tried(page, 4)
        await page.locator(RECEIPT).wait_for()
        assert re.fullmatch(r"Received \d\d:\d\d.*", await page.locator(RECEIPT).inner_text())
        await page.locator("[data-answer]", has_text=WORDS).wait_for()  # what the page says of it was renewed
        assert (len(set(network.keys)), len(network.keys), await _kept(hall)) == (1, 4, 1)


async def test_a_reload_loses_nothing_typed_and_goes_on_sending_what_was_sent(
    hall: Hall, app: Any, browser: Browser
) -> None:
    async with visiting(app) as client, in_hand(browser, client) as (page, network):
        await come_in(client, hall)
        await page.goto(f"{ORIGIN}/attend/items/{hall.item.id}")
        await _types(page)
        await page.reload()
        assert await page.locator("[name=text]").input_value() == WORDS
        assert await page.locator("[name=levels][value=family]").is_checked()
        network.lucks.extend([Luck.LOST] * 3)
        await _presses(page)
        await network.tried(page, 1)
        await page.locator("[name=party]").fill("Delta Pumps Ltd")
        await page.reload()
        await network.tried(page, 4)
        await page.locator(RECEIPT).wait_for()
        assert (len(set(network.keys)), await _kept(hall)) == (1, 1)
        said = (await client.http.get("/api/v1/attend")).json()["items"][0]["answer"]
        assert (said["text"], said["party"]) == (WORDS, ""), "what was pressed, not what was typed after it"
        assert await page.locator("[name=party]").input_value() == "Delta Pumps Ltd"
        await page.reload()
        assert await page.locator("[name=party]").input_value() == "Delta Pumps Ltd"
        await _presses(page)
        await network.tried(page, 5)
        await page.locator("[data-answer]", has_text="Delta Pumps Ltd").wait_for()
        await page.reload()
        assert not await page.locator("[name=stance]:checked").count(), "nothing is left of what was received"


async def test_the_next_person_at_a_phone_neither_sees_nor_sends_what_was_typed_on_it(
    hall: Hall, app: Any, browser: Browser
) -> None:
    async with visiting(app) as mine, visiting(app) as yours, in_hand(browser, mine) as (page, network):
        await come_in(mine, hall)
        hall.who = await participant(hall.secretary, hall.meeting)
        await come_in(yours, hall)
        await page.goto(f"{ORIGIN}/attend/items/{hall.item.id}")
        network.lucks.extend([Luck.LOST] * 9)
        await _types(page)
        await _presses(page)
        await network.tried(page, 1)
        network.client = yours
        await page.reload()
        await page.clock.run_for(60_000)
        assert (len(network.keys), await page.locator("[name=stance]:checked").count()) == (1, 0)
        assert WORDS not in await page.evaluate("JSON.stringify(sessionStorage)")


_HELD = """selector => {
  const held = document.activeElement, box = (held.closest(".stances .choice") ?? held)
  const style = getComputedStyle(box), at = box.getBoundingClientRect()
  const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3 && at.top < innerHeight
  return [held.matches(selector), isSeen]
}"""


async def _tabs_to(page: Page, selector: str) -> int:
    """With how many presses of the key the focus comes there; on its way it is always seen."""
    for presses in range(1, 40):
        await page.keyboard.press("Tab")
        arrived, is_seen = await page.evaluate(_HELD, selector)
        assert is_seen, f"before {selector} the focus was lost"
        if arrived:
            return presses
    raise AssertionError(f"Tab never reaches {selector}")


async def test_an_answer_is_given_with_the_keyboard_alone(hall: Hall, app: Any, browser: Browser) -> None:
    async with visiting(app) as client, in_hand(browser, client) as (page, _):
        await come_in(client, hall)
        await page.goto(f"{ORIGIN}/attend/items/{hall.item.id}")
        await _tabs_to(page, "[name=stance][value=nothing]")
        await page.keyboard.press("ArrowDown")
        assert await _tabs_to(page, "[name=levels]") == 1, "what is asked next follows at once"
        await page.keyboard.press("Space")
        await _tabs_to(page, "[name=text]")
        await page.keyboard.type("A sister.")
        assert await _tabs_to(page, "form.disclosing button") == 1
        await page.keyboard.press("Enter")
        await page.locator("[data-answer]", has_text="A sister.").wait_for()


@pytest.mark.parametrize("tag", ["ar", "en", "es", "fr"])
async def test_a_corrected_answer_that_was_received_is_called_wrong_no_longer(
    hall: Hall, app: Any, browser: Browser, tag: str
) -> None:
    async with visiting(app) as client, in_hand(browser, client) as (page, _):
        await come_in(client, hall)
        await page.goto(f"{ORIGIN}/attend/items/{hall.item.id}?lang={tag}")
        title = await page.title()
        await page.locator(".stances input[value=something] + label").click()
        async with page.expect_navigation():
            await _presses(page)
        mark = await page.locator("form.disclosing .error .away").inner_text()
        assert (await page.title()).startswith(mark.strip()), "the control"
        await page.locator("[name=levels][value=family]").check()
        await _presses(page)
        await page.locator(RECEIPT).wait_for()
        for fault in ("[data-error-summary]", ".error", ".wrong", "[aria-invalid]"):
            assert await page.locator(fault).count() == 0, fault
        assert await page.title() == title


async def test_a_page_that_the_register_refuses_says_why(hall: Hall, app: Any, browser: Browser) -> None:
    async with visiting(app) as client, in_hand(browser, client) as (page, network):
        await come_in(client, hall)
        await page.goto(f"{ORIGIN}/attend/items/{hall.item.id}")
        await _types(page)
        now = (await read_meeting(hall.secretary, hall.meeting.id)).meeting
        await over(hall.secretary, now)
        await complete(hall.secretary, now.id, now.version, despite=True)
        async with page.expect_navigation():
            await _presses(page)
        assert "This meeting is completed and takes no more answers." in await page.locator("main").inner_text()
        assert (len(network.keys), await _kept(hall)) == (1, 0)


def _said(frame: str, acknowledged: int) -> dict[str, Any]:
    """One word of a board's stream, which then breaks off."""
    figures = {"frame": frame, "participants": 9, "acknowledged": acknowledged, "lines": []}
    body = f"retry: 20\n\ndata: {json.dumps(figures)}\n\n"
    return {"status": 200, "headers": {"content-type": "text/event-stream"}, "body": body}


async def test_a_board_on_a_wall_comes_back_by_itself_whatever_stood_in_between(
    hall: Hall, app: Any, browser: Browser
) -> None:
    meeting: Meeting = hall.meeting
    async with signed_in(app, hall.world, hall.secretary) as client, in_hand(browser, client) as (page, network):
        await page.goto(f"{ORIGIN}/meetings/{meeting.id}/board")
        frame = await page.locator("[data-board]").get_attribute("data-frame") or ""
        acknowledged, line = page.locator("[data-figure=acknowledged]"), page.locator("[data-events]")
        for number in (3, 4):  # the stream breaks off after each, and is opened again by the browser
            await network.events.put(_said(frame, number))
            await acknowledged.get_by_text(str(number), exact=True).wait_for()
        await network.events.put({"status": 502})  # what stands before a server that is away
        network.pages.extend([502, 503])
        await line.get_by_text("The connection was lost").wait_for()
        while network.pages:
            assert await acknowledged.inner_text() == "4", "while nobody answers, the figures stay"
            await page.clock.run_for(1000)
        await network.events.put(_said(frame, 5))
        while await acknowledged.inner_text() != "5":
            await page.clock.run_for(1000)
        network.pages.extend([404, 404])
        await network.events.put({**_said(frame, 6), "body": "event: end\ndata: {}\n\n"})
        await page.get_by_text("Nothing here").wait_for()
