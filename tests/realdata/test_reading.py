"""What is read out of published registers: how many entries, how many rows are refused, and why."""

from collections import Counter
from datetime import date

import pytest

from declarations.legacy.files import read_file
from declarations.legacy.interpret import interpret
from declarations.legacy.mapping import check_mapping
from declarations.legacy.model import Severity
from declarations.legacy.suggesting import suggest_mapping
from tests.realdata.published import published

pytestmark = pytest.mark.realdata
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("name", "rows", "nil", "refused"),
    [
        ("european-parliament-gifts-8.xlsx", 57, 0, {}),
        ("uk-ministers-gifts.csv", 391, 201, {"day_unreadable": 1}),
        ("uk-ministers-hospitality.csv", 1_178, 189, {"column_shifted": 16, "nothing_said": 1}),
        (
            "us-federal-register-gifts.csv",
            8_392,
            0,
            {"person_missing": 8, "too_long": 2, "nothing_said": 2, "number_twice": 2},
        ),
    ],
)
def test_a_published_register_is_understood_row_by_row_without_a_word_from_anybody(
    name: str, rows: int, nil: int, refused: dict[str, int]
) -> None:
    path = published(name)
    book = read_file(path)
    mapping = suggest_mapping(book, path.stem)
    reading = interpret(check_mapping(mapping, book), mapping, TODAY)
    why = {problem.row: problem.code for problem in reading.problems if problem.severity is Severity.REFUSED}
    assert reading.rows == rows
    assert Counter(why.values()) == refused
    assert len(reading.records) == rows - len(why)
    assert sum(record.is_nil for record in reading.records) == nil
