"""Where in a sheet the register stands: pages of a PDF, moved columns, merged entries, sums, foreign headings."""

import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from declarations.legacy.dates import Order
from declarations.legacy.files import read_file
from declarations.legacy.headings import suggest
from declarations.legacy.layout import header_row, table_of
from declarations.legacy.model import Column, Severity, Sheet
from declarations.legacy.suggesting import suggest_mapping
from register.kernel.currency import Money
from tests.unit.legacy.books import HEADINGS, csv_file, row, saved, workbook
from tests.unit.legacy.test_registers import codes, read

FULL = os.environ.get("PROOF") == "full"
PAGES, ENTRIES = 5, 6
TITLE = "Registre des cadeaux, exercice 2023"
FRENCH = ["N°", "Bénéficiaire", "Donateur", "Description du cadeau", "Date de réception", "Valeur estimée (EUR)"]


def page(sheet: Worksheet, number: int, first: int) -> None:
    """A page of a PDF as a sheet: a title across all columns, the headings again, columns that begin elsewhere."""
    at = sheet.max_row + 1 if number else 1
    sheet.cell(at, 1, TITLE)
    sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=8)
    moved = number % 2  # every other page begins one column further to the right
    columns = [1, 2, 3, 4, 6, 7] if not moved else [1, 3, 4, 5, 6, 7]
    for column, heading in zip(columns, FRENCH, strict=True):
        sheet.cell(at + 1, column, heading)
    if not moved:
        sheet.merge_cells(start_row=at + 1, start_column=4, end_row=at + 1, end_column=5)
    for line in range(ENTRIES):
        cells = [
            f"{first + line}/23",
            "Amina Haddad",
            "Ville de Lac",
            f"Vase n° {first + line}",
            "12/09/2023",
            "1.234,50",
        ]
        for column, cell in zip(columns, cells, strict=True):
            sheet.cell(at + 2 + line, column, cell)
        if not moved:
            sheet.merge_cells(start_row=at + 2 + line, start_column=4, end_row=at + 2 + line, end_column=5)
    sheet.cell(at + 2 + ENTRIES, 1, f"Page {number + 1}")


def test_a_workbook_made_from_pages_is_one_register_though_its_columns_move(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number in range(PAGES):
        page(sheet, number, number * ENTRIES + 1)
    assert len(sheet.merged_cells.ranges) > 20
    file = saved(book, tmp_path)
    found = read_file(file)
    mapping = suggest_mapping(found, "pages")
    assert (mapping.header_row, mapping.currency, mapping.language) == (2, "EUR", "fr")
    _, reading = read(file, order=Order.DAY_FIRST, currency="EUR")
    assert [record.own_id for record in reading.records] == [f"{each}/23" for each in range(1, PAGES * ENTRIES + 1)]
    assert {record.description for record in reading.records} == {
        f"Vase n° {each}" for each in range(1, PAGES * ENTRIES + 1)
    }
    assert {record.giver for record in reading.records} == {"Ville de Lac"}
    assert {record.worth.money for record in reading.records} == {Money(Decimal("1234.50"), "EUR")}
    assert {code for _, code in codes(reading)} == {"set_apart"}  # the feet of the pages, and nothing else


def test_several_gifts_in_one_merged_entry_are_told_apart_by_their_number(tmp_path: Path) -> None:
    book = workbook([HEADINGS, row(1), row(1, gift="Second pen"), row(1, gift="Third pen"), row(2)])
    sheet = book.active
    assert sheet is not None
    for column in "ABC":
        sheet.merge_cells(f"{column}2:{column}4")
    _, reading = read(saved(book, tmp_path))
    assert [record.own_id for record in reading.records] == ["G1", "G1/2", "G1/3", "G2"]
    assert codes(reading) == []


def test_without_a_merged_cell_the_same_number_is_a_mistake(tmp_path: Path) -> None:
    """The control of the test above."""
    book = workbook([HEADINGS, row(1), row(1, gift="Second pen")])
    _, reading = read(saved(book, tmp_path))
    assert codes(reading) == [(3, "number_twice")]


def test_an_entry_that_is_merged_over_the_height_of_two_rows_is_one_entry(tmp_path: Path) -> None:
    book = workbook([HEADINGS, row(1), [], row(2)])
    sheet = book.active
    assert sheet is not None
    for column in "ABCDEFG":
        sheet.merge_cells(f"{column}2:{column}3")
    _, reading = read(saved(book, tmp_path))
    assert [(record.row, record.own_id) for record in reading.records] == [(2, "G1"), (4, "G2")]


def test_titles_notes_and_sums_are_left_out_and_said(tmp_path: Path) -> None:
    rows = [HEADINGS, ["Second quarter"], row(1), ["", "Total", "", "", "", "45"], ["* estimated"]]
    _, reading = read(csv_file(tmp_path, [each + [""] * (7 - len(each)) for each in rows]))
    assert codes(reading) == [(2, "set_apart"), (4, "sum"), (5, "set_apart")]
    assert {problem.severity for problem in reading.problems} == {Severity.LEFT_OUT}
    assert (len(reading.records), reading.rows, reading.refused) == (1, 1, set())


def test_a_column_without_heading_beside_a_merged_one_belongs_to_it() -> None:
    rows = [["Name", "Donor", "", "Gift"], ["A", "X", "", "Pen"], ["B", "", "Y", "Cup"], ["C", "", "Z", "Map"]]
    table = table_of(Sheet("", rows), 1)
    assert table.headings == ["Name", "Donor", "Gift"]
    assert [line.cells["Donor"] for line in table.lines] == ["X", "Y", "Z"]


def test_a_column_without_heading_that_says_something_else_stays_its_own() -> None:
    """The control of the test above."""
    rows = [["Name", "Donor", "", "Gift"], ["A", "X", "r", "Pen"], ["B", "Y", "", "Cup"], ["C", "", "Z", "Map"]]
    assert table_of(Sheet("", rows), 1).headings == ["Name", "Donor", "(3)", "Gift"]


@pytest.mark.parametrize(
    "headings",
    [
        ["Empfänger", "Geber", "Beschreibung des Geschenks", "Datum des Erhalts", "Geschätzter Wert"],
        ["Destinatario", "Donatore", "Descrizione del dono", "Data di ricevimento", "Valore stimato"],
        ["Destinatário", "Ofertante", "Descrição do presente", "Data de recebimento", "Valor estimado"],
        ["Ontvanger", "Gever", "Omschrijving van het geschenk", "Datum van ontvangst", "Geschatte waarde"],
        ["Name of official", "Donnor", "Descripton of gift", "Date recieved", "Estimatd value"],  # slips of the pen
    ],
)
def test_headings_in_other_languages_and_with_slips_of_the_pen_are_known(headings: list[str]) -> None:
    found = {each.column: each.heading for each in suggest(headings)}
    assert found == dict(
        zip((Column.PERSON, Column.GIVER, Column.DESCRIPTION, Column.DATE, Column.VALUE), headings, strict=True)
    )


def test_columns_that_no_heading_tells_are_known_by_their_values(tmp_path: Path) -> None:
    headings = ["Kto", "Kdo dal", "Co", "Kdy", "Kolik", "Kontakt"]
    rows = [
        [f"Jana {at}", "Firma", "Pero", f"{at + 12}.3.2023", f"{at}5,50 EUR", f"j{at}@demo.example"] for at in range(6)
    ]
    mapping = suggest_mapping(read_file(csv_file(tmp_path, [headings, *rows], delimiter=";")), "x")
    assert mapping.columns == {Column.DATE: "Kdy", Column.VALUE: "Kolik", Column.EMAIL: "Kontakt"}
    assert mapping.header_row == 1


def test_numbers_alone_have_no_headings() -> None:
    assert header_row(Sheet("", [["1", "2", "3"], ["4", "5", "6"]])) is None


@pytest.mark.proof
def test_sixteen_thousand_rows_with_decimal_commas_are_read(tmp_path: Path) -> None:
    headings = [
        "Número",
        "Nombre y apellidos",
        "Donante",
        "Descripción del obsequio",
        "Fecha de recepción",
        "Valor estimado",
    ]
    rows = [
        [at, f"Persona {at % 300}", "Empresa", f"Pluma {at}", f"{at % 28 + 1:02}/{at % 12 + 1:02}/2023", "1.234,50 €"]
        for at in range(16_000 if FULL else 4_000)
    ]
    mapping, reading = read(csv_file(tmp_path, [headings, *rows], delimiter=";", encoding="cp1252"))
    assert mapping.order == "day_first"
    assert (len(reading.records), reading.problems) == (len(rows), [])
    assert reading.records[0].day == date(2023, 1, 1)
    assert {record.worth.money for record in reading.records} == {Money(Decimal("1234.50"), "EUR")}
