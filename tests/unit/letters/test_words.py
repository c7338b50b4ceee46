"""Standing words without a database: placeholders, what comes with the register, characters that fonts hold."""

import re

import pytest

from declarations.letters.coverage import covered, showable
from declarations.letters.model import Passage
from declarations.letters.words import ALLOWED, USES, Use, fault_of, filled, open_places, shipped
from register.kernel.i18n import LOCALES


@pytest.mark.parametrize("key", sorted(shipped()))
def test_what_comes_with_the_register_speaks_four_languages_with_the_same_placeholders(key: str) -> None:
    words = shipped()[key]
    assert words.missing == []
    for text in words.texts.values():
        assert fault_of(text.text, words.use) is None
    told = {"reference", "rule", "paragraph", "deadline", "date", "gift", "contact", "decision"}
    places = [open_places(text.text) & told for text in words.texts.values()]
    assert all(each == places[0] for each in places)


def test_every_use_has_words() -> None:
    assert {words.use for words in shipped().values()} == set(Use) == set(USES) == set(ALLOWED)


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("{value}", Use.REASONS),  # no such placeholder
        ("{reference}", Use.GIVER_RETURN),  # a giver learns no reference
        ("{addressee}", Use.GIVER_THANKS),  # nor a name
        ("{deadline}", Use.REASONS),  # has no value there
        ("{date", Use.REASONS),
        ("date}", Use.REASONS),
        ("{{date}}", Use.REASONS),
        ("{}", Use.REASONS),
        ("{date.year}", Use.REASONS),
        ("{date!r}", Use.REASONS),
    ],
)
def test_a_placeholder_that_cannot_be_filled_is_refused(text: str, use: Use) -> None:
    assert fault_of(text, use) is not None
    assert fault_of("On {date}, %(date)s and 50% stay as they are.", use) is None


def test_what_a_value_holds_is_never_a_placeholder() -> None:
    assert filled("{addressee}: {date}", {"addressee": "{date}", "date": "4 May"}) == "{date}: 4 May"


def test_every_character_of_the_four_languages_can_be_shown() -> None:
    letters = {letter for words in shipped().values() for text in words.texts.values() for letter in text.text}
    assert showable("".join(sorted(letters - {"\n"}))) == "".join(sorted(letters - {"\n"}))
    assert ord("ط") in covered()
    assert ord("中") not in covered()
    assert showable("Żółć Ελλάδα Київ 中 ⟨U+202E⟩") == "Żółć Ελλάδα Київ \ufffd ‹U+202E›"


@pytest.mark.parametrize(("text", "direction"), [("12 كلمات", "rtl"), ("(a) كلمة", "ltr"), ("123", "ltr")])
def test_words_without_a_language_go_the_way_of_their_first_letter(text: str, direction: str) -> None:
    assert Passage(text).direction == direction
    assert Passage(text, "ar").direction == LOCALES["ar"].direction


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_letter_at_the_end_of_service_names_the_same_paragraphs_in_each_language(language: str) -> None:
    """Those of the page on the end of service: ICSC 26, 39 and 51."""
    said = shipped()["separation-general"].text(language).text
    assert re.findall(r"\((?:paragraph|paragraphe|párrafo|الفقرة) (\d+)\)", said) == ["26", "39", "51"]
