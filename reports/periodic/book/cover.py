"""The cover: what the document is, for which item of which session, what it asks for, what it corrects; contents."""

from collections.abc import Iterator

from openpyxl.worksheet.worksheet import Worksheet

from register.kernel.i18n import Message, msg, pmsg
from reports.appearance import BLUE, GREY, OCHRE
from reports.paper import Paper
from reports.periodic.book.bound import CONTENTS, COVER, NOT_RELEASED, Bound, in_groups, link, prose
from reports.periodic.words import CLASSIFICATION, NOTHING_CORRECTED

_RED = "A1261D"
_WIDTHS = (30.0, 62.0)
_DRAFT = msg("It was not released. It serves the preparation of the report and goes to nobody else.")


def write_cover(sheet: Worksheet, bound: Bound) -> None:
    """The cover."""
    bound.dress(sheet)
    paper = Paper(sheet, bound.locale, _WIDTHS)
    paper.text(2, 1, bound.organisation, size=12, colour=GREY, across=2)
    paper.text(4, 1, bound.title, size=24, colour=BLUE, bold=True, across=2)
    paper.lines(4, bound.title, 1, 2, size=26)
    paper.text(6, 1, bound.said(CLASSIFICATION[bound.report.profile]), size=12, colour=OCHRE, bold=True, across=2)
    row = 7
    if not bound.is_released:
        row = paper.paragraph(row, bound.said(NOT_RELEASED), colour=_RED, bold=True, size=12)
        row = paper.paragraph(row, bound.said(_DRAFT), colour=_RED)
        row = paper.paragraph(row, bound.warning, colour=_RED) if bound.warning else row
    row = _facts(paper, row + 1, bound)
    row = _correction(paper, row, bound)
    for title, name in (
        (msg("Action requested"), "action"),
        (msg("Draft decision"), "draft_decision"),
        (msg("Introduction"), "introduction"),
    ):
        row = _words(paper, row, bound.said(title), bound.text(name))
    sheet.print_area = f"A1:B{max(row - 1, 12)}"


def _facts(paper: Paper, row: int, bound: Bound) -> int:
    for title, words in _said(bound):
        if words:
            paper.text(row, 1, bound.said(title), colour=GREY)
            paper.text(row, 2, words)
            paper.lines(row, words, 2, 1)
            paper.rule_off(row, 1, 2)
            row += 1
    return row


def _said(bound: Bound) -> Iterator[tuple[Message, str]]:
    report = bound.report
    yield pmsg("cover", "Document"), report.symbol
    yield pmsg("cover", "Session"), bound.text("session")
    yield pmsg("cover", "Agenda item"), bound.text("agenda_item")
    yield pmsg("cover", "Period"), bound.period
    yield pmsg("cover", "State of the register"), bound.said(msg("Counted on %(moment)s", moment=report.as_of))
    yield pmsg("cover", "Language"), bound.locale.name
    if report.corrects:
        yield pmsg("cover", "Corrected from"), in_groups(report.corrects)


def _correction(paper: Paper, row: int, bound: Bound) -> int:
    """What was corrected and why."""
    reasons = bound.report.correction.get(bound.locale.tag, "") if bound.report.corrects else ""
    if bound.report.corrects and not bound.report.changed:
        reasons = f"{reasons}\n{bound.said(NOTHING_CORRECTED)}"
    return _words(paper, row, bound.said(msg("What this report corrects, and why")), reasons)


def _words(paper: Paper, row: int, title: str, words: str) -> int:
    return prose(paper, paper.heading(row + 1, title), words) if words else row


def write_contents(sheet: Worksheet, bound: Bound) -> None:
    """Every sheet with a link."""
    bound.dress(sheet)
    paper = Paper(sheet, bound.locale, (92.0,))
    row = bound.headline(paper, CONTENTS)
    for code, name in bound.named.items():
        if code not in {COVER, CONTENTS}:
            link(paper, (row, 1), name, bound.numbered(code))
            paper.rule_off(row, 1, 1)
            sheet.row_dimensions[row].height = 20
            row += 1
    sheet.print_area = f"A1:A{row}"
