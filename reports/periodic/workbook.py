"""The workbook of a periodic report: cover, one page for delegates, a sheet for each table, method and seal.

Equal published reports make equal bytes in each language.
"""

from typing import BinaryIO

import msgspec
from openpyxl.worksheet.worksheet import Worksheet

from register.kernel.i18n import Locale, Message, msg, pmsg, say
from reports.appearance import BLUE, GREY, OCHRE
from reports.charts import bars
from reports.model import Organisation
from reports.paper import Paper, set_page, whole
from reports.periodic.catalogue import Measure, TableSpec, spec
from reports.periodic.model import TOTAL, Line, Published, Table
from reports.periodic.words import CLASSIFICATION, PROFILES, WITHHELD, period
from reports.workbook import About, Book

_LONGEST = 31
_FORBIDDEN = frozenset("[]:*?/\\'")
_HEAD_ROW = 5


class Bound(msgspec.Struct, frozen=True):
    """A published report in one language, on its way into a workbook."""

    report: Published
    locale: Locale
    organisation: str

    @property
    def title(self) -> str:
        """The title of the document."""
        return self.text("title") or say(PROFILES[self.report.profile], self.locale)

    def text(self, name: str) -> str:
        """A text of the ethics office in the language; empty where there is none."""
        return self.report.texts.get(self.locale.tag, {}).get(name, "")

    def said(self, words: Message) -> str:
        """Words in the language."""
        return say(words, self.locale)


def write_workbook(report: Published, locale: Locale, organisation: Organisation, out: BinaryIO) -> None:
    """Write the workbook to `out`, a file open for writing that can seek."""
    bound = Bound(report, locale, organisation.name(locale.tag))
    about = About(
        title=bound.title,
        organisation=bound.organisation,
        subject=bound.said(PROFILES[report.profile]),
        language=locale.tag,
        moment=report.as_of,
    )
    with Book(out, locale, about) as book:
        cover = _sheet(book, bound, bound.said(pmsg("worksheet", "Cover")))
        _write_cover(cover, bound)
        for number, table in enumerate(report.tables, 1):
            entry = spec(table.code)
            sheet = _sheet(book, bound, f"{number} {bound.said(entry.title)}")
            _write_table(sheet, bound, entry, table)


def _sheet(book: Book, bound: Bound, title: str) -> Worksheet:
    name = "".join(" " if letter in _FORBIDDEN else letter for letter in title)[:_LONGEST].strip()
    sheet = book.sheet(name)
    page = say(pmsg("page", "Page %(n)s of %(total)s", n="&P", total="&N"), bound.locale)
    head = (f"{bound.organisation} · {bound.report.symbol}", bound.said(CLASSIFICATION[bound.report.profile]))
    set_page(sheet, bound.locale, head, page)
    return sheet


def _write_cover(sheet: Worksheet, bound: Bound) -> None:
    paper = Paper(sheet, bound.locale, (30, 62))
    paper.text(2, 1, bound.organisation, size=12, colour=GREY, across=2)
    paper.text(4, 1, bound.title, size=26, colour=BLUE, bold=True, across=2)
    sheet.row_dimensions[4].height = 40
    paper.text(7, 1, bound.said(CLASSIFICATION[bound.report.profile]), size=12, colour=OCHRE, bold=True, across=2)
    facts = [
        (pmsg("cover", "Document"), bound.report.symbol),
        (pmsg("cover", "Period"), period(bound.report.since, bound.report.until, bound.locale)),
        (pmsg("cover", "Language"), bound.locale.name),
        (pmsg("cover", "State of the register"), bound.said(msg("Counted on %(moment)s", moment=bound.report.as_of))),
    ]
    for row, (title, words) in enumerate(facts, 9):
        paper.text(row, 1, bound.said(title), colour=GREY)
        paper.text(row, 2, words)
        paper.rule_off(row, 1, 2)


def _write_table(sheet: Worksheet, bound: Bound, entry: TableSpec, table: Table) -> None:
    sheet.page_setup.orientation = "landscape"
    widths = (34.0, *(14.0 for _ in entry.columns))
    paper = Paper(sheet, bound.locale, widths)
    paper.text(1, 1, bound.said(entry.title), size=16, colour=BLUE, bold=True, across=len(widths))
    paper.paragraph(2, bound.said(entry.meaning), colour=GREY)
    row = paper.head(_HEAD_ROW - 1, 1, (bound.said(entry.of_lines), *(bound.said(c.title) for c in entry.columns)))
    for line in table.lines:
        _write_line(paper, row, bound, entry, line)
        row += 1
    sheet.freeze_panes = f"B{_HEAD_ROW}"
    sheet.print_title_rows = f"1:{_HEAD_ROW - 1}"
    if any(number is None for line in table.lines for number in line.numbers):
        paper.paragraph(row + 1, bound.said(WITHHELD))
    _draw(sheet, bound, entry, table, row + 3)


def _write_line(paper: Paper, row: int, bound: Bound, entry: TableSpec, line: Line) -> None:
    is_total = line.code == TOTAL
    words = whole(bound.said(entry.line_title(line.code)), bound.locale)
    paper.text(row, 1, words, bold=is_total)
    paper.lines(row, words, 1, 1)
    for place, (column, number) in enumerate(zip(entry.columns, line.numbers, strict=True), 2):
        if number is None:
            paper.text(row, place, "–" if column.measure is not Measure.COUNT else "*", where=paper.end, colour=GREY)
        else:
            paper.number(row, place, number, size=10)
    paper.rule_off(row, 1, len(entry.columns) + 1)


def _draw(sheet: Worksheet, bound: Bound, entry: TableSpec, table: Table, row: int) -> None:
    """Bars of one column where all its numbers are shown."""
    lines = [line for line in table.lines if line.code != TOTAL]
    if not entry.chart or not lines:
        return
    place = table.columns.index(entry.chart)
    if place == 0 and all(line.numbers[0] is not None for line in lines):
        bars(sheet, bound.locale, bound.said(entry.title), f"A{row}", (1, _HEAD_ROW, _HEAD_ROW + len(lines) - 1))
