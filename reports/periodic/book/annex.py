"""Gifts one by one, where the publication policy of the organization allows it; what the office recommends."""

from openpyxl.worksheet.worksheet import Worksheet

from declarations.codes.bands import Band, band_label
from declarations.codes.labels import label
from register.kernel.i18n import Message, msg, pmsg
from reports.appearance import BLUE, GREY
from reports.paper import Paper, whole
from reports.periodic.book.bound import ANNEX, RECOMMENDATIONS, Bound, prose
from reports.periodic.model import Extracted
from reports.words import DISPOSITIONS

_HEAD_ROW = 4
COLUMNS: tuple[tuple[Message, float], ...] = (
    (pmsg("column", "Month"), 13.0),
    (pmsg("column", "Category"), 26.0),
    (pmsg("column", "Value band"), 30.0),
    (pmsg("column", "Kind of giver"), 30.0),
    (pmsg("column", "Disposition"), 34.0),
)
_NOTE = msg("One line for each gift declared in the period, without names. What is not stated stands as a dash.")


def write_annex(sheet: Worksheet, bound: Bound) -> None:
    """The gifts of the period."""
    bound.dress(sheet, landscape=True)
    paper = Paper(sheet, bound.locale, tuple(width for _, width in COLUMNS))
    paper.text(1, 1, bound.title_of(ANNEX), size=16, colour=BLUE, bold=True, across=len(COLUMNS))
    sheet.row_dimensions[1].height = 26
    paper.paragraph(2, bound.said(_NOTE), colour=GREY)
    titles = tuple(bound.said(title) for title, _ in COLUMNS)
    row = paper.head(_HEAD_ROW, 1, titles, words=len(titles))
    for gift in bound.report.annex:
        for column, words in enumerate(words_of(bound, gift), 1):
            paper.text(row, column, words)
            paper.lines(row, words, column, 1)
        paper.rule_off(row, 1, len(COLUMNS))
        row += 1
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    sheet.print_title_rows = f"1:{_HEAD_ROW}"
    sheet.print_area = f"A1:E{row}"


def words_of(bound: Bound, gift: Extracted) -> tuple[str, ...]:
    """A gift in writing, a text for each column."""
    band, regime, version, currency = gift.band
    return (
        gift.month,
        bound.said(label("gift.category", gift.category)),
        whole(bound.said(band_label(Band(band, regime, version, currency or None))), bound.locale),
        bound.said(label("gift.giver_type", gift.giver_type)) if gift.giver_type else "–",
        bound.said(DISPOSITIONS[gift.disposition]),
    )


def write_recommendations(sheet: Worksheet, bound: Bound) -> None:
    """What the ethics office recommends on the code and its implementation."""
    bound.dress(sheet)
    paper = Paper(sheet, bound.locale, (92.0,))
    row = prose(paper, bound.headline(paper, RECOMMENDATIONS), bound.text("recommendations"))
    sheet.print_area = f"A1:A{row}"
