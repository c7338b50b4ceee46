"""How the numbers came about, what is withheld and why, which thresholds applied, what each table means."""

from collections.abc import Iterator

from openpyxl.worksheet.worksheet import Worksheet

from declarations.codes.labels import label
from register.kernel.i18n import Message, msg, pmsg
from reports.paper import Paper
from reports.periodic.book.bound import METHOD, Bound
from reports.periodic.book.placed import put
from reports.periodic.book.tables import UNKNOWN
from reports.periodic.catalogue import spec
from reports.periodic.reading import Read
from reports.periodic.words import WITHHELD

_WIDTHS = (34.0, 44.0, 16.0)


def write_method(sheet: Worksheet, bound: Bound) -> None:
    """Method and definitions."""
    bound.dress(sheet)
    paper = Paper(sheet, bound.locale, _WIDTHS)
    row = bound.headline(paper, METHOD)
    for title, paragraphs in (
        (msg("How the numbers were counted"), counted(bound)),
        (msg("What is withheld, and why"), withheld(bound)),
    ):
        row = paper.heading(row, bound.said(title))
        for words in paragraphs:
            row = paper.paragraph(row, bound.said(words))
        row += 1
    row = _policies(paper, row, bound)
    row = paper.heading(row, bound.said(msg("What each table counts")))
    for code in bound.tables:
        row = _pair(paper, row, bound.numbered(code), bound.said(spec(code).meaning))
    sheet.print_area = f"A1:C{row}"


def counted(bound: Bound) -> Iterator[Message]:
    """How the numbers came about."""
    report = bound.report
    yield msg(
        "All numbers were counted at one moment, %(moment)s, from one state of the register. What was filed or decided"
        " later is not in them.",
        moment=report.as_of,
    )
    yield msg("Period: %(period)s", period=bound.period)
    yield msg("Period before: %(period)s", period=bound.period_before)
    yield msg(
        "Both days of a period are included; days are those of UTC. The period before has the same length and was"
        " counted anew from the same state of the register, so that it may differ from what an earlier report said."
    )
    yield msg("Version of the definitions: %(version)s.", version=report.definitions)


def withheld(bound: Bound) -> Iterator[Message]:
    """What is withheld and why, in plain words."""
    report = bound.report
    yield msg(
        "A small number can point to a person. Numbers from 1 to %(most)s are therefore withheld. Nought is shown: it"
        " says that there was nobody.",
        most=report.threshold - 1,
    )
    yield msg("Of a group of which the number is withheld, nought is withheld as well: it may be one known person.")
    yield msg(
        "Where a withheld number could be found by adding up or subtracting, one more number of the same sum is"
        " withheld, the least that serves. A number of days is withheld with the number of cases on which it stands,"
        " and a change with either of its numbers."
    )
    yield msg(
        "Every language, form and profile of a report withholds the same numbers. A correction goes on withholding what"
        " the corrected report withheld."
    )
    if report.annex:
        yield msg(
            "The Organization’s publication policy allows gifts to be listed one by one. What that list tells anyhow is"
            " not withheld in the tables."
        )
    if report.left_out:
        left_out = [spec(code).title for code in report.left_out]
        yield msg("Left out, because their small numbers could not be protected: %(tables)s.", tables=left_out)
    yield WITHHELD
    yield UNKNOWN


def _policies(paper: Paper, row: int, bound: Bound) -> int:
    """Versions of thresholds and rules by which declarations of the period were judged, and how many by each."""
    if not bound.report.policies:
        return row
    row = paper.heading(row, bound.said(msg("Thresholds and rules that were applied")))
    heads = (pmsg("column", "Rules"), pmsg("column", "Version"), msg("Declarations received"))
    row = paper.head(row, 1, tuple(bound.said(each) for each in heads), words=2)
    paper.lines(row - 1, bound.said(heads[2]), 3, 1)
    for policy in bound.report.policies:
        put(paper, (row, 3), None, Read(policy.declarations, is_withheld=policy.declarations is None))
        row = _pair(paper, row, bound.said(label("profile", policy.regime)), policy.version)
    return row + 1


def _pair(paper: Paper, row: int, first: str, second: str) -> int:
    paper.text(row, 1, first, bold=True)
    paper.text(row, 2, second)
    paper.lines(row, first, 1, 1)
    paper.lines(row, second, 2, 1)
    paper.rule_off(row, 1, paper.width)
    return row + 1
