"""A sheet for each table: the period, the period before, the change; notes and a chart below."""

from collections.abc import Callable, Iterable
from functools import lru_cache

import msgspec
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from register.kernel.i18n import Message, msg
from reports.appearance import BLUE, GREY, LINE, PALE, aligned, fill, line_height
from reports.cells import lines_of
from reports.paper import Paper, whole
from reports.periodic.book.bound import CONTENTS, Bound, link
from reports.periodic.book.drawing import Plot, draw
from reports.periodic.book.pages import UPRIGHT, WIDEST, lay_in_blocks, lay_on_pages
from reports.periodic.book.placed import BEFORE, CHANGE, FIRST_ROW, HEAD_ROW, LABELS, THIS_PERIOD, put
from reports.periodic.reading import Compared, Read, Row
from reports.periodic.words import WITHHELD

_NARROWEST = 10.5
_NARROW, _BESIDE, _TURNED = 6.0, 4.0, 118.0
"""Where heads are turned: letters of a column at the least and beside its number, and points of the row of heads."""
_MOST = 250.0
"""Letters that a page lying holds in the smallest print that can be read."""
UNKNOWN = msg("– There was no case from which it could be worked out.")


class Block(msgspec.Struct, frozen=True):
    """Columns that stand side by side: the numbers of the period, of the one before, or the change."""

    title: Message
    read: Callable[[Row], tuple[Read, ...]]
    is_change: bool = False


_BLOCKS = (
    Block(THIS_PERIOD, lambda row: row.now),
    Block(BEFORE, lambda row: row.before),
    Block(CHANGE, lambda row: row.change, is_change=True),
)


def write_table(sheet: Worksheet, bound: Bound, code: str) -> Plot | None:
    """One table of the report; the cells from which its chart is drawn, where it has one."""
    table = bound.tables[code]
    blocks = _BLOCKS if table.has_before and table.rows else _BLOCKS[:1]
    columns = table.spec.columns
    alone = len(columns) == 1
    labels = _labels(bound, table)
    widths = (
        labels,
        *(
            _width(bound.said(column.title), bound.said(block.title) if alone else "")
            for block in blocks
            for column in columns
        ),
    )
    is_turned = sum(widths) > WIDEST
    if is_turned:
        widths = (labels, *_narrow(table, blocks))
    is_wide = sum(widths) > _MOST
    bound.dress(sheet, landscape=sum(widths) > UPRIGHT)
    paper = Paper(sheet, bound.locale, widths)
    _top(paper, bound, code, len(columns) + 1 if is_wide else len(widths))
    _heads(paper, bound, table, blocks, is_turned=is_turned)
    row = FIRST_ROW
    for line in table.rows:
        _line(paper, row, bound, table, line, blocks)
        row += 1
    if not table.rows:
        paper.text(row, 1, bound.said(msg("There was nothing to count.")), colour=GREY)
        row += 1
    wide = sum(widths[: len(columns) + 1]) if is_wide else sum(widths)
    plot, drawn = draw(sheet, bound, table, _notes(paper, row + 1, bound, table), wide)
    sheet.freeze_panes = f"B{FIRST_ROW}"
    if is_wide:
        lay_in_blocks(sheet, widths, (len(columns), FIRST_ROW + len(table.rows) - 1), drawn)
    else:
        lay_on_pages(sheet, widths, drawn)
    return plot


def _width(title: str, above: str = "") -> float:
    """As wide as the longest word of the head, or as what stands above it."""
    longest = max(len(word) for word in title.split())
    return max(_NARROWEST, longest * 1.05 + 1.5, len(above) * 1.05 + 2)


def _top(paper: Paper, bound: Bound, code: str, across: int) -> None:
    title = bound.numbered(code)
    paper.text(1, 1, title, size=16, colour=BLUE, bold=True, across=across)
    paper.lines(1, title, 1, across, size=17)
    periods = "\n".join(
        bound.said(each)
        for each in (
            msg("Period: %(period)s", period=bound.period),
            msg("Period before: %(period)s", period=bound.period_before),
        )
    )
    paper.text(2, 1, periods, colour=GREY, across=across)
    paper.lines(2, periods, 1, across)


def _labels(bound: Bound, table: Compared) -> float:
    """Wider where lines are called by sentences."""
    longest = max((len(bound.said(table.spec.line_title(line.code))) for line in table.rows), default=0)
    return LABELS if longest <= 2 * LABELS else 2 * LABELS


def _narrow(table: Compared, blocks: Iterable[Block]) -> Iterable[float]:
    """Columns as wide as their longest number with sign and separators; what it counts stands upright above it."""
    for block in blocks:
        for place in range(len(table.spec.columns)):
            numbers = [abs(block.read(row)[place].number or 0) for row in table.rows]
            longest = max(len(f"{number:,}") for number in numbers) + int(block.is_change)
            yield max(_NARROW, longest + _BESIDE)


def _heads(paper: Paper, bound: Bound, table: Compared, blocks: Iterable[Block], *, is_turned: bool) -> None:
    """Two rows of heads: which period, and what is counted; in a wide table turned by a quarter."""
    columns = table.spec.columns
    _head(paper, 3, 1, "", ends=False)
    _head(paper, HEAD_ROW, 1, bound.said(table.spec.of_lines), ends=False)
    most, at = 2, 2
    for block in blocks:
        for number, column in enumerate(columns):
            _head(paper, 3, at, bound.said(block.title) if number == 0 else "", ends=len(columns) == 1)
            words = bound.said(column.title)
            cell = _head(paper, HEAD_ROW, at, words, ends=True, begins=number == 0)
            if is_turned:
                cell.alignment = Alignment(textRotation=90, wrap_text=True, vertical="bottom", horizontal="center")
            most, at = max(most, lines_of(words, _width(words) * 0.85)), at + 1
    paper.sheet.row_dimensions[HEAD_ROW].height = _TURNED if is_turned else most * line_height(bound.locale, 9) + 6


def _head(paper: Paper, row: int, column: int, words: str, *, ends: bool, begins: bool = False) -> Cell:
    cell = paper.text(row, column, words, bold=True, colour=BLUE if row < HEAD_ROW else GREY, size=9)
    where = paper.end if ends else paper.start
    is_head = row == HEAD_ROW
    cell.alignment = aligned(where, wrap=is_head, vertical="bottom", rtl=paper.locale.is_rtl, indent=int(ends))
    cell.fill = fill(PALE)
    cell.border = _edges(BLUE if is_head else "", begins=begins, rtl=paper.locale.is_rtl)
    if not words:
        cell.value = None
    return cell


@lru_cache(maxsize=32)
def _edges(bottom: str = LINE, top: str = "", *, begins: bool = False, rtl: bool) -> Border:
    """Lines below and above a cell; where a block begins, one on that side."""
    side = Side(style="thin", color=f"FF{LINE}") if begins else Side()
    return Border(
        bottom=Side(style="thin", color=f"FF{bottom}") if bottom else Side(),
        top=Side(style="medium", color=f"FF{top}") if top else Side(),
        left=Side() if rtl else side,
        right=side if rtl else Side(),
    )


def _line(paper: Paper, row: int, bound: Bound, table: Compared, line: Row, blocks: Iterable[Block]) -> None:
    words = whole(bound.said(table.spec.line_title(line.code)), bound.locale)
    cell = paper.text(row, 1, words, bold=line.is_total)
    cell.alignment = aligned(vertical="center", rtl=bound.locale.is_rtl)
    top = BLUE if line.is_total else ""
    cell.border = _edges(LINE, top, rtl=bound.locale.is_rtl)
    paper.lines(row, words, 1, 1)
    at = 2
    for block in blocks:
        for number, (column, read) in enumerate(zip(table.spec.columns, block.read(line), strict=True)):
            put(paper, (row, at), column, read, is_change=block.is_change, bold=line.is_total)
            paper.sheet.cell(row, at).border = _edges(LINE, top, begins=number == 0, rtl=bound.locale.is_rtl)
            at += 1


def _notes(paper: Paper, row: int, bound: Bound, table: Compared) -> int:
    """What the numbers mean, what the marks mean, and the way back."""
    across = len(table.spec.columns) + 1
    narrow = max(across, min(paper.width, 4))
    for words in _said(table):
        paper.text(row, 1, bound.said(words), colour=GREY, across=narrow)
        paper.lines(row, bound.said(words), 1, narrow)
        row += 1
    link(paper, (row, 1), bound.named[CONTENTS], bound.said(msg("Back to the contents")))
    return row + 2


def _said(table: Compared) -> Iterable[Message]:
    yield table.spec.meaning
    if table.is_marked:
        yield WITHHELD
    if any(read == Read(None) for row in table.rows for read in (*row.now, *row.before)):
        yield UNKNOWN
    if not table.has_before:
        yield msg("The period before is not shown: its small numbers could not be protected.")
