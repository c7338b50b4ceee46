"""One page for delegates: the figures, two charts, and the table behind every chart."""

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from declarations.codes.bands import Band
from declarations.codes.decisions import Effect
from declarations.codes.engine import ABOVE, NOT_VALUED
from declarations.codes.labels import labels_of
from declarations.codes.vocabulary import Kind
from register.kernel.i18n import msg, pmsg, say
from reports.appearance import BLUE, GREY
from reports.charts import bars
from reports.front import Front, dress_page
from reports.kinds import TITLES
from reports.model import Combination, Counted, Fate
from reports.paper import Paper, whole
from reports.words import CLOSED, WITHDRAWN, Words

_WIDTHS = (36, 9, 8, 3, 36, 9, 8)
_LEFT, _RIGHT = 1, 5
Line = tuple[str, int]


def write_summary(sheet: Worksheet, front: Front, counted: Counted) -> None:
    """The summary."""
    locale = front.locale
    dress_page(sheet, front, landscape=False)
    sheet.page_setup.fitToHeight = 1
    paper = Paper(sheet, locale, _WIDTHS)
    paper.text(1, 1, say(pmsg("report", "Summary"), locale), size=20, colour=BLUE, bold=True, across=7)
    sheet.row_dimensions[1].height = 32
    paper.text(2, 1, f"{front.organisation} · {front.period}", colour=GREY, across=7)
    _figures(paper, 4, counted)
    kind = front.request.kind
    words = Words(locale, TITLES[kind].labels)
    count = say(pmsg("column", "Number"), locale)
    share = say(pmsg("column", "Share"), locale)

    def table(row: int, column: int, title: str, lines: list[Line]) -> int:
        return _table(paper, row, column, (title, count, share), lines, counted.rows)

    category = say(pmsg("summary", "By category"), locale)
    band = say(pmsg("summary", "By value band"), locale)
    categories, bands = _categories(counted, words), _bands(counted, words)
    top = 8
    left_end = table(top, _LEFT, category, categories)
    right_end = table(top, _RIGHT, say(pmsg("summary", "By outcome"), locale), _outcomes(counted, words))
    second = max(left_end, right_end) + 1
    left_end = table(second, _LEFT, band, bands) if kind == Kind.GIFT else second
    right_end = table(second, _RIGHT, say(pmsg("summary", "By effect of the rules"), locale), _effects(counted, words))
    below = max(left_end, right_end) + 1
    if counted.rows:
        bars(sheet, locale, category, f"A{below}", (_LEFT, top + 1, top + len(categories)))
    if counted.rows and kind == Kind.GIFT:
        bars(sheet, locale, band, f"E{below}", (_LEFT, second + 1, second + len(bands)))


def _figures(paper: Paper, row: int, counted: Counted) -> None:
    """Large figures, each over what it counts."""
    decided = sum(n for of, n in counted.by if of.fate.outcome and of.fate.status != WITHDRAWN)
    withdrawn = sum(n for of, n in counted.by if of.fate.status == WITHDRAWN)
    ended = sum(n for of, n in counted.by if of.fate.status == CLOSED and not of.fate.outcome)
    waiting = counted.rows - decided - withdrawn - ended
    shown: list[tuple[Any, int, int | Decimal | None]] = [
        (pmsg("summary", "Declarations"), 1, counted.rows),
        (pmsg("summary", "Items"), 2, counted.items),
        (pmsg("summary", "Awaiting a decision"), 5, waiting),
        (pmsg("summary", "Median days to decision"), 6, median(counted.days)),
    ]
    for title, column, value in shown:
        across = 1 if column in {1, 5} else 2
        shape = "#,##0.0" if isinstance(value, Decimal) and value % 1 else "#,##0"
        paper.number(row, column, value, shape, size=20, colour=BLUE, where=paper.start)
        paper.text(row + 1, column, say(title, paper.locale), colour=GREY, size=9, across=across, where=paper.start)
        paper.lines(row + 1, say(title, paper.locale), column, across, size=9)
        if across > 1:
            paper.sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + 1)
    paper.sheet.row_dimensions[row].height = 30
    told = msg("Declarations withdrawn: %(withdrawn)s; decided: %(decided)s.", withdrawn=withdrawn, decided=decided)
    paper.text(row + 2, 1, say(told, paper.locale), colour=GREY, size=9, across=7)


def median(days: Counter[int]) -> Decimal | None:
    """The middle of the days to decision; None where nothing was decided."""
    total = days.total()
    if not total:
        return None
    ordered = sorted(days.items())

    def at(place: int) -> int:
        seen = 0
        for value, many in ordered:
            seen += many
            if seen > place:
                return value
        raise AssertionError  # places are below the total

    return Decimal(at((total - 1) // 2) + at(total // 2)) / 2


def _table(paper: Paper, row: int, column: int, titles: tuple[str, ...], lines: list[Line], total: int) -> int:
    row = paper.head(row, column, titles)
    for words, number in lines:
        paper.text(row, column, words)
        paper.lines(row, words, column, 1)
        paper.number(row, column + 1, number)
        paper.number(row, column + 2, Decimal(number) / total if total else None, "0%")
        paper.rule_off(row, column, 3)
        row += 1
    return row


def _grouped(counted: Counted, key: Callable[[Combination], Any]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for combination, number in counted.by:
        found[key(combination)] += number
    return found


def _said(found: Counter[Any], ordered: Iterable[Any], said: Callable[[Any], str]) -> list[Line]:
    """Lines in the order given; values with the same words share a line."""
    lines: dict[str, int] = {}
    for value in ordered:
        words = said(value)
        lines[words] = lines.get(words, 0) + found[value]
    return list(lines.items())


def _categories(counted: Counted, words: Words) -> list[Line]:
    found = _grouped(counted, lambda of: of.category)
    none = say(pmsg("summary", "Not stated"), words.locale)
    ordered = sorted(found, key=lambda value: (-found[value], str(value)))
    return _said(found, ordered, lambda value: words.category[value] or none)


def _effects(counted: Counted, words: Words) -> list[Line]:
    found = _grouped(counted, lambda of: of.effect)
    return _said(
        found, [effect for effect in map(str, Effect) if effect in found], lambda value: str(words.effect[value])
    )


def _outcomes(counted: Counted, words: Words) -> list[Line]:
    found = _grouped(counted, lambda of: of.fate)
    order = [*labels_of("decision"), ""]

    def place(fate: Fate) -> tuple[bool, int, str]:
        return (fate.status == WITHDRAWN, order.index(fate.outcome or ""), str(fate.direction))

    return _said(found, sorted(found, key=place), lambda fate: str(words.outcome[fate]))


def _bands(counted: Counted, words: Words) -> list[Line]:
    found = _grouped(counted, lambda of: of.band)

    def place(band: Band) -> tuple[Any, ...]:
        rank = {ABOVE: 1, NOT_VALUED: 2}.get(band.band, 0)
        upper = Decimal(0) if rank else Decimal(band.band)
        return (rank == 2, band.currency or "", rank, upper, band.regime, band.profile_version)

    return _said(found, sorted(found, key=place), lambda band: whole(str(words.band[band]), words.locale))
