"""A table that is wider than a phone shows at its edge that more columns follow, read from either side."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Browser

from tests.browser.looking import opened

pytestmark = pytest.mark.browser
_STYLE = (Path(__file__).parents[2] / "register" / "web" / "static" / "register.css").read_text()
_SHEET = ".sheet"


def _page(direction: str, columns: int) -> str:
    cells = "<td>12345</td>" * columns
    return f"""<!doctype html><html dir="{direction}"><head><style>{_STYLE}</style></head><body><main>
        <div class="sheet flows"><table><tbody><tr>{cells}</tr><tr>{cells}</tr></tbody></table></div>
        </main></body></html>"""


async def _shaded(page: Any) -> tuple[bool, bool]:
    """Whether the left and the right edge of the box are darker than the paper, between the lines of words."""
    picture = Image.open(io.BytesIO(await page.locator(_SHEET).screenshot())).convert("L")
    line = picture.crop((0, 4, picture.width, 5)).tobytes()
    paper = line[len(line) // 2]
    return line[1] < paper - 30, line[-2] < paper - 30


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
async def test_an_edge_is_shaded_as_long_as_columns_follow_behind_it(browser: Browser, direction: str) -> None:
    ends = 1 if direction == "ltr" else -1
    async with opened(browser, viewport={"width": 320, "height": 600}, color_scheme="light") as page:
        await page.set_content(_page(direction, 12))
        assert await _shaded(page) == (direction == "rtl", direction == "ltr")
        await page.evaluate(f"document.querySelector('{_SHEET}').scrollLeft = {ends * 100}")
        assert await _shaded(page) == (True, True)
        await page.evaluate(f"document.querySelector('{_SHEET}').scrollLeft = {ends * 9999}")
        assert await _shaded(page) == (direction == "ltr", direction == "rtl")
        await page.set_content(_page(direction, 2))
        assert await _shaded(page) == (False, False), "the control: nothing follows"
