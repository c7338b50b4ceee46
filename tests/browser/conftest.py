"""The demonstration, started once for each module; the browser closes with it."""

from collections.abc import Iterator

import pytest

from tests.browser.visiting import CHROMIUM, Demonstration, demonstration


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    if not CHROMIUM:
        pytest.skip("no chromium on this machine")
    with demonstration(tmp_path_factory.mktemp("demonstration")) as found:
        yield found
