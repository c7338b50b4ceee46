"""The declaring side in a real browser: nothing for axe, no sideways scrolling, targets for fingers, quiet saving."""

from typing import Any

import pytest
from playwright.async_api import Browser

from declarations.filing.model import Action
from register.kernel.identity import Identity
from tests.browser.looking import ORIGIN, faults, faults_at, looking
from tests.factories import World, gift_command
from tests.page_client import PageClient
from tests.reviewing import act, staffed
from tests.web.declaring import CIRCUMSTANCES, WHAT, begin, declaring_app, draft_of, place, press, walk
from tests.web.visitors import signed_in

pytestmark = pytest.mark.browser
SMALL_TARGETS = """[...document.querySelectorAll("button, .button, input, select, textarea, summary")]
  .filter(each => each.type !== "hidden" && each.getClientRects().length)
  .filter(each => (each.closest(".choice") ?? each).getBoundingClientRect().height < 44)
  .map(each => each.outerHTML.slice(0, 80))"""


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
    world: World, browser: Browser, language: str, width: int, scheme: Any, every: int
) -> None:
    office = await staffed(world)
    asked = await act(office, office.officer, await office.under_review(), Action.ASK)
    await world.declaration(office.declarant, gift_command(giver_name="شركة النيل للمضخات", value=None))
    async with signed_in(declaring_app(), world, office.declarant) as client:
        paths = await _paths(client, asked.reference)
        async with looking(browser, client, color_scheme=scheme) as page:
            for path in paths[::every]:
                assert await faults_at(page, f"{path}?lang={language}", width, SMALL_TARGETS) == []
            await page.goto(f"{ORIGIN}{paths[4]}?lang={language}")
            await page.fill("#items", "many")
            await page.click("form[data-autosave] .buttons button:first-child")
            await page.wait_for_selector("[data-error-summary]")
            assert await faults(page, width, SMALL_TARGETS) == [], "with faults to mend"


async def test_the_answer_of_the_pre_check_is_well_made(world: World, browser: Browser) -> None:
    async with (
        signed_in(declaring_app(), world, await world.person()) as client,
        looking(browser, client) as page,
    ):
        for width in (320, 1280):
            assert await faults_at(page, "/check?lang=en", width, SMALL_TARGETS) == []
            await page.check("input[name=q_business][value=yes]")
            await page.click(".buttons button")
            await page.wait_for_selector(".verdict")
            assert await faults(page, width, SMALL_TARGETS) == [], "with the answer"


async def test_a_step_saves_itself_quietly_and_goes_on(world: World, browser: Browser) -> None:
    person: Identity = await world.person()
    async with signed_in(declaring_app(), world, person) as client:
        begun = await begin(client)
        page_of_values = f"/drafts/{draft_of(begun)}/circumstances"
        async with looking(browser, client) as page:
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
