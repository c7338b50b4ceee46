"""Registers as offices keep them: titles, merged ranges, repeated headings, other languages, nil returns, doubles."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from declarations.codes.labels import label
from declarations.legacy.beside import Mark
from declarations.legacy.files import read_file
from declarations.legacy.interpret import interpret
from declarations.legacy.mapping import ColumnMapping, check_mapping
from declarations.legacy.mapping_file import read_mapping, write_mapping
from declarations.legacy.model import Column, Reading
from declarations.legacy.preview import previews
from declarations.legacy.suggesting import other_sheets, suggest_mapping
from register.kernel.errors import Invalid
from register.kernel.i18n import say
from tests.unit.legacy.books import HEADINGS, csv_file, row, saved, workbook

TODAY = date(2026, 11, 20)


def read(file: Path, **settings: Any) -> tuple[ColumnMapping, Reading]:
    book = read_file(file)
    mapping = msgspec.structs.replace(suggest_mapping(book, "test"), **{"currency": "CHF", **settings})
    return mapping, interpret(check_mapping(mapping, book), mapping, TODAY)


def codes(reading: Reading) -> list[tuple[int, str]]:
    return [(problem.row, problem.code) for problem in reading.problems]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_separated_values_are_read_whatever_stands_between_them(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [HEADINGS, row(1, person="Zoë Müller"), row(2, gift="Pen, blue; with\nits case")]
    _, reading = read(csv_file(tmp_path, rows, delimiter=delimiter, encoding=encoding))
    assert [record.person for record in reading.records] == ["Zoë Müller", "Amina Haddad"]
    assert reading.records[1].description == "Pen, blue; with its case"


def test_a_title_repeated_headings_and_merged_cells_are_understood(tmp_path: Path) -> None:
    rows = [HEADINGS, row(1), row(2, person=None), HEADINGS, row(3), ["Second quarter"], row(4)]
    book = workbook(rows, title="Register of gifts, all offices")
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("B3:B4")  # one person, two gifts
    mapping, reading = read(saved(book, tmp_path))
    assert mapping.header_row == 2
    assert [(record.own_id, record.person) for record in reading.records] == [
        (f"G{number}", "Amina Haddad") for number in (1, 2, 3, 4)
    ]
    assert reading.records[0].day == date(2024, 5, 13)


def test_the_sheet_that_is_shown_is_read_and_not_the_hidden_one(tmp_path: Path) -> None:
    book = workbook([HEADINGS, row(1)], hidden=[HEADINGS, row(8), row(9)])
    mapping, reading = read(saved(book, tmp_path))
    assert mapping.sheet == "Register"
    assert [record.own_id for record in reading.records] == ["G1"]


def test_another_sheet_with_entries_is_named_in_the_mapping_file(tmp_path: Path) -> None:
    book = workbook([HEADINGS, row(1), row(2)])
    for name, cells in (("2023", [HEADINGS, row(3)]), ("Explanations", [["Read this first"]])):
        sheet = book.create_sheet(name)
        for each in cells:
            sheet.append(each)
    found = read_file(saved(book, tmp_path))
    mapping = suggest_mapping(found, "x")
    assert other_sheets(found, mapping) == ["2023"]
    text = write_mapping(mapping, check_mapping(mapping, found), other_sheets(found, mapping))
    assert '# "2023" looks like a register too' in text
    assert read_mapping(text) == mapping


@pytest.mark.parametrize(
    ("headings", "language"),
    [
        (
            ["N° d’ordre", "Nom et prénom", "Donateur", "Description du cadeau", "Date de réception", "Valeur estimée"],
            "fr",
        ),
        (
            [
                "Número",
                "Nombre y apellidos",
                "Donante",
                "Descripción del obsequio",
                "Fecha de recepción",
                "Valor estimado",
            ],
            "es",
        ),
        (["الرقم", "اسم الموظف", "مقدّم الهدية", "وصف الهدية", "تاريخ الاستلام", "القيمة التقديرية"], "ar"),
        (["Entry number", "Official", "Given by", "Particulars", "Received on", "Approximate value"], "en"),
    ],
)
def test_columns_are_known_by_their_headings_in_four_languages(
    tmp_path: Path, headings: list[str], language: str
) -> None:
    mapping, reading = read(csv_file(tmp_path, [headings, row(1)[:6]]))
    assert list(mapping.columns) == [
        Column.RECORD,
        Column.PERSON,
        Column.GIVER,
        Column.DESCRIPTION,
        Column.DATE,
        Column.VALUE,
    ]
    assert mapping.language == language
    assert len(reading.records) == 1


def test_a_nil_return_is_a_statement_and_not_a_gift(tmp_path: Path) -> None:
    nil = row(1, giver="Nil return", gift="Nil return", day="Nil return", value="Nil return")
    _, reading = read(csv_file(tmp_path, [HEADINGS, nil, row(2)]))
    assert [record.is_nil for record in reading.records] == [True, False]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"person": ""}, "person_missing"),
        ({"giver": "", "gift": "N/A"}, "nothing_said"),
        ({"giver": "", "gift": "", "outcome": "None"}, "nothing_said"),  # but it had a value: no nil return
        ({"day": "2025-20-08"}, "day_unreadable"),
        ({"day": "03/07/2025"}, "day_open"),
        ({"day": "2031-01-01"}, "day_ahead"),
        ({"person": "A" * 1_001}, "too_long"),
        ({"giver": "13 May 2024", "day": "Pumps and Pipes Ltd", "gift": "13 May 2024"}, "column_shifted"),
    ],
)
def test_a_row_that_cannot_be_understood_is_refused_with_its_reason(
    tmp_path: Path, cells: dict[str, str], code: str
) -> None:
    _, reading = read(csv_file(tmp_path, [HEADINGS, row(1, **cells), row(2)]))
    assert codes(reading) == [(2, code)]
    assert reading.refused == {2}
    assert [record.own_id for record in reading.records] == ["G2"]


def test_words_instead_of_a_number_are_kept_and_noted(tmp_path: Path) -> None:
    _, reading = read(csv_file(tmp_path, [HEADINGS, row(1, value="Above limit")]))
    assert codes(reading) == [(2, "value_in_words")]
    assert reading.records[0].worth.words == "Above limit"
    assert reading.refused == set()


@pytest.mark.parametrize(
    ("cells", "code", "kept"),
    [
        ({"day": "12-14 March 2023"}, "days_several", "Date received: 12-14 March 2023"),
        ({"giver": "The Society of " + "very " * 60 + "old friends"}, "name_shortened", "old friends"),
    ],
)
def test_what_does_not_fit_a_field_stands_whole_in_the_remarks(
    tmp_path: Path, cells: dict[str, str], code: str, kept: str
) -> None:
    _, reading = read(csv_file(tmp_path, [HEADINGS, row(1, **cells)]))
    assert codes(reading) == [(2, code)]
    assert kept in reading.records[0].remarks


@pytest.mark.parametrize(
    ("value", "code", "settings"),
    [
        ("$50", "currency_open", {"signs": {"$": "USD"}}),
        ("12,500 TND", "amount_open", {"decimal": Mark.COMMA}),
        ("Above limit", "value_in_words", {"words": {"above limit": "above 140"}}),
    ],
)
def test_a_value_that_could_be_two_is_open_until_the_mapping_says_which(
    tmp_path: Path, value: str, code: str, settings: dict[str, Any]
) -> None:
    file = csv_file(tmp_path, [HEADINGS, row(1, value=value)])
    assert codes(read(file)[1]) == [(2, code)]
    worth = read(file, **settings)[1].records[0].worth
    assert worth.money is not None or worth.at_least is not None


def test_a_word_for_the_direction_is_asked_for_and_then_taken(tmp_path: Path) -> None:
    headings = ["Name", "Donor", "Gift", "Given or received"]
    rows = [["A", "X", "Pen", "received (by the family)"], ["B", "Y", "Cup", "sent out"]]
    file = csv_file(tmp_path, [headings, *rows])
    _, reading = read(file)
    assert codes(reading) == [(3, "direction_open")]
    assert reading.records[0].direction == "received"
    _, told = read(file, words={"Sent out": "given"})
    assert [record.direction for record in told.records] == ["received", "given"]


@pytest.mark.parametrize("said", ["Nil", "No gifts received in this period", "Néant", "Sin novedad", "لا توجد هدايا"])
def test_a_statement_that_there_was_nothing_is_known_in_every_column(tmp_path: Path, said: str) -> None:
    empty = {"giver": "", "gift": "", "day": "", "value": ""}
    for column in ("gift", "giver", "value", "outcome"):
        _, reading = read(csv_file(tmp_path, [HEADINGS, row(1, **(empty | {"outcome": ""} | {column: said}))]))
        assert [record.is_nil for record in reading.records] == [True]


def test_letters_that_nobody_sees_are_taken_away(tmp_path: Path) -> None:
    _, reading = read(csv_file(tmp_path, [HEADINGS, row(1, person="Amina\u202e\u200b Haddad", gift="Cafe\u0301")]))
    assert (reading.records[0].person, reading.records[0].description) == ("Amina Haddad", "Café")


def test_the_same_number_twice_is_refused_and_the_same_gift_is_noted(tmp_path: Path) -> None:
    rows = [HEADINGS, row(1), row(1, gift="Another pen"), row(3, gift="Fountain pen 1")]
    _, reading = read(csv_file(tmp_path, rows))
    assert codes(reading) == [(3, "number_twice"), (4, "same_gift")]
    assert [record.row for record in reading.records] == [2, 4]


def test_without_numbers_a_row_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    rows = [HEADINGS[1:], row(1)[1:], row(1)[1:]]
    _, reading = read(csv_file(tmp_path, rows))
    assert codes(reading) == [(3, "row_twice")]


def test_the_mapping_file_says_everything_again_when_it_is_read(tmp_path: Path) -> None:
    book = read_file(csv_file(tmp_path, [[*HEADINGS, 'Odd "heading" \\ here'], [*row(1), "x"]]))
    mapping = suggest_mapping(book, "Gifts 2024")
    text = write_mapping(mapping, check_mapping(mapping, book))
    assert read_mapping(text) == mapping
    assert '# not used: "Odd' in text


def test_a_mapping_file_with_a_fault_says_where(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="invalid") as refused:
        read_mapping('register = "x"\nheader_row = "two"\n')
    assert "header_row" in str(refused.value.message.values)
    book = read_file(csv_file(tmp_path, [HEADINGS, row(1)]))
    for text, line in (
        ('register = "x"\n[columns]\npersn = "Name"\n', 3),
        ('register = "x"\n\ncurency = "EUR"\n', 3),
        ('register = "x"\nsheet = =\n', 2),
        ('register = "x"\n[outcomes]\nkept = "keep"\n', 3),
    ):
        with pytest.raises(Invalid) as faulty:
            read_mapping(text)
        assert faulty.value.message.values["line"] == line
    wrong = read_mapping('register = "x"\nheader_row = 1\n[columns]\nperson = "Nobody"\n')
    with pytest.raises(Invalid) as missing:
        check_mapping(wrong, book)
    assert {fault.name for fault in missing.value.fields} == {"columns.person", "columns.description"}


def test_the_mapping_file_lists_the_words_that_need_a_meaning(tmp_path: Path) -> None:
    rows = [HEADINGS, row(1, value="Above limit"), row(2, value="Above limit"), row(3, value="£5")]
    book = read_file(csv_file(tmp_path, rows))
    mapping = suggest_mapping(book, "x")
    assert '# "Above limit" = "unknown"  # stands there 2 times' in write_mapping(mapping, check_mapping(mapping, book))
    wrong = msgspec.structs.replace(mapping, words={"Above limit": "a lot"})
    with pytest.raises(Invalid) as refused:
        check_mapping(wrong, book)
    assert [fault.name for fault in refused.value.fields] == ["words"]


def test_amounts_that_wait_for_their_currency_are_no_words(tmp_path: Path) -> None:
    values = ("12,50", "1.234,50", "above 140", "> 50", "Above limit")
    book = read_file(csv_file(tmp_path, [HEADINGS, *(row(at, value=each) for at, each in enumerate(values))]))
    mapping = suggest_mapping(book, "x")
    written = write_mapping(mapping, check_mapping(mapping, book))
    assert [line.partition(" = ")[0] for line in written.splitlines() if '= "unknown"' in line] == ['# "Above limit"']


def test_a_decision_may_be_called_by_its_name_in_any_language(tmp_path: Path) -> None:
    text = 'register = "x"\n[outcomes]\n"Kept" = "%s"\n'
    for name in ("Surrendered to the Organization", say(label("decision", "surrender_to_organization"), "fr")):
        assert read_mapping(text % name).outcomes == {"Kept": "surrender_to_organization"}
    with pytest.raises(Invalid):
        read_mapping(text % "Thrown away")


def test_the_first_entries_are_shown_as_they_will_be_stored_beside_their_rows(tmp_path: Path) -> None:
    rows = [row(1, value="1.234,50"), row(2, value="above 140"), row(3, giver="", gift="Nil return", value="")]
    book = read_file(csv_file(tmp_path, [HEADINGS, *rows]))
    mapping = msgspec.structs.replace(suggest_mapping(book, "x"), currency="USD")
    table = check_mapping(mapping, book)
    first, bound, nil = previews(table, mapping, interpret(table, mapping, TODAY).records)
    assert {str(each.name): (each.stored, each.source) for each in first.fields} == {
        "Date of the gift": (["13 May 2024"], "2024-05-13"),
        "Person": (["Amina Haddad"], ""),
        "Giver": (["Pumps and Pipes Ltd"], ""),
        "Description": (["Fountain pen 1"], ""),
        "Value": (["USD 1,234.50"], "1.234,50"),
        "What became of it": (["Returned to the giver"], "Returned"),
    }
    assert bound.fields[4].stored == ["above 140", "At least USD 140.00; the exact amount is not known."]
    assert nil.fields[3].stored[0] == "Nil declaration"


def test_a_period_of_a_nil_return_that_names_no_time_is_kept_and_noted(tmp_path: Path) -> None:
    said = ["whenever", "2024", "Q1 2024"]
    rows = [row(at, gift="Nil return", giver="", value="", day="") for at in range(1, 4)]
    for cells, text in zip(rows, said, strict=True):
        cells.append(text)
    file = csv_file(tmp_path, [[*HEADINGS, "Year"], *rows])
    _, reading = read(file)
    assert [record.period for record in reading.records] == said
    assert codes(reading) == [(2, "period_open")]


def test_a_first_line_may_say_what_stands_between_the_values(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_bytes("sep=~\r\nName~Donor~Gift\r\nA~X~Pen; blue\r\n".encode("utf-16-le"))
    book = read_file(file)
    assert (book.delimiter, book.encoding) == ("~", "utf-16-le")
    assert book.sheets[0].rows == [["Name", "Donor", "Gift"], ["A", "X", "Pen; blue"]]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1252", ["Íñigo", "Compañía", "pluma", "45 €"]),
        ("cp850", ["Éric", "Préfecture", "vase gravé", "45"]),
        ("mac_roman", ["Éric", "Préfecture", "vase gravé", "45 €"]),
        ("cp1256", ["أحمد محمود", "شركة المياه", "قلم حبر", "45"]),
        ("iso8859_6", ["أحمد محمود", "شركة المياه", "قلم حبر", "45"]),
    ],
)
def test_letters_are_read_however_an_old_program_wrote_them(tmp_path: Path, encoding: str, words: list[str]) -> None:
    padding = [["A", "B", "C", "5"]] * 30_000  # the letters that tell come late
    file = csv_file(tmp_path, [["Name", "Donor", "Gift", "Value"], *padding, words], encoding=encoding)
    assert read_file(file).sheets[0].rows[-1] == words


def test_a_file_without_headings_says_what_a_register_has(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        suggest_mapping(read_file(csv_file(tmp_path, [["1", "2", "3"], ["4", "5", "6"]])), "x")
