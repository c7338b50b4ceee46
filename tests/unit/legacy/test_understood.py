"""What a file does not explain itself is shown to a person before it is imported."""

from pathlib import Path

import msgspec

from declarations.codes.decisions import Decision
from declarations.legacy.files import read_file
from declarations.legacy.headings import plain
from declarations.legacy.mapping import ColumnMapping, table_in
from declarations.legacy.mapping_file import read_mapping, write_mapping
from declarations.legacy.model import Table
from declarations.legacy.suggesting import suggest_mapping
from declarations.legacy.understood import Currencies, OutcomeWord, understood
from declarations.legacy.words import OUTCOMES
from register.kernel.i18n import say
from tests.unit.legacy.books import HEADINGS, csv_file, row

_GUIDE = Path(__file__).resolve().parents[3] / "docs/guide/importing.md"


def suggested(folder: Path, *values: str, headings: list[str] = HEADINGS) -> tuple[Table, ColumnMapping]:
    """A register with these values, and what it suggests."""
    rows = [row(number, value=value) for number, value in enumerate(values, start=1)]
    book = read_file(csv_file(folder, [headings, *rows], delimiter=";"))
    mapping = suggest_mapping(book, "test")
    return table_in(mapping, book), mapping


def test_a_currency_that_stands_in_a_single_cell_is_not_taken_for_all_the_others(tmp_path: Path) -> None:
    assert suggested(tmp_path, "£45", *["45"] * 20)[1].currency is None
    assert suggested(tmp_path, "£45", *["45"] * 5)[1].currency == "GBP", "control: one of a few suggests it"


def test_how_many_values_are_read_in_a_currency_that_they_do_not_name_is_told(tmp_path: Path) -> None:
    table, mapping = suggested(tmp_path, "£45", "45", "60.50", "€20", "over 100", "ask Vera", "")
    found = understood(table, mapping).currencies
    assert found == Currencies("GBP", assumed=3, named=1, values=5)
    assert "3 of 5" in say(found.said, "en")
    in_heading = [each.replace("value", "value (GBP)") for each in HEADINGS]
    for headings, values in ((in_heading, ["45"]), (HEADINGS, ["£45", "£50"])):
        assert understood(*suggested(tmp_path, *values, headings=headings)).currencies is None, "control: all is said"


def test_words_for_what_became_of_a_gift_are_told_with_their_decision_and_their_rows(tmp_path: Path) -> None:
    words = ("Returned", "returned ", "RETURNED", "With the cabinet", "With the cabinet", "n/a", "Noted")
    rows = [row(number, outcome=word) for number, word in enumerate(words, start=1)]
    book = read_file(csv_file(tmp_path, [HEADINGS, *rows]))
    mapping = suggest_mapping(book, "test")
    table = table_in(mapping, book)
    assert understood(table, mapping).outcomes == [
        OutcomeWord("Returned", "return_to_giver", 3),
        OutcomeWord("With the cabinet", None, 2),
        OutcomeWord("Noted", "note", 1),
    ]
    own = msgspec.structs.replace(mapping, outcomes={"With the Cabinet": Decision.MEASURE, "Noted": Decision.AUTHORIZE})
    decided = {each.word: each.decision for each in understood(table, own).outcomes}
    assert decided == {"Returned": "return_to_giver", "With the cabinet": "measure", "Noted": "authorize"}
    written = write_mapping(mapping, table)
    assert '# "With the cabinet" = ""  # stands there 2 times' in written
    assert all(decision in written for decision in Decision)
    assert read_mapping(written) == mapping


def test_the_guide_lists_every_decision_and_every_word_that_is_understood() -> None:
    rows = [line for line in _GUIDE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    listed = {line.split("`")[1]: {plain(word) for word in line.split("|")[3].split(",")} for line in rows}
    known = {decision: {word for word, found in OUTCOMES.items() if found is decision} for decision in Decision}
    assert {code: words for code, words in listed.items() if code in set(Decision)} == {
        str(decision): words or {""} for decision, words in known.items()
    }
