"""The workbook of a periodic report: cover, one page for delegates, contents, a sheet for each table, method and seal.

Equal published reports make equal bytes in each language.
"""

from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from register.kernel.i18n import Locale
from reports.appearance import font
from reports.model import Organisation
from reports.periodic.book import bound as sheets
from reports.periodic.book.annex import write_annex, write_recommendations
from reports.periodic.book.bound import Bound, Told
from reports.periodic.book.corrections import write_corrections
from reports.periodic.book.cover import write_contents, write_cover
from reports.periodic.book.drawing import Plot
from reports.periodic.book.method import write_method
from reports.periodic.book.seal import describe, write_seal
from reports.periodic.book.summary import write_summary
from reports.periodic.book.tables import write_table
from reports.periodic.model import Published
from reports.periodic.words import PROFILES, Beside
from reports.workbook import About, Book

_WRITERS: dict[str, Callable[[Worksheet, Bound], None]] = {
    sheets.COVER: write_cover,
    sheets.CONTENTS: write_contents,
    sheets.CORRECTIONS: write_corrections,
    sheets.RECOMMENDATIONS: write_recommendations,
    sheets.ANNEX: write_annex,
    sheets.METHOD: write_method,
    sheets.SEAL: write_seal,
}


def _silent() -> None:
    """Nobody wants to know how far it is."""


def _widths_by_our_letters(book: Workbook) -> None:
    """Columns are measured in figures of the first font; the usual one is missing on many machines."""
    fonts: Any = vars(book)["_fonts"]
    fonts.clear()
    fonts.add(font())
    vars(book)["_named_styles"]["Normal"].font = font()


def write_workbook(
    report: Published,
    locale: Locale,
    organisation: Organisation,
    out: BinaryIO,
    *,
    is_released: bool,
    beside: Sequence[Beside] = (),
    told: Told = _silent,
) -> None:
    """Write the workbook to `out`, a file open for writing that can seek; without a release it is marked on each page.

    `told` is called after each table.
    """
    bound = Bound(report, locale, organisation.name(locale.tag), is_released=is_released, beside=beside)
    about = About(
        title=bound.title,
        organisation=bound.organisation,
        subject=bound.said(PROFILES[report.profile]),
        language=locale.tag,
        moment=report.as_of,
    )
    with Book(out, locale, about) as book:
        _widths_by_our_letters(book.book)
        made = {code: book.sheet(name) for code, name in bound.named.items()}
        plots: dict[str, Plot] = {}
        for code in bound.tables:
            if plot := write_table(made[code], bound, code):
                plots[code] = plot
            told()
        write_summary(made[sheets.SUMMARY], bound, plots)
        for code, write in _WRITERS.items():
            if code in made:
                write(made[code], bound)
        describe(book.book, bound)
