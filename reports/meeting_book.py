"""The report of one meeting as a workbook: numbers for its secretary, by sitting, delegation and item.

Text stays text, figures and moments are real ones, times are those of UTC; equal data makes equal bytes.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from declarations.meetings.labels import MEASURES, STATUS, code_of
from declarations.meetings.model import Measure
from declarations.minutes.report_model import Counts, Report
from declarations.presiding.labels import ACTS, FINDINGS, VERDICTS
from register.kernel.i18n import Locale, Message, msg, pmsg, say, say_value
from reports.appearance import BLUE, GREY, PALE, aligned, fill, under
from reports.meeting_tables import TABLES, Table, Value
from reports.paper import Paper, set_page
from reports.workbook import About, Book

_TITLE = pmsg("worksheet", "Report of the meeting")
_SUMMARY = pmsg("worksheet", "Summary")
_PRESIDED = pmsg("worksheet", "Opinions and measures")
_DAY, _MOMENT = r"[$-409]yyyy\-mm\-dd", r"[$-409]yyyy\-mm\-dd\ hh:mm"
_UNHOLDABLE = str.maketrans({code: None for code in range(32) if code not in {9, 10}})
_LONGEST = 32_000
_A3, _MANY = 8, 10
"""Tables of more columns than this are printed on the larger paper."""


def meeting_workbook(report: Report, organisation: str, locale: Locale) -> bytes:
    """The report as .xlsx in a language."""
    meeting, out = report.meeting, BytesIO()
    about = About(
        title=f"{say(msg('%(label)s:', label=_TITLE), locale)} {say(meeting.called(), locale)}",
        organisation=organisation,
        subject=say_value(meeting.titles, locale),
        language=locale.tag,
        moment=report.moment,
    )
    with Book(out, locale, about) as book:
        _summary(_sheet(book, _SUMMARY, report), report, locale)
        for table in TABLES:
            _write(_sheet(book, table.name, report, landscape=True), table, report, locale)
        _presided(_sheet(book, _PRESIDED, report), report, locale)
    return out.getvalue()


def _sheet(book: Book, name: Message, report: Report, *, landscape: bool = False) -> Worksheet:
    made = book.sheet(say(name, book.locale)[:31])
    page = say(pmsg("page", "Page %(n)s of %(total)s", n="&P", total="&N"), book.locale)
    head = (say_value(report.meeting.bodies, book.locale), say(pmsg("classification", "Confidential"), book.locale))
    set_page(made, book.locale, head, page, landscape=landscape)
    return made


def _summary(sheet: Worksheet, report: Report, locale: Locale) -> None:
    paper = Paper(sheet, locale, (44, 62))
    paper.text(1, 1, say(_TITLE, locale), size=20, colour=BLUE, bold=True, across=2)
    sheet.row_dimensions[1].height = 32
    paper.text(2, 1, _clean(say_value(report.meeting.titles, locale)), size=12, colour=GREY, across=2)
    row = paper.paragraph(3, say(msg("Numbers, and names only where a rule of the body gives them."), locale))
    for title, value in _facts(report, locale):
        _line(paper, row, say(title, locale), value)
        row += 1
    sheet.freeze_panes = "A3"


def _facts(report: Report, locale: Locale) -> list[tuple[Message, Value]]:
    meeting, statements = report.meeting, report.statements
    code = code_of(meeting)[0]
    return [
        (msg("Body"), say_value(meeting.bodies, locale)),
        (msg("Code of conduct"), code if isinstance(code, str) else say(code, locale)),
        (msg("Mandate for disclosure"), meeting.mandate),
        (msg("First day"), meeting.starts_on),
        (msg("Last day"), meeting.ends_on),
        (msg("Place"), say_value(meeting.places, locale)),
        (msg("Status"), say(STATUS[meeting.status][0], locale)),
        (msg("Last change that is counted"), report.moment),
        (msg("Delegations"), len(report.delegations)),
        (msg("Entitled to vote"), sum(each.may_vote for each in report.delegations)),
        (msg("Participants"), report.participants),
        (msg("Have acknowledged the code"), report.acknowledged),
        (msg("Statements for the whole meeting, nothing to disclose"), statements.nothing),
        (msg("Statements for the whole meeting, something to disclose"), statements.something),
        (msg("Items on which disclosure is called for"), sum(each.item.called_at is not None for each in report.items)),
        (msg("Answers received"), sum(each.answered.all for each in report.items)),
        (msg("Standing aside"), sum(each.aside for each in report.items)),
        (MEASURES[Measure.SPEAKS_AND_VOTES], sum(each.taking_part for each in report.items)),
        (msg("Who presented the code"), meeting.code_presented_by),
        (msg("Time at which it was presented"), meeting.code_presented_at),
        (msg("The attendance list with the statement on the code was signed"), meeting.attendance_at),
        (msg("Discussion of the code"), meeting.code_discussion),
    ]


def _write(sheet: Worksheet, table: Table, report: Report, locale: Locale) -> None:
    paper = Paper(sheet, locale, tuple(each.width for each in table.headings))
    sides = [paper.end if each.counts else paper.start for each in table.headings]
    for number, (each, side) in enumerate(zip(table.headings, sides, strict=True), start=1):
        words = say(each.title, locale)
        cell = paper.text(1, number, words, bold=True, colour=GREY, size=9, where=side)
        cell.border, cell.fill = under(), fill(PALE)
        cell.alignment = aligned(side, rtl=locale.is_rtl, indent=int(each.counts))
        paper.lines(1, words, number, 1)
    last = 1
    for last, row in enumerate(table.rows(report, locale), start=2):
        for number, (value, side) in enumerate(zip(row, sides, strict=True), start=1):
            _put(paper, last, number, value, where=side)
        paper.rule_off(last, 1, len(table.headings))
    sheet.freeze_panes = f"{get_column_letter(table.held + 1)}2"
    sheet.page_setup.paperSize = _A3 if len(table.headings) > _MANY else sheet.page_setup.paperSize
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}{last}"


def _presided(sheet: Worksheet, report: Report, locale: Locale) -> None:
    paper, presided = Paper(sheet, locale, (60, 16)), report.presided
    paper.heading(1, say(_PRESIDED, locale))
    sheet.freeze_panes = "A2"
    if presided is None:
        paper.paragraph(2, say(msg("These are counted once the meeting is completed."), locale))
        return
    _line(paper, 2, say(msg("Opinions asked for"), locale), presided.opinions_asked)
    row = _counts(paper, 3, msg("Opinions given"), presided.opinions, VERDICTS)
    row = _counts(paper, row, msg("Matters reviewed"), presided.matters, FINDINGS)
    _counts(paper, row, msg("Measures taken"), presided.measures, ACTS)


def _counts(paper: Paper, row: int, title: Message, counts: Counts, words: Mapping[Any, Message]) -> int:
    row = paper.head(row + 1, 1, (say(title, paper.locale), ""))
    for value, label in words.items():
        _line(paper, row, say(label, paper.locale), counts.get(value, 0))
        row += 1
    return row


def _line(paper: Paper, row: int, title: str, value: Value) -> None:
    paper.text(row, 1, title, colour=GREY)
    paper.lines(row, title, 1, 1)
    _put(paper, row, 2, value, where=paper.start)
    paper.rule_off(row, 1, 2)


def _put(paper: Paper, row: int, column: int, value: Value, *, where: str | None = None) -> None:
    """A value in a cell as what it is; nothing where there is none."""
    match value:
        case None | "":
            return
        case str():
            words = _clean(value)
            paper.text(row, column, words, where=where)
            paper.lines(row, words, column, 1)
        case datetime():
            cell = paper.number(row, column, None, _MOMENT, where=where or paper.start)
            cell.value = value.astimezone(UTC).replace(tzinfo=None, second=0, microsecond=0)
        case date():
            cell = paper.number(row, column, None, _DAY, where=where or paper.start)
            cell.value = value
        case _:
            cell = paper.number(row, column, value, where=where)
            cell.alignment = aligned(where, wrap=False, indent=int(where == paper.end))  # figures keep off words


def _clean(words: str) -> str:
    """What a sheet can hold; the services refuse the rest where it is typed."""
    return words.translate(_UNHOLDABLE)[:_LONGEST]
