"""Text that people type: composed, measured, and refused where it hides something."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.kernel.text import LONGEST_LINE, NotTextError, TextError, composed, read_line, read_text, visible


@pytest.mark.parametrize("hostile", ["a\x00b", "\ud800", "a\udfff"])
def test_what_is_not_text_is_refused_outright(hostile: str) -> None:
    for read in (composed, read_line, read_text):
        with pytest.raises(NotTextError):
            read(hostile)


@pytest.mark.parametrize(
    "deceiving",
    [
        "invoice\u202efdp.exe",
        "\u202aAmina",
        "Ami\u2066na\u2069",
        "Ami\u200bna",
        "\ufeffAmina",
        "Amina\U000e0041",
        "Ami\u200dna",
        "Amina\u200c",
        "a\u0007b",
        "a\u0085b\u009f",
        "x\ufffe",
    ],
)
def test_names_and_subjects_hide_nothing(deceiving: str) -> None:
    with pytest.raises(TextError, match="invisible"):
        read_line(deceiving)


@pytest.mark.parametrize("name", ["نیما می‌خواهم", "क्‍ष", "O’Neill-Šćepanović", "王小明", "José María"])
def test_names_of_the_world_are_kept(name: str) -> None:
    assert read_line(name) == unicodedata.normalize("NFC", name)


def test_direction_marks_that_a_keyboard_adds_are_taken_out_of_a_line() -> None:
    assert read_line("\u200fأمينة حداد\u200e") == "أمينة حداد"


def test_a_line_is_one_line_composed_and_squeezed() -> None:
    assert read_line("  Jose\u0301 \n  Mari\u0301a\t ") == "José María"


def test_a_text_keeps_its_lines() -> None:
    assert read_text(" one\r\ntwo\rthree\n\n") == "one\ntwo\nthree"


def test_a_control_character_never_reaches_an_export() -> None:
    with pytest.raises(TextError):
        read_text("a\x0bb")


def test_a_text_that_is_too_long_is_refused_with_both_lengths() -> None:
    assert read_line("x" * LONGEST_LINE)
    with pytest.raises(TextError) as refused:
        read_line("x" * (LONGEST_LINE + 1))
    assert refused.value.message.values == {"length": 201, "longest": 200}


def test_deceiving_characters_are_shown_where_they_arrived_in_another_way() -> None:
    assert visible("a\u202eb\U000e0041") == "a⟨U+202E⟩b⟨U+E0041⟩"
    assert visible("أمينة می‌خواهم") == "أمينة می‌خواهم"


@given(st.text(max_size=300))
def test_what_is_accepted_is_stable(text: str) -> None:
    try:
        line = read_line(text)
    except (NotTextError, TextError):
        return
    assert read_line(line) == line
    assert visible(line) == line
