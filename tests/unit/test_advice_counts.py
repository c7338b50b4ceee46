"""Figures of advice: no small number is shown, and none can be reckoned from what is."""

from hypothesis import given
from hypothesis import strategies as st

from declarations.advice.counts import LEAST, Count, held_back, year_of


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 30), min_size=1))
def test_no_small_number_is_shown_nor_alone_behind_a_total(counts: dict[str, int]) -> None:
    cells = held_back(counts)
    hidden = [counts[cell.name] for cell in cells if cell.questions is None]
    assert all(cell.questions in {None, 0} or (cell.questions or 0) >= LEAST for cell in cells)
    assert all(cell.questions in {None, counts[cell.name]} for cell in cells)
    if sum(counts.values()) >= LEAST:  # else the total is held back too
        assert not hidden or sum(hidden) >= LEAST, "a small number could be reckoned"
        assert len(hidden) != 1, "a single one follows from the total"


def test_large_numbers_and_noughts_are_shown() -> None:
    """The control: something is shown at all."""
    assert [cell.questions for cell in held_back({"a": 5, "b": 0, "c": 12})] == [5, 0, 12]


def test_a_year_of_few_questions_shows_no_total() -> None:
    few = [Count("gift", "mail", 1, LEAST - 1, 40)]
    assert (year_of(2026, few, ["gift"], ["mail"]).total, year_of(2026, few, ["gift"], ["mail"]).minutes) == (
        None,
        None,
    )
    enough = [Count("gift", "mail", 1, LEAST, 40)]
    assert year_of(2026, enough, ["gift"], ["mail"]).total == LEAST
    assert year_of(2026, [], ["gift"], ["mail"]).total == 0
