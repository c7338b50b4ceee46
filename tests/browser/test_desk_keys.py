"""The desk by the keyboard alone: a morning of ten cases; keys that never act while somebody writes, and can be off."""

import pytest
from playwright.async_api import Browser, Page

from declarations.review.model import Filters
from declarations.review.service.queue import queue
from tests.browser.looking import ORIGIN
from tests.browser.test_desk_page import at_screen
from tests.factories import World
from tests.reviewing import Office, staffed

pytestmark = pytest.mark.browser
ON_BUTTON = "document.activeElement.matches('.buttons button')"


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def onward(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    async with page.expect_navigation():
        await page.keyboard.press(key)


async def tab_to_button(page: Page) -> None:
    for _ in range(8):
        await page.keyboard.press("Tab")
        if await page.evaluate(ON_BUTTON):
            return
    raise AssertionError("no button within eight steps")


async def recommend(page: Page) -> None:
    """Take the case, then recommend a decision with a reason."""
    await press(page, "t")
    await onward(page, "Enter")
    await press(page, "d", "Space", "Tab")
    await page.keyboard.type("It is of modest value; nothing stands against it.")
    await tab_to_button(page)
    await onward(page, "Enter")
    assert await page.get_by_text("The ethics office recommends").is_visible()


async def test_a_morning_of_ten_cases_by_the_keyboard_alone(office: Office, browser: Browser) -> None:
    kept = [await office.world.declaration(office.declarant) for _ in range(10)]
    async with at_screen(browser, office.world, office.officer) as page:
        await page.goto(f"{ORIGIN}/desk?lang=en")
        await press(page, "j")
        await onward(page, "Enter")
        for case in kept:
            assert await page.locator("h1").inner_text() == f"Case {case.reference}"
            await recommend(page)
            if case is not kept[-1]:
                await onward(page, "n")
        assert await page.locator("[data-key=n]").count() == 0, "the last case of the list"
        await onward(page, "u")
        assert await page.locator("a.row-link").count() == 10
    done = (await queue(office.officer, Filters())).page.items
    assert [row.recommendation for row in done] == ["authorize"] * 10


async def test_keys_move_the_focus_search_and_explain_themselves(office: Office, browser: Browser) -> None:
    for _ in range(3):
        await office.world.declaration(office.declarant)
    async with at_screen(browser, office.world, office.officer) as page:
        await page.goto(f"{ORIGIN}/desk?lang=en")
        rows = page.locator("a.row-link")
        await press(page, "j", "ArrowDown", "j", "j", "k", "ArrowUp", "k")
        assert await rows.nth(0).evaluate("row => row === document.activeElement")
        await page.evaluate(
            "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ت', code: 'KeyJ', bubbles: true}))"
        )
        await press(page, "/")
        await page.keyboard.type("jkn?o/")
        assert await page.locator("#words").input_value() == "jkn?o/", "keys are letters while somebody writes"
        await press(page, "Tab", "?")
        assert await page.locator("dialog#keys").is_visible()
        await press(page, "j", "Escape")
        assert not await page.locator("dialog#keys").is_visible()
        assert await page.evaluate(ON_BUTTON.replace(".buttons button", "form button")), "the focus is where it was"


async def test_a_key_that_is_pressed_while_the_page_comes_is_not_lost(office: Office, browser: Browser) -> None:
    kept = [await office.world.declaration(office.declarant) for _ in range(3)]
    async with at_screen(browser, office.world, office.officer) as page:
        # What a person who knows the page presses before it is there, and once more than it needs.
        await page.add_init_script(
            "if (location.search && !sessionStorage.once) addEventListener('readystatechange', () => {"
            " sessionStorage.once = 1; for (const _ of [1, 2])"
            " document.documentElement.dispatchEvent("
            "new KeyboardEvent('keydown', {key: 'n', code: 'KeyN', bubbles: true}))"
            "}, {capture: true, once: true})"
        )
        await page.goto(f"{ORIGIN}/desk/{kept[0].reference}?lang=en")
        await page.wait_for_url(lambda address: kept[1].reference in address, timeout=8000)
        await page.wait_for_load_state()
        assert await page.locator("h1").inner_text() == f"Case {kept[1].reference}", "one step, also without a list"
        await onward(page, "n")
        assert await page.locator("[data-key=n]").count() == 0, "control: the last of all that wait"


async def test_keys_can_be_switched_off_and_stay_off(office: Office, browser: Browser) -> None:
    await office.world.declaration(office.declarant)
    async with at_screen(browser, office.world, office.officer) as page:
        await page.goto(f"{ORIGIN}/desk?lang=en")
        await press(page, "?", "Space", "Escape", "j")
        assert not await page.locator("a.row-link").evaluate("row => row === document.activeElement")
        await page.reload()
        await press(page, "j", "?")
        assert not await page.locator("dialog#keys").is_visible()
        await page.get_by_role("button", name="Keyboard shortcuts").press("Enter")
        await press(page, "Space", "Escape", "j")
        assert await page.locator("a.row-link").evaluate("row => row === document.activeElement"), "on again"


async def test_without_scripts_everything_is_reached_by_tab_and_no_key_is_offered(
    office: Office, browser: Browser
) -> None:
    await office.world.declaration(office.declarant)
    async with at_screen(browser, office.world, office.officer, java_script_enabled=False) as page:
        await page.goto(f"{ORIGIN}/desk?lang=en")
        assert not await page.get_by_role("button", name="Keyboard shortcuts").is_visible()
        for _ in range(40):
            await page.keyboard.press("Tab")
            if await page.locator("a.row-link:focus").count():
                break
        await onward(page, "Enter")
        assert (await page.locator("h1").inner_text()).startswith("Case D-")
