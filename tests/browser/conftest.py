"""One browser for each module; the stories of a test process happen in one demonstration."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser.visiting import CHROMIUM, FLAGS, Demonstration, Served, demonstration, looked_at


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A browser that tests open pages of their own in."""
    if not CHROMIUM:
        pytest.skip("no chromium on this machine")
    async with async_playwright() as play:
        launched = await play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        await launched.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demonstration that stories share: each counts on nothing but what it did itself."""
    if not CHROMIUM:
        pytest.skip("no chromium on this machine")
    with demonstration(tmp_path_factory.mktemp("demonstration")) as found:
        yield found


@pytest.fixture(scope="module")
def demo(served: Served) -> Iterator[Demonstration]:
    with looked_at(served) as found:
        yield found
