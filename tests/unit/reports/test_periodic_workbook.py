"""The workbook of a periodic report: every number is the published one, in four languages and in either direction."""

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from defusedxml import ElementTree
from openpyxl.utils import column_index_from_string, get_column_letter

from register.kernel.i18n import LOCALES, say
from reports.periodic.book.bound import NOT_RELEASED, Bound
from reports.periodic.book.names import LONGEST, names_of
from reports.periodic.book.placed import BEFORE, THIS_PERIOD
from reports.periodic.catalogue import Measure, spec
from reports.periodic.model import TOTAL, Line, Place, Profile, Published, Table, fingerprint
from reports.periodic.publishing import Correction, Heading, publish
from reports.periodic.workbook import write_workbook
from reports.settings import organisation
from tests.periodic import data_set

PICTURES = Path(__file__).parents[3] / "artefacts" / "report-workbook"
FULL = os.environ.get("PROOF") == "full"
FIRST_ROW = 5
_FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)")
_NAMES = ("draft_decision", "action", "introduction", "summary")
TEXTS = {
    tag: dict(zip(_NAMES, _FORMULAS, strict=True))
    | {"session": "93", "agenda_item": "7", "recommendations": "x " * 3000}
    for tag in LOCALES
}


@cache
def report() -> Published:
    """A correction, so that everything that a report can say is in it."""
    heading = Heading(Profile.GENERAL_ASSEMBLY, "A/81/12 & Corr.1", TEXTS, annex=True)
    first = publish(data_set(3, 40), heading, 5)
    return publish(
        data_set(3, 40, more=3), heading, 5, Correction(first, dict.fromkeys(LOCALES, "A case was counted twice."))
    )


@cache
def workbook(tag: str, *, is_released: bool = False) -> bytes:
    out = BytesIO()
    write_workbook(report(), LOCALES[tag], organisation(), out, is_released=is_released)
    return out.getvalue()


def opened(raw: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(raw))


def sheet_of(book: Any, tag: str, code: str) -> Any:
    return book[Bound(report(), LOCALES[tag], "", is_released=False).named[code]]


def published(table: Table | None, places: tuple[Place, ...]) -> Mapping[tuple[str, str], Any]:
    """What stands in the cells of a table by line and column: a number, or the mark of a withheld one."""
    found: dict[tuple[str, str], Any] = {}
    for place, number in table.cells() if table else ():
        based = Place(place.table, place.line, spec(place.table).column(place.column).based_on or place.column)
        mark = "*" if based in places else "–"
        found[place.line, place.column] = mark if number is None else number
    return found


def expected(said: Published, table: Table) -> Iterator[tuple[Any, ...]]:
    """The rows of numbers of a sheet, worked out again from what is published."""
    entry = spec(table.code)
    earlier = next((each for each in said.before if each.code == table.code), None)
    now, before = published(table, said.withheld), published(earlier, said.withheld_before)
    lines = {line.code for each in (table, earlier) if each for line in each.lines}
    ordered = [code for code in (entry.codes or sorted(lines - {TOTAL}, key=entry.order)) if code in lines]
    for line in [*ordered, TOTAL] if TOTAL in lines else ordered:
        places = [(line, column.code, 0 if column.measure is Measure.COUNT else "–") for column in entry.columns]
        this = [now.get((line, column), none) for line, column, none in places]
        that = [before.get((line, column), none) for line, column, none in places]
        change = [
            "*" if "*" in (one, other) else "–" if "–" in (one, other) else one - other
            for one, other in zip(this, that, strict=True)
        ]
        yield (*this, *that, *change) if earlier else tuple(this)


def differing(book: Any, tag: str, said: Published) -> list[str]:
    """Cells of the sheets of tables that are not the published numbers."""
    found = []
    for table in said.tables:
        sheet = sheet_of(book, tag, table.code)
        for row, numbers in enumerate(expected(said, table), FIRST_ROW):
            cells = sheet[row][1 : 1 + len(numbers)]
            found += [
                f"{sheet.title} {cell.coordinate}"
                for cell, number in zip(cells, numbers, strict=True)
                if (cell.value, cell.data_type) != (number, "s" if isinstance(number, str) else "n")
            ]
    return found


@pytest.mark.parametrize("tag", ["ar", "fr"])
def test_every_number_of_every_table_is_the_published_one(tag: str) -> None:
    book = opened(workbook(tag))
    assert differing(book, tag, report()) == []
    assert report().withheld, "something is withheld, so that the marks are tested too"
    table = report().tables[0]
    line = table.lines[0]
    other = msgspec.structs.replace(table, lines=(Line(line.code, (10_000, *line.numbers[1:])), *table.lines[1:]))
    changed = msgspec.structs.replace(report(), tables=(other, *report().tables[1:]))
    assert len(differing(book, tag, changed)) >= 1, "the control: one number is another"


def test_a_correction_lists_both_numbers_of_whatever_it_says_otherwise() -> None:
    sheet = sheet_of(opened(workbook("ar")), "ar", "corrections")
    listed = [tuple(cell.value for cell in row[3:5]) for row in sheet.iter_rows(min_row=FIRST_ROW) if row[0].value]
    told = [tuple("*" if n is None else n for n in (each.before, each.after)) for each in report().changed]
    counts = [Measure.COUNT is spec(each.place.table).column(each.place.column).measure for each in report().changed]
    assert len(listed) == len(told) > 5
    assert [one for one, is_count in zip(listed, counts, strict=True) if is_count] == [
        one for one, is_count in zip(told, counts, strict=True) if is_count
    ]
    plain = msgspec.structs.replace(report(), changed=())
    assert "corrections" not in Bound(plain, LOCALES["ar"], "", is_released=False).named, "the control"


def test_the_same_report_in_the_same_language_makes_the_same_bytes() -> None:
    first = workbook("fr")
    assert workbook.__wrapped__("fr") == first
    assert workbook.__wrapped__("fr", is_released=True) != first, "control: a release is told"


def merged_numbers(book: Any) -> list[str]:
    """Merged cells that hold or cover a number."""
    return [
        f"{sheet.title} {merged}"
        for sheet in book
        for merged in sheet.merged_cells.ranges
        if any(isinstance(sheet.cell(*place).value, int | float) for place in merged.top)
    ]


@pytest.mark.parametrize("tag", ["ar", "fr"])
def test_sheets_can_be_read_and_printed_in_the_direction_of_the_language(tag: str) -> None:
    book = opened(workbook(tag))
    assert {sheet.sheet_view.rightToLeft for sheet in book} == {tag == "ar"}
    assert all(sheet.print_area and sheet.oddFooter.center.text and sheet.page_setup.paperSize == 9 for sheet in book)
    assert all(say(NOT_RELEASED, LOCALES[tag]) in _header(sheet) for sheet in book)
    assert merged_numbers(book) == []
    for table in report().tables:
        sheet = sheet_of(book, tag, table.code)
        assert sheet.freeze_panes == "B5"
        # Where the chart has a page of its own, the heads of a table of one page do not stand above its figures.
        stands_apart = [each.id for each in sheet.row_breaks.brk]
        assert (sheet.print_title_rows or "")[-2:] == ("" if stands_apart else "$4"), table.code
    about, custom = book.properties, {each.name: each.value for each in book.custom_doc_props.props}
    assert (about.language, about.created) == (tag, report().as_of.replace(tzinfo=None))
    assert custom["register.report"] == fingerprint(report())
    assert (custom["register.data_set"], custom["register.released"]) == (report().data_set, "no")


def broken_heads(sheet: Any, said: tuple[str, ...]) -> list[str]:
    """Heads of the small table of a chart with a word that is longer than what they stand across."""
    across = {merged.start_cell.coordinate: merged.max_col for merged in sheet.merged_cells.ranges}
    return [
        cell.coordinate
        for row in sheet.iter_rows(min_row=FIRST_ROW, min_col=2)
        for cell in row
        if cell.value in said
        and max(map(len, cell.value.split())) * 1.05 + 1.5
        > sum(
            sheet.column_dimensions[get_column_letter(each)].width
            for each in range(cell.column, across.get(cell.coordinate, cell.column) + 1)
        )
    ]


@pytest.mark.parametrize("tag", LOCALES)
def test_no_head_above_the_figures_of_a_chart_is_broken_inside_a_word(tag: str) -> None:
    book, said = opened(workbook(tag)), tuple(say(each, LOCALES[tag]) for each in (THIS_PERIOD, BEFORE))
    sheets = [sheet_of(book, tag, table.code) for table in report().tables]
    assert [broken_heads(sheet, said) for sheet in sheets if broken_heads(sheet, said)] == []
    gifts = sheet_of(book, tag, "gifts")
    for merged in list(gifts.merged_cells.ranges):
        if merged.start_cell.value in said:
            gifts.unmerge_cells(merged.coord)
    assert len(broken_heads(gifts, said)) >= 1, "the control: a column of the table is too narrow for them"


def pages_across(sheet: Any) -> int:
    """Pages side by side that a sheet needs, each area by itself, by the letters that a page holds at its scale."""
    if sheet.sheet_properties.pageSetUpPr.fitToPage:
        return int(sheet.page_setup.fitToWidth or 0)
    first, last = re.findall(r"\$?([A-Z]+)\$?\d+", str(sheet.print_area))[:2]
    places = range(column_index_from_string(first), column_index_from_string(last) + 1)
    pixels: float = sum(sheet.column_dimensions[get_column_letter(place)].width for place in places) * 8
    areas = str(sheet.print_area).count(",") + 1
    room = 1010 if sheet.page_setup.orientation == "landscape" else 680
    return areas * ceil(pixels * int(sheet.page_setup.scale) / 100 / room)


@pytest.mark.parametrize("tag", LOCALES)
def test_every_sheet_prints_one_page_wide_and_wide_tables_lie(tag: str) -> None:
    book = opened(workbook(tag))
    assert {sheet.title: pages_across(sheet) for sheet in book if pages_across(sheet) != 1} == {}
    widest = sheet_of(book, tag, "gifts")
    assert widest.page_setup.orientation == "landscape"
    assert {cell.alignment.textRotation for cell in widest[4][1:]} == {90}
    assert {cell.alignment.textRotation for cell in sheet_of(book, tag, "people")[4][1:]} == {0}, "the control"
    for each in widest.column_dimensions.values():
        each.width = 40
    widest.sheet_properties.pageSetUpPr.fitToPage, widest.page_setup.scale = False, 60
    assert pages_across(widest) > 1, "the control: three times as wide"


@pytest.mark.parametrize("tag", LOCALES)
def test_pages_are_numbered_so_that_no_program_tears_a_sentence(tag: str) -> None:
    """LibreOffice lays a footer out from the left whatever its language, and its numbers apart from its words."""
    said = {str(sheet.oddFooter.center.text) for sheet in opened(workbook(tag))}
    assert all("&P" in words and "&N" in words for words in said)
    has_words = {bool(re.search(r"[^\W\d_]", re.sub("&[PN]", "", words))) for words in said}
    assert has_words == {not LOCALES[tag].is_rtl}


def test_one_bar_is_no_chart() -> None:
    def drawn(lines: int) -> list[str]:
        table = next(each for each in report().tables if each.code == "gifts")
        few = msgspec.structs.replace(table, lines=(*table.lines[:lines], table.lines[-1]))
        said = msgspec.structs.replace(report(), tables=(few,), before=(), withheld=())
        out = BytesIO()
        write_workbook(said, LOCALES["en"], organisation(), out, is_released=True)
        with zipfile.ZipFile(out) as made:
            return [name for name in made.namelist() if name.startswith("xl/charts/chart")]

    assert drawn(1) == []
    assert len(drawn(2)) == 2, "the control: one on its sheet and one on the summary"


def _header(sheet: Any) -> str:
    head = sheet.oddHeader
    return " ".join(str(part.text) for part in (head.left, head.center, head.right) if part is not None)


def test_every_chart_says_in_words_what_it_shows_and_is_mirrored_from_right_to_left() -> None:
    with zipfile.ZipFile(BytesIO(workbook("ar"))) as arabic:
        drawn = [name for name in arabic.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        frames = [
            frame
            for name in arabic.namelist()
            if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)
            for frame in ElementTree.fromstring(arabic.read(name)).iter()
            if frame.tag.endswith("}cNvPr")
        ]
        assert len(frames) == len(drawn) >= 3
        assert all(re.search(r"\d", frame.get("descr", "")) for frame in frames)
        assert all(arabic.read(name).count(b'orientation val="maxMin"') == 2 for name in drawn)
    with zipfile.ZipFile(BytesIO(workbook("fr"))) as french:
        assert all(french.read(name).count(b'orientation val="maxMin"') == 1 for name in drawn), "control"


def test_what_the_office_wrote_stays_text_and_is_never_cut() -> None:
    book = opened(workbook("fr"))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    found = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.quotePrefix}
    assert found >= set(_FORMULAS)
    said = sheet_of(book, "fr", "recommendations")
    assert "".join(str(row[0].value).replace(" ", "") for row in said.iter_rows(min_row=3)).count("x") == 3000
    assert max(each.height or 0 for each in said.row_dimensions.values()) <= 409


def test_names_of_sheets_are_short_and_each_is_used_once() -> None:
    titles = ["", "[]:*?/\\'", "a" * 40, "A" * 40, "Conflicts of interest by domain and nature", "🎁" * 40, "x\x00y"]
    names = names_of(titles * 12)
    assert len({name.casefold() for name in names}) == len(names)
    assert all(name and len(name.encode("utf-16-le")) <= 2 * LONGEST for name in names)
    assert not re.search(r"[\[\]:*?/\\'\x00]", "".join(names))
    for locale in LOCALES.values():
        named = Bound(report(), locale, "", is_released=True).named
        assert len({name.casefold() for name in named.values()}) == len(named) > len(report().tables) + 6
    assert names[4] == "Conflicts of interest by domain", "whole words"


def converted(tag: str, folder: Path, form: str) -> Path:
    (folder / f"{tag}.xlsx").write_bytes(workbook(tag))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder / "made"), f"{tag}.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=180, cwd=folder)
    return folder / "made" / f"{tag}.{form}"


@pytest.mark.proof
@pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice is not installed")
@pytest.mark.parametrize("tag", sorted(LOCALES) if FULL else ["ar"])
def test_libreoffice_reads_the_same_numbers(tag: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(converted(tag, tmp_path, "xlsx"))
    assert differing(book, tag, report()) == []
    assert {sheet.sheet_view.rightToLeft for sheet in book} == {tag == "ar"}


@pytest.mark.proof
@pytest.mark.skipif(not FULL or shutil.which("pdftoppm") is None, reason="pictures are made by the full proof")
@pytest.mark.parametrize("tag", ["ar", "fr"])
def test_its_pages_are_photographed(tag: str, tmp_path: Path) -> None:
    """For people who judge how it looks (artefacts/report-workbook, not kept with the sources)."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    printed = converted(tag, tmp_path, "pdf")
    subprocess.run(["pdftoppm", "-r", "80", "-png", str(printed), str(PICTURES / tag)], check=True, timeout=180)
    assert len(list(PICTURES.glob(f"{tag}-*.png"))) >= len(opened(workbook(tag)).sheetnames)
