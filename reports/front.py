"""The first sheet of an extract: what this is, for whom, up to when, how it may be used, and the seal it carries."""

from datetime import UTC, datetime

import msgspec
from openpyxl.worksheet.worksheet import Worksheet

from declarations.codes.labels import label
from declarations.review.wording import period_words
from register.kernel.i18n import Locale, Message, msg, pmsg, say
from reports.appearance import BLUE, GREY, OCHRE
from reports.kinds import TITLES
from reports.model import Audience, Counted, ExportRequest, State
from reports.paper import Paper, set_page

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in the properties of a document without any declaration."""

_A3 = 8
_SHEETS = {
    "cover": pmsg("worksheet", "Cover"),
    "summary": pmsg("worksheet", "Summary"),
    "method": pmsg("worksheet", "Method and definitions"),
}
_CLASSIFICATION = {
    Audience.GOVERNING_BODY: pmsg("classification", "For official use only"),
    Audience.DESK: pmsg("classification", "Confidential"),
}
_USE = {
    Audience.GOVERNING_BODY: msg(
        "This extract serves the oversight of the governing body: how the rules on gifts are applied, and how long"
        " decisions take. It names nobody. No other use is authorized."
    ),
    Audience.DESK: msg(
        "This extract serves the review of declarations by the ethics office. It names persons: it stays in the office,"
        " is kept no longer than the review needs, and is not copied into other files. No other use is authorized."
    ),
}
_CONFIDENCE = msg(
    "What was declared was declared in confidence. It is used only for defined purposes or as authorized by the person"
    " concerned (ICSC 24)."
)


class Front(msgspec.Struct, frozen=True):
    """What every sheet of one extract says of itself."""

    request: ExportRequest
    locale: Locale
    organisation: str
    state: State
    chosen: str = ""
    """The filters of the list, in words."""

    @property
    def title(self) -> str:
        """The title of the document."""
        return say(TITLES[self.request.kind].register, self.locale)

    @property
    def audience_label(self) -> Message:
        """For whom."""
        return label("export.audience", self.request.audience)

    @property
    def classification(self) -> str:
        """How the document may travel."""
        return say(_CLASSIFICATION[self.request.audience], self.locale)

    @property
    def period(self) -> str:
        """Which days of receipt."""
        words = period_words(self.request.since, self.request.until)
        return say(words or msg("The whole register"), self.locale)

    @property
    def moment(self) -> datetime:
        """The last change that the extract holds; equal data has an equal moment, whenever it is exported."""
        return self.state.changed_at or _EPOCH

    def full_title(self, name: str) -> str:
        """The name of a sheet in the language."""
        return self.title if name == "register" else say(_SHEETS[name], self.locale)

    def sheet_title(self, name: str) -> str:
        """The same without what a sheet's name cannot hold."""
        said = self.full_title(name)
        return "".join(" " if letter in "[]:*?/\\'" else letter for letter in said)[:31].strip()


def dress_page(sheet: Worksheet, front: Front, *, landscape: bool = True) -> None:
    """Organisation and classification above every printed page, its number below."""
    page = say(pmsg("page", "Page %(n)s of %(total)s", n="&P", total="&N"), front.locale)
    head = (f"{front.organisation} · {front.title}", front.classification)
    set_page(sheet, front.locale, head, page, landscape=landscape)
    if landscape and front.request.audience is Audience.DESK:
        sheet.page_setup.paperSize = _A3


def write_cover(sheet: Worksheet, front: Front, counted: Counted) -> None:
    """The cover."""
    dress_page(sheet, front, landscape=False)
    paper = Paper(sheet, front.locale, (30, 62))
    paper.text(2, 1, front.organisation, size=12, colour=GREY, across=2)
    paper.text(4, 1, front.title, size=26, colour=BLUE, bold=True, across=2)
    sheet.row_dimensions[4].height = 40
    paper.text(5, 1, say(front.audience_label, front.locale), size=13, across=2)
    paper.text(7, 1, front.classification, size=12, colour=OCHRE, bold=True, across=2)
    row = _facts(paper, 9, front, counted)
    row = paper.heading(row + 1, say(msg("Use of this extract"), front.locale))
    row = paper.paragraph(row, say(_CONFIDENCE, front.locale))
    row = paper.paragraph(row, say(_USE[front.request.audience], front.locale))
    row = paper.heading(row + 1, say(msg("Contents"), front.locale))
    for name in ("summary", "register", "method"):
        _link(paper, row, front.sheet_title(name), front.full_title(name))
        row += 1


def _facts(paper: Paper, row: int, front: Front, counted: Counted) -> int:
    locale = front.locale
    facts = [
        (pmsg("cover", "Document"), say(pmsg("cover", "Register extract"), locale)),
        (pmsg("cover", "Period (date of receipt)"), front.period),
        (pmsg("cover", "Filters"), front.chosen),
        (pmsg("cover", "Language"), locale.name),
        (pmsg("cover", "State of the register"), _state(front)),
        (pmsg("cover", "Seal"), _seal(front)),
    ]
    for title, words in facts:
        _fact(paper, row, say(title, locale))
        paper.text(row, 2, words)
        paper.lines(row, words, 2, 1)
        row += 1
    figures = [(pmsg("cover", "Declarations"), counted.rows), (pmsg("cover", "Items"), counted.items)]
    if front.state.imported:
        figures.insert(1, (pmsg("cover", "Of these, from older registers"), front.state.imported))
    for title, number in figures:
        _fact(paper, row, say(title, locale))
        paper.number(row, 2, number, where=paper.start)
        paper.rule_off(row, 1, 2)
        row += 1
    return row


def _fact(paper: Paper, row: int, title: str) -> None:
    paper.text(row, 1, title, colour=GREY)
    paper.lines(row, title, 1, 1)
    paper.rule_off(row, 1, 2)


def _state(front: Front) -> str:
    if front.state.changed_at is None:
        return say(msg("There is no declaration in this period."), front.locale)
    return say(msg("Every change up to %(moment)s", moment=front.moment), front.locale)


def _seal(front: Front) -> str:
    state = front.state
    if state.changed_at is None:
        return say(pmsg("seal", "None"), front.locale)
    if state.unsealed or state.seal is None or state.root is None:
        told = msg("Not all of it is sealed yet; changes that no seal covers: %(unsealed)s", unsealed=state.unsealed)
        return say(told, front.locale)
    number, root = str(state.seal), state.root.hex()
    return say(msg("Seal %(number)s covers all of it. Its root: %(root)s", number=number, root=root), front.locale)


def _link(paper: Paper, row: int, title: str, words: str) -> None:
    cell = paper.text(row, 1, words, colour=BLUE, across=2)
    cell.hyperlink = f"#'{title}'!A1"
    paper.rule_off(row, 1, 2)
    paper.sheet.row_dimensions[row].height = 18
