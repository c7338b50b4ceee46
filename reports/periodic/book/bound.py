"""A published report in one language, on its way into a workbook: its sheets, their names, how pages are dressed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from textwrap import wrap

from openpyxl.worksheet.worksheet import Worksheet

from register.kernel.i18n import Locale, Message, msg, pmsg, say
from reports.appearance import BLUE
from reports.paper import Paper, set_page
from reports.periodic.book.names import names_of
from reports.periodic.book.placed import ROW
from reports.periodic.catalogue import spec
from reports.periodic.model import Published, fingerprint
from reports.periodic.reading import Compared, compared
from reports.periodic.spans import period_before
from reports.periodic.words import CLASSIFICATION, PROFILES, Beside, not_beside, period

COVER, SUMMARY, CONTENTS, ANNEX = "cover", "summary", "contents", "annex"
RECOMMENDATIONS, CORRECTIONS, METHOD, SEAL = "recommendations", "corrections", "method", "seal"
_TITLES: Mapping[str, Message] = {
    COVER: pmsg("worksheet", "Cover"),
    SUMMARY: pmsg("worksheet", "Summary"),
    CONTENTS: msg("Contents"),
    CORRECTIONS: pmsg("worksheet", "Numbers corrected"),
    RECOMMENDATIONS: pmsg("worksheet", "Recommendations"),
    ANNEX: pmsg("worksheet", "Annex: gifts of the period"),
    METHOD: pmsg("worksheet", "Method and definitions"),
    SEAL: pmsg("worksheet", "Seal and verification"),
}
NOT_RELEASED = pmsg("report", "Not released")
_LETTERS_OF_A_ROW = 1500
"""No program shows a row higher than about thirty lines, so a longer paragraph goes on in the next row."""
_UNHOLDABLE = str.maketrans({code: None for code in range(32) if code != ord("\n")})


class Bound:
    """The report and its language; `named` are the sheets in their order, by code: their names."""

    def __init__(
        self,
        report: Published,
        locale: Locale,
        organisation: str,
        *,
        is_released: bool,
        beside: Sequence[Beside] = (),
    ) -> None:
        self.report, self.locale, self.organisation, self.is_released = report, locale, organisation, is_released
        self.beside = () if is_released else tuple(beside)
        self.tables: Mapping[str, Compared] = {table.code: compared(report, table) for table in report.tables}
        self.fingerprint = fingerprint(report)
        codes = list(self._codes())
        self.named = dict(zip(codes, names_of(self.numbered(code) for code in codes), strict=True))

    def _codes(self) -> Iterator[str]:
        yield from (COVER, SUMMARY, CONTENTS)
        yield from (CORRECTIONS,) if self.report.changed else ()
        yield from self.tables
        yield from (RECOMMENDATIONS,) if self.text("recommendations") else ()
        yield from (ANNEX,) if self.report.annex else ()
        yield from (METHOD, SEAL)

    def title_of(self, code: str) -> str:
        """What a sheet is called in full."""
        return self.said(_TITLES[code] if code in _TITLES else spec(code).title)

    def numbered(self, code: str) -> str:
        """The same, tables with their number."""
        codes = list(self.tables)
        return f"{codes.index(code) + 1}. {self.title_of(code)}" if code in self.tables else self.title_of(code)

    @cached_property
    def title(self) -> str:
        """The title of the document."""
        return self.text("title") or self.said(PROFILES[self.report.profile])

    @property
    def classification(self) -> str:
        """How the document may travel, and that it may not yet where it is not released."""
        words = self.said(CLASSIFICATION[self.report.profile])
        return words if self.is_released else f"{words} · {self.said(NOT_RELEASED)}"

    @property
    def warning(self) -> str:
        """Beside which released reports this one must not be published; empty where there is none."""
        return self.said(not_beside(self.beside)) if self.beside else ""

    @property
    def period(self) -> str:
        """The period in words."""
        return period(self.report.since, self.report.until, self.locale)

    @property
    def period_before(self) -> str:
        """The period of the same length before."""
        said = self.report
        return period(*period_before(said.since, said.until, said.definitions), self.locale)

    def text(self, name: str) -> str:
        """A text of the ethics office in the language; empty where there is none."""
        return self.report.texts.get(self.locale.tag, {}).get(name, "").translate(_UNHOLDABLE).strip()

    def said(self, words: Message) -> str:
        """Words in the language."""
        return say(words, self.locale)

    def dress(self, sheet: Worksheet, *, landscape: bool = False) -> None:
        """Organisation, symbol and classification above every printed page, its number below."""
        page = self.said(pmsg("page", "Page %(n)s of %(total)s", n="&P", total="&N"))
        above = " · ".join(part for part in (self.organisation, self.report.symbol) if part)
        head = (above, self.classification)
        set_page(sheet, self.locale, head, page, landscape=landscape, names_sheet=True)
        sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = ROW, True

    def headline(self, paper: Paper, code: str) -> int:
        """The title of a sheet of words; the row after it."""
        words = self.title_of(code)
        paper.text(1, 1, words, size=20, colour=BLUE, bold=True, across=paper.width)
        paper.sheet.row_dimensions[1].height = 32
        paper.lines(1, words, 1, paper.width, size=20)
        return 3


def prose(paper: Paper, row: int, words: str) -> int:
    """What the ethics office wrote, paragraph by paragraph; the next row."""
    for paragraph in filter(None, (line.strip() for line in words.split("\n"))):
        for part in wrap(paragraph, _LETTERS_OF_A_ROW):
            row = paper.paragraph(row, part)
    return row


def in_groups(digits: str) -> str:
    """Hexadecimal digits in lines of 32, so that they can be compared by eye."""
    return "\n".join(digits[at : at + 32] for at in range(0, len(digits), 32)) if len(digits) >= 64 else digits


def link(paper: Paper, place: tuple[int, int], name: str, words: str, *, across: int = 1) -> None:
    """Words that lead to another sheet."""
    row, column = place
    cell = paper.text(row, column, words, colour=BLUE, across=across)
    escaped = name.replace("'", "''")
    cell.hyperlink = f"#'{escaped}'!A1"


Told = Callable[[], None]
"""Called after each table that was written."""
