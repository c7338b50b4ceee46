"""The files of a periodic report: equal bytes for equal reports, both directions, nothing that is withheld."""

import csv
import io
import zipfile

import msgspec
import pikepdf
import pytest
from docx import Document

from register.kernel.i18n import LOCALES
from reports.model import Organisation
from reports.periodic.book.bound import Bound
from reports.periodic.covering import covering_paper
from reports.periodic.model import Profile, Published, canonical
from reports.periodic.printed import as_data, report_pdf
from reports.periodic.publishing import Heading, publish
from reports.periodic.reading import key_figures
from reports.periodic.separated import tables_zip
from reports.periodic.shown import shown
from reports.periodic.words import WITHHELD
from tests.periodic import data_set

OF = Organisation({"en": "Organization for Shared Waters", "ar": "منظمة المياه المشتركة"})
TEXTS = {
    "en": {"title": "Gifts and interests", "summary": "Fewer gifts.", "draft_decision": "=TAKES note."},
    "ar": {"title": "الهدايا والمصالح", "summary": "قلّت الهدايا."},
}


def said(seed: int = 3) -> Published:
    return publish(data_set(seed), Heading(Profile.GENERAL_ASSEMBLY, "A/81/12", TEXTS, annex=True), 5)


@pytest.mark.parametrize("tag", LOCALES)
def test_the_tables_hold_every_number_that_is_shown_and_no_other(tag: str) -> None:
    report = said()
    made = tables_zip(report, LOCALES[tag], OF, is_released=True)
    assert made == tables_zip(said(), LOCALES[tag], OF, is_released=True)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.read("report.json") == canonical(report)
        for number, each in enumerate(shown(report), 1):
            text = archive.read(f"{number:02}-{each.entry.code}.csv").decode("utf-8-sig")
            _, *rows = csv.reader(io.StringIO(text))
            assert len(rows) == len(each.table.rows)
            for row, line in zip(rows, each.table.rows, strict=True):
                numbers = row[2 : 2 + len(each.columns)]
                shown_now = ["*" if r.is_withheld else "" if r.number is None else str(r.number) for r in line.now]
                assert numbers == shown_now


@pytest.mark.parametrize("tag", ["ar", "en"])
def test_the_covering_paper_reads_in_its_direction(tag: str) -> None:
    made = covering_paper(said(), LOCALES[tag], OF, is_released=True)
    assert made == covering_paper(said(), LOCALES[tag], OF, is_released=True)
    paper = Document(io.BytesIO(made))
    words = [paragraph.text for paragraph in paper.paragraphs]
    assert TEXTS[tag]["title"] in words
    turned = ["w:bidi/" in paragraph._p.xml for paragraph in paper.paragraphs if paragraph.text]
    assert all(turned) if tag == "ar" else not any(turned)
    assert paper.core_properties.language == tag


def released(tag: str, threshold: int) -> tuple[Published, Bound]:
    report = publish(data_set(3), Heading(Profile.GENERAL_ASSEMBLY, "A/81/12", TEXTS), threshold)
    return report, Bound(report, LOCALES[tag], OF.name(tag), is_released=True)


@pytest.mark.parametrize("tag", LOCALES)
def test_the_mark_of_a_withheld_number_is_explained_under_each_table_that_has_it(tag: str) -> None:
    report, bound = released(tag, 5)
    assert any(each.now.is_withheld or each.before.is_withheld for each in key_figures(report))
    paper = Document(io.BytesIO(covering_paper(report, LOCALES[tag], OF, is_released=True)))
    after = paper.tables[-1]._tbl.getnext()
    assert bound.said(WITHHELD) in "".join(after.itertext())
    printed = as_data(bound)
    marks = {
        each["title"]: (each["note"], any("*" in row["cells"] for row in each["rows"]))
        for each in (printed["key"], *printed["tables"])
    }
    assert {is_marked for _, is_marked in marks.values()} == {True, False}, "the control: some tables have none"
    for told, is_marked in marks.values():
        assert told == (bound.said(WITHHELD) if is_marked else "")


async def test_the_printed_report_is_tagged_in_its_language_with_its_own_letters() -> None:
    report = said()
    made = await report_pdf(report, LOCALES["ar"], OF, is_released=True)
    assert made == await report_pdf(report, LOCALES["ar"], OF, is_released=True)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        assert bool(pdf.Root.MarkInfo.Marked)
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert fonts
        assert all(_is_embedded(font) for font in fonts)


def _is_embedded(font: pikepdf.Object) -> bool:
    described = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return any(name in described.FontDescriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_a_chart_is_drawn_only_where_each_of_its_numbers_is_shown() -> None:
    drawn = 0
    for seed in range(12):
        for each in shown(said(seed)):
            numbers = [row.now[each.main] for row in each.table.rows if not row.is_total]
            bars = each.bars()
            assert not bars or [bar.number for bar in bars] == [read.number for read in numbers]
            assert not bars or not any(read.is_withheld for read in numbers)
            drawn += bool(bars)
    assert drawn


def test_a_report_that_says_other_numbers_makes_other_tables() -> None:
    one = said()
    other = msgspec.structs.replace(one, symbol="A/81/13")
    made = [tables_zip(each, LOCALES["en"], OF, is_released=True) for each in (one, other)]
    assert made[0] != made[1]
