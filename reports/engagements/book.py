"""The workbook of an auditors' extract: cover, register on as many sheets as it needs, method and definitions."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, BinaryIO

import msgspec
from openpyxl.worksheet.worksheet import Worksheet

from register.kernel.dates import format_day
from register.kernel.i18n import Locale, Message, msg, pmsg, say
from reports.appearance import BLUE, GREY, OCHRE
from reports.cells import MOST_ROWS
from reports.columns import columns
from reports.engagements.columns import HEADINGS
from reports.engagements.model import Engagement
from reports.engagements.sharing import FEWEST
from reports.model import State
from reports.paper import Paper, set_page
from reports.separated import SeparatedRows
from reports.splitting import SplitRows
from reports.workbook import About, Book

_A3 = 8
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in the properties of a document without any declaration."""
_TITLE = pmsg("report", "Register extract for auditors")
_COVER = pmsg("worksheet", "Cover")
_REGISTER = pmsg("worksheet", "Register")
_METHOD = pmsg("worksheet", "Method and definitions")
_CLASSIFICATION = pmsg("classification", "Confidential")
_USE = (
    msg(
        "What was declared was declared in confidence. It is used only for defined purposes or as authorized by the"
        " person concerned (ICSC 24)."
    ),
    msg(
        "This extract serves the audit that the mandate names. It is pseudonymous, not anonymous: rare combinations"
        " may point to a person. It is kept no longer than the audit needs, and nobody tries to find out whose a case"
        " is; where the audit requires it, one case is unmasked in the register, by two people."
    ),
)
_SCOPE = (
    msg(
        "The extract holds every declaration of every kind that was filed in the period, both days included, one row"
        " each, whatever its status; what was withdrawn is shown as withdrawn. Drafts are not declarations."
    ),
    msg(
        "Requests for advice and asset statements are closed to auditors; the register counts them on a page of its"
        " own."
    ),
    msg(
        "Pseudonyms are made with a secret of this mandate: the same case and the same person have the same ones in"
        " every extract under it, and others under any other mandate."
    ),
    msg(
        "A group, class, rule, authority, kind of party or country that fewer than %(fewest)s persons of the extract"
        " share is not shown, and with it the least used of the others where it could be told from what is shown.",
        fewest=FEWEST,
    ),
    msg("Rows stand in the order of the day of filing; within a day their order says nothing. Days are those of UTC."),
)
_VERIFY = msg(
    "The seal on the cover signs everything that the register held up to it. With the public key of the register,"
    " “register verify” recomputes every history and every seal, and names the first record that is not as it was"
    " written."
)

Told = Callable[[int], object]
"""Told from time to time how many rows are written."""


class Extracted(msgspec.Struct, frozen=True, kw_only=True):
    """What an extract is of, and the rows of it on their way."""

    engagement: Engagement
    locale: Locale
    organisation: str
    state: State
    rows: AsyncIterator[Sequence[Any]]
    """Some at a time."""
    cells: Callable[[Any], tuple[object, ...]]
    total: int

    def say(self, message: Message) -> str:
        """A sentence in the language of the extract."""
        return say(message, self.locale)


async def write_separated(of: Extracted, out: BinaryIO, told: Told) -> int:
    """The register as comma-separated values; how many rows there are."""
    sheet, done, cells = SeparatedRows(out, columns(HEADINGS, of.locale)), 0, of.cells
    async for rows in of.rows:
        for row in rows:
            sheet.add(cells(row))
        done += len(rows)
        if sheet.is_full:
            await sheet.drain()
            told(done)
    await sheet.drain()
    return done


async def write_book(of: Extracted, out: BinaryIO, told: Told, most: int = MOST_ROWS) -> int:
    """The workbook; how many rows there are. A sheet that holds `most` rows is followed by another."""
    with Book(out, of.locale, _about(of)) as book:
        _write_cover(_sheet(book, of, _COVER), of)

        def register(number: int) -> Worksheet:
            name = of.say(_REGISTER)
            title = name if number == 1 else of.say(pmsg("worksheet", "%(name)s %(n)s", name=name, n=str(number)))
            made = book.sheet(title)
            _dress(made, of, landscape=True)
            made.page_setup.paperSize = _A3
            return made

        async with SplitRows(book, columns(HEADINGS, of.locale), register, most) as sheets:
            done = await _fill(sheets, of, told)
        _write_method(_sheet(book, of, _METHOD), of)
    return done


async def _fill(sheets: SplitRows, of: Extracted, told: Told) -> int:
    done, cells, sheet = 0, of.cells, sheets.rows
    if sheet is None:
        raise ValueError("no sheet is open")
    async for rows in of.rows:
        for row in rows:
            if sheet.is_at_end:
                sheet = await sheets.turn()
            sheet.add(cells(row))
        done += len(rows)
        if sheet.is_full:
            await sheet.drain()
            told(done)
    return done


def _about(of: Extracted) -> About:
    return About(
        title=of.say(_TITLE),
        organisation=of.organisation,
        subject=of.engagement.mandate,
        language=of.locale.tag,
        moment=of.state.changed_at or _EPOCH,
    )


def _sheet(book: Book, of: Extracted, name: Message) -> Worksheet:
    made = book.sheet(of.say(name)[:31])
    _dress(made, of)
    return made


def _dress(sheet: Worksheet, of: Extracted, *, landscape: bool = False) -> None:
    page = of.say(pmsg("page", "Page %(n)s of %(total)s", n="&P", total="&N"))
    head = (f"{of.organisation} · {of.engagement.mandate}", of.say(_CLASSIFICATION))
    set_page(sheet, of.locale, head, page, landscape=landscape)


def _write_cover(sheet: Worksheet, of: Extracted) -> None:
    paper = Paper(sheet, of.locale, (30, 62))
    paper.text(2, 1, of.organisation, size=12, colour=GREY, across=2)
    paper.text(4, 1, of.say(_TITLE), size=26, colour=BLUE, bold=True, across=2)
    sheet.row_dimensions[4].height = 40
    paper.text(5, 1, of.engagement.title, size=13, across=2)
    paper.lines(5, of.engagement.title, 1, 2, size=13)
    paper.text(7, 1, of.say(_CLASSIFICATION), size=12, colour=OCHRE, bold=True, across=2)
    row = 9
    for title, words in _facts(of):
        paper.text(row, 1, of.say(title), colour=GREY)
        paper.text(row, 2, words)
        paper.lines(row, of.say(title), 1, 1)
        paper.lines(row, words, 2, 1)
        paper.rule_off(row, 1, 2)
        row += 1
    paper.text(row, 1, of.say(pmsg("cover", "Declarations")), colour=GREY)
    paper.number(row, 2, of.total, where=paper.start)
    paper.rule_off(row, 1, 2)
    row = paper.heading(row + 2, of.say(msg("Use of this extract")))
    for paragraph in _USE:
        row = paper.paragraph(row, of.say(paragraph))


def _facts(of: Extracted) -> list[tuple[Message, str]]:
    under = of.engagement
    return [
        (pmsg("cover", "Auditing body"), under.body),
        (pmsg("cover", "Written mandate"), under.mandate),
        (pmsg("cover", "Signed by"), under.signed_by),
        (pmsg("cover", "Signed on"), format_day(under.signed_on, of.locale)),
        (
            pmsg("cover", "Period (date filed)"),
            of.say(msg("%(since)s to %(until)s", since=under.since, until=under.until)),
        ),
        (pmsg("cover", "Language"), of.locale.name),
        (pmsg("cover", "State of the register"), _state(of)),
        (pmsg("cover", "Seal"), _seal(of)),
    ]


def _state(of: Extracted) -> str:
    if of.state.changed_at is None:
        return of.say(msg("There is no declaration in this period."))
    return of.say(msg("Every change up to %(moment)s", moment=of.state.changed_at))


def _seal(of: Extracted) -> str:
    state = of.state
    if state.changed_at is None:
        return of.say(pmsg("seal", "None"))
    if state.unsealed or state.seal is None or state.root is None:
        return of.say(
            msg("Not all of it is sealed yet; changes that no seal covers: %(unsealed)s", unsealed=state.unsealed)
        )
    number, root = str(state.seal), state.root.hex()
    return of.say(msg("Seal %(number)s covers all of it. Its root: %(root)s", number=number, root=root))


def _write_method(sheet: Worksheet, of: Extracted) -> None:
    paper = Paper(sheet, of.locale, (30, 66))
    paper.text(1, 1, of.say(_METHOD), size=20, colour=BLUE, bold=True, across=2)
    sheet.row_dimensions[1].height = 32
    row = paper.heading(3, of.say(msg("What the extract holds")))
    for words in _SCOPE:
        row = paper.paragraph(row, of.say(words))
    row = paper.heading(row + 1, of.say(msg("What each column means")))
    for heading in HEADINGS:
        title, meaning = of.say(heading.title), of.say(heading.meaning)
        paper.text(row, 1, title, bold=True)
        paper.text(row, 2, meaning)
        paper.lines(row, title, 1, 1)
        paper.lines(row, meaning, 2, 1)
        paper.rule_off(row, 1, 2)
        row += 1
    row = paper.heading(row + 1, of.say(msg("How to verify this extract")))
    paper.paragraph(row, of.say(_VERIFY))
