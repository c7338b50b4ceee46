"""The report of one meeting as a workbook: numbers for its secretary, by sitting, delegation and item.

Text stays text, figures and moments are real ones, times are those of UTC; equal data makes equal bytes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import msgspec
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from declarations.meetings.labels import DECISIONS, FUNCTIONS, LEVELS, MEASURES, STATUS, VOTES, code_of
from declarations.meetings.people_labels import CREDENTIALS, STANDINGS
from declarations.minutes.report_model import Counts, DelegationLine, ItemLine, OfficerLine, Report
from declarations.parties.countries import country_name
from declarations.presiding.labels import ACTS, FINDINGS, VERDICTS
from register.kernel.i18n import Locale, Message, msg, pmsg, say
from reports.appearance import BLUE, GREY
from reports.paper import Paper, set_page
from reports.workbook import About, Book

_TITLE = pmsg("worksheet", "Report of the meeting")
_SUMMARY, _OFFICERS = pmsg("worksheet", "Summary"), pmsg("worksheet", "Officers")
_PRESIDED = pmsg("worksheet", "Opinions and measures")
_DAY, _MOMENT = r"[$-409]yyyy\-mm\-dd", r"[$-409]yyyy\-mm\-dd\ hh:mm"
_UNHOLDABLE = str.maketrans({code: None for code in range(32) if code not in {9, 10}})
_LONGEST = 32_000

Value = str | int | date | datetime | None


class Heading(msgspec.Struct, frozen=True):
    """A column of a table: its heading, and how wide it is in characters."""

    title: Message
    width: float = 13


class Table(msgspec.Struct, frozen=True):
    """A sheet that is one table; the first `held` columns stay in sight."""

    name: Message
    headings: Sequence[Heading]
    rows: Callable[[Report, Locale], Iterable[Sequence[Value]]]
    held: int = 1


def meeting_workbook(report: Report, organisation: str, locale: Locale) -> bytes:
    """The report as .xlsx in a language."""
    meeting, out = report.meeting, BytesIO()
    about = About(
        title=f"{say(_TITLE, locale)}: {meeting.body}, {meeting.title}",
        organisation=organisation,
        subject=meeting.title,
        language=locale.tag,
        moment=report.moment,
    )
    with Book(out, locale, about) as book:
        _summary(_sheet(book, _SUMMARY, report), report, locale)
        for table in _TABLES:
            _write(_sheet(book, table.name, report, landscape=True), table, report, locale)
        _presided(_sheet(book, _PRESIDED, report), report, locale)
    return out.getvalue()


def _sheet(book: Book, name: Message, report: Report, *, landscape: bool = False) -> Worksheet:
    made = book.sheet(say(name, book.locale)[:31])
    page = say(pmsg("page", "Page %(n)s of %(total)s", n="&P", total="&N"), book.locale)
    head = (report.meeting.body, say(pmsg("classification", "Confidential"), book.locale))
    set_page(made, book.locale, head, page, landscape=landscape)
    return made


def _summary(sheet: Worksheet, report: Report, locale: Locale) -> None:
    paper = Paper(sheet, locale, (44, 62))
    paper.text(1, 1, say(_TITLE, locale), size=20, colour=BLUE, bold=True, across=2)
    sheet.row_dimensions[1].height = 32
    paper.text(2, 1, _clean(report.meeting.title), size=12, colour=GREY, across=2)
    row = paper.paragraph(3, say(msg("Numbers, and names only where a rule of the body gives them."), locale))
    for title, value in _facts(report, locale):
        _line(paper, row, say(title, locale), value)
        row += 1
    sheet.freeze_panes = "A3"


def _facts(report: Report, locale: Locale) -> list[tuple[Message, Value]]:
    meeting, statements = report.meeting, report.statements
    code = code_of(meeting)[0]
    return [
        (msg("Body"), meeting.body),
        (msg("Code of conduct"), code if isinstance(code, str) else say(code, locale)),
        (msg("Mandate for disclosure"), meeting.mandate),
        (msg("First day"), meeting.starts_on),
        (msg("Last day"), meeting.ends_on),
        (msg("Place"), meeting.place),
        (msg("Status"), say(STATUS[meeting.status][0], locale)),
        (msg("Last change that is counted"), report.moment),
        (msg("Delegations"), len(report.delegations)),
        (msg("Entitled to vote"), sum(each.may_vote for each in report.delegations)),
        (msg("Participants"), report.participants),
        (msg("Have acknowledged the code"), report.acknowledged),
        (msg("Statements for the whole meeting, nothing to disclose"), statements.nothing),
        (msg("Statements for the whole meeting, something to disclose"), statements.something),
        (msg("Items on which disclosure is called for"), sum(each.item.called_at is not None for each in report.items)),
        (msg("Answers received"), sum(each.answered.all for each in report.items)),
        (msg("Standing aside"), sum(each.aside for each in report.items)),
        (msg("Who presented the code"), meeting.code_presented_by),
        (msg("Time at which it was presented"), meeting.code_presented_at),
        (msg("The attendance list with the statement on the code was signed"), meeting.attendance_at),
        (msg("Discussion of the code"), meeting.code_discussion),
    ]


def _sittings(report: Report, _: Locale) -> Iterable[Sequence[Value]]:
    return [(each.number, each.starts_at, each.ends_at) for each in report.sittings]


def _officers(report: Report, locale: Locale) -> Iterable[Sequence[Value]]:
    def row(each: OfficerLine) -> Sequence[Value]:
        return say(FUNCTIONS[each.function], locale), each.name, each.sitting, each.since, each.until, each.reason

    return map(row, report.officers)


def _delegations(report: Report, locale: Locale) -> Iterable[Sequence[Value]]:
    def row(each: DelegationLine) -> Sequence[Value]:
        answer = pmsg("answer", "Yes") if each.may_vote else pmsg("answer", "No")
        return (
            each.name,
            country_name(each.country, locale) if each.country else None,
            say(STANDINGS[each.standing], locale),
            say(CREDENTIALS[each.credentials], locale),
            say(answer, locale),
            each.reason,
            each.participants,
            each.acknowledged,
            each.answered,
        )

    return map(row, report.delegations)


def _items(report: Report, locale: Locale) -> Iterable[Sequence[Value]]:
    def row(line: ItemLine) -> Sequence[Value]:
        item, answered = line.item, line.answered
        is_called = item.called_at is not None
        figures = [
            answered.all,
            answered.nothing,
            answered.something,
            *(line.levels.get(level, 0) for level in LEVELS),
            answered.after_vote_opened,
            line.recorded,
            line.confirmed,
            line.aside,
            line.dispensed,
            sum(line.did.values()),
        ]
        return (
            item.number,
            item.title(locale.tag)[0],
            say(DECISIONS[item.decision], locale),
            say(VOTES[item.vote], locale),
            report.sitting(item.sitting),
            item.called_at,
            item.voting_at,
            item.ended_at,
            *(figure if is_called else None for figure in figures),
            sum(line.votes.values()) if line.votes else None,
            line.votes_aside if line.votes else None,
        )

    return map(row, report.items)


def _asides(report: Report, locale: Locale) -> Iterable[Sequence[Value]]:
    for line in report.items:
        for each in line.asides:
            names = ", ".join(each.names) if each.citation else ""
            measure = say(MEASURES[each.measure], locale)
            title = line.item.title(locale.tag)[0]
            yield line.item.number, title, measure, each.count, each.dispensed, each.citation, names


_TABLES = (
    Table(
        msg("Sittings"),
        [Heading(msg("Number"), 10), Heading(msg("Begins"), 20), Heading(msg("Ends"), 20)],
        _sittings,
    ),
    Table(
        _OFFICERS,
        [
            Heading(msg("Function"), 30),
            Heading(msg("Name"), 34),
            Heading(msg("Sitting"), 10),
            Heading(msg("Since"), 18),
            Heading(msg("Until"), 18),
            Heading(msg("Reason"), 50),
        ],
        _officers,
    ),
    Table(
        msg("Delegations"),
        [
            Heading(msg("Delegation"), 36),
            Heading(msg("Country"), 24),
            Heading(msg("Status"), 16),
            Heading(msg("Credentials"), 20),
            Heading(msg("Entitled to vote")),
            Heading(msg("Reason"), 36),
            Heading(msg("Participants")),
            Heading(msg("Have acknowledged the code")),
            Heading(msg("Have answered")),
        ],
        _delegations,
    ),
    Table(
        msg("Disclosures"),
        [
            Heading(msg("Number"), 10),
            Heading(msg("Title"), 48),
            Heading(msg("Decision"), 18),
            Heading(msg("Vote"), 18),
            Heading(msg("Sitting"), 10),
            Heading(msg("Called for disclosure"), 18),
            Heading(msg("Vote opened"), 18),
            Heading(msg("Ended"), 18),
            Heading(msg("Answers received")),
            Heading(msg("Nothing to disclose")),
            Heading(msg("Something to disclose")),
            *(Heading(words, 16) for words in LEVELS.values()),
            Heading(msg("Received after the vote was opened")),
            Heading(msg("Written down by the secretary"), 16),
            Heading(msg("Of these, confirmed by the person"), 16),
            Heading(msg("Standing aside")),
            Heading(msg("Dispensed by the body")),
            Heading(msg("With a record of what was done"), 16),
            Heading(msg("Open votes")),
            Heading(msg("Of these, by somebody who stood aside"), 16),
        ],
        _items,
        held=2,
    ),
    Table(
        msg("Standing aside"),
        [
            Heading(msg("Number"), 10),
            Heading(msg("Title"), 48),
            Heading(msg("Measure"), 34),
            Heading(msg("Participants")),
            Heading(msg("Dispensed by the body")),
            Heading(msg("Rule"), 40),
            Heading(msg("Names"), 50),
        ],
        _asides,
        held=2,
    ),
)


def _write(sheet: Worksheet, table: Table, report: Report, locale: Locale) -> None:
    paper = Paper(sheet, locale, tuple(each.width for each in table.headings))
    paper.head(1, 1, tuple(say(each.title, locale) for each in table.headings))
    for number, each in enumerate(table.headings, start=1):
        paper.lines(1, say(each.title, locale), number, 1)
    last = 1
    for last, row in enumerate(table.rows(report, locale), start=2):
        for number, value in enumerate(row, start=1):
            _put(paper, last, number, value)
        paper.rule_off(last, 1, len(table.headings))
    sheet.freeze_panes = f"{get_column_letter(table.held + 1)}2"
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}{last}"


def _presided(sheet: Worksheet, report: Report, locale: Locale) -> None:
    paper, presided = Paper(sheet, locale, (60, 16)), report.presided
    paper.heading(1, say(_PRESIDED, locale))
    _line(paper, 2, say(msg("Opinions asked for"), locale), presided.opinions_asked)
    row = _counts(paper, 3, msg("Opinions given"), presided.opinions, VERDICTS)
    row = _counts(paper, row, msg("Matters reviewed"), presided.matters, FINDINGS)
    _counts(paper, row, msg("Measures taken"), presided.measures, ACTS)
    sheet.freeze_panes = "A2"


def _counts(paper: Paper, row: int, title: Message, counts: Counts, words: Mapping[Any, Message]) -> int:
    row = paper.head(row + 1, 1, (say(title, paper.locale), ""))
    for value, label in words.items():
        _line(paper, row, say(label, paper.locale), counts.get(value, 0))
        row += 1
    return row


def _line(paper: Paper, row: int, title: str, value: Value) -> None:
    paper.text(row, 1, title, colour=GREY)
    paper.lines(row, title, 1, 1)
    _put(paper, row, 2, value, where=paper.start)
    paper.rule_off(row, 1, 2)


def _put(paper: Paper, row: int, column: int, value: Value, *, where: str | None = None) -> None:
    """A value in a cell as what it is; nothing where there is none."""
    match value:
        case None | "":
            return
        case str():
            words = _clean(value)
            paper.text(row, column, words, where=where)
            paper.lines(row, words, column, 1)
        case datetime():
            cell = paper.number(row, column, None, _MOMENT, where=where or paper.start)
            cell.value = value.astimezone(UTC).replace(tzinfo=None, second=0, microsecond=0)
        case date():
            cell = paper.number(row, column, None, _DAY, where=where or paper.start)
            cell.value = value
        case _:
            paper.number(row, column, value, where=where)


def _clean(words: str) -> str:
    """What a sheet can hold; the services refuse the rest where it is typed."""
    return words.translate(_UNHOLDABLE)[:_LONGEST]
