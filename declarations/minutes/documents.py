"""The minutes as a document to go on writing in, and the figures as a workbook; from right to left in Arabic."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from declarations.meetings.labels import MEASURES
from declarations.meetings.model import Measure
from declarations.minutes.model import Figures
from declarations.minutes.texts import Passage
from register.kernel.i18n import LOCALES, msg, say, say_value

_WIDTHS = (12, 60, 18, 18, 18, 18, 18)
_LONGEST_PROPERTY = 255
"""A title may be longer; whole it stands in the heading."""


def document(figures: Figures, passages: Sequence[Passage], language: str) -> bytes:
    """The passages as .docx, with real headings and the language of each title."""
    made = Document()
    meeting = figures.meeting
    made.core_properties.title = say_value(meeting.titles, language)[:_LONGEST_PROPERTY]
    made.core_properties.author = say_value(meeting.bodies, language)[:_LONGEST_PROPERTY]
    made.core_properties.language = language
    is_rtl = LOCALES[language].direction == "rtl"
    _turn(made.add_heading(say(meeting.called(), language, isolate=is_rtl), level=1), is_rtl=is_rtl)
    for passage in passages:
        heading = f"{say(passage.label, language)} {passage.words}".rstrip()
        _turn(made.add_heading(heading, level=2), is_rtl=is_rtl)
        for sentence in passage.sentences:
            _turn(made.add_paragraph(say(sentence, language, isolate=is_rtl)), is_rtl=is_rtl)
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _turn(paragraph: Any, *, is_rtl: bool) -> None:
    if not is_rtl:
        return
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - the library has no word for direction
    properties.append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        run.font.rtl = True


def workbook(figures: Figures, language: str) -> bytes:
    """The figures as .xlsx: one row for each item on which disclosure was called for, real numbers."""
    made = Workbook()
    sheet = made.active or made.create_sheet()
    sheet.title = say(msg("Disclosures"), language)[:31]
    sheet.sheet_view.rightToLeft = LOCALES[language].direction == "rtl"
    made.properties.title = say_value(figures.meeting.titles, language)
    made.properties.language = language
    headings = [
        msg("Number"),
        msg("Title"),
        msg("Answers received"),
        msg("Nothing to disclose"),
        msg("Something to disclose"),
        msg("Standing aside"),
        MEASURES[Measure.SPEAKS_AND_VOTES],
    ]
    for column, heading in enumerate(headings, start=1):
        cell = sheet.cell(1, column, say(heading, language))
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[column - 1]
    for number, each in enumerate(figures.items, start=2):
        answered, aside = each.answered, sum(found.standing for found in each.asides)
        part = sum(found.taking_part for found in each.asides)
        _text(sheet.cell(number, 1), each.item.number)
        _text(sheet.cell(number, 2), each.item.title(language)[0])
        for column, count in enumerate((answered.all, answered.nothing, answered.something, aside, part), start=3):
            sheet.cell(number, column, None if figures.is_emptied else count)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _text(cell: Any, words: str) -> None:
    """Text that begins with = + - @ stays the text it was."""
    cell.value = words
    cell.data_type = "s"
