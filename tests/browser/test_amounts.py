"""Amounts as people write them in their language: read right where they say one thing, asked back where two."""

import pytest

from tests.browser import declaring
from tests.browser.visiting import DECLARANT, Demonstration, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def visitor(demo: Demonstration) -> Visitor:
    return demo.person(DECLARANT, "en")


def _at_the_value(visitor: Visitor, language: str) -> str:
    """A new draft in a language, at the value; its address."""
    visitor.go(f"/declare/gift?lang={language}")
    visitor.press("/declare/gift")
    draft = declaring.draft_of(visitor)
    visitor.go(f"{draft}/value")
    return draft


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [
        ("ar", "١٢٣٫٥٠", "123.50"),
        ("ar", "١٬٢٣٤٫٥٠", "1,234.50"),
        ("fr", "1 234,50", "1 234,50"),
        ("es", "1.234,50", "1.234,50"),
        ("en", "1,234.50", "1,234.50"),
    ],
)
def test_an_amount_is_read_as_its_language_writes_it(visitor: Visitor, language: str, typed: str, shown: str) -> None:
    draft = _at_the_value(visitor, language)
    visitor.fill(**declaring.value(typed))
    visitor.press(f"{draft}/value")
    visitor.go(f"{draft}/check")
    assert _plain(shown) in _plain(visitor.says())
    visitor.go(f"{draft}/check?lang=en")
    exact = "123.50" if "١٢٣" in typed else "1,234.50"
    assert f"USD {exact}" in _plain(visitor.says())


@pytest.mark.parametrize(
    ("language", "typed", "examples"),
    [("fr", "1,234", ("1 234,00", "1,23")), ("es", "1.234", ("1.234", "1,23")), ("en", "1.234", ("1,234", "1.23"))],
)
def test_an_amount_that_says_two_things_is_asked_back_with_an_example_and_kept(
    visitor: Visitor, language: str, typed: str, examples: tuple[str, ...]
) -> None:
    draft = _at_the_value(visitor, language)
    visitor.fill(**declaring.value(typed, "EUR"))
    visitor.press(f"{draft}/value")
    assert visitor.wrong_fields() == ["value"]
    said = visitor.page.locator("#value-error").inner_text()
    assert any(example in _plain(said) for example in examples), said
    assert (visitor.value("value"), visitor.value("value_currency")) == (typed, "EUR")
    assert visitor.page.locator("[data-error-summary]").evaluate("each => each === document.activeElement")


def _plain(text: str) -> str:
    """Words without the marks of direction and with one sort of space."""
    kept = "".join(each for each in text if each not in "\u200e\u200f\u2066\u2067\u2068\u2069")
    return " ".join(kept.replace("\u202f", " ").split())
