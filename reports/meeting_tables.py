"""The tables in the report of one meeting, each one entry: its name, its columns, and its rows out of the figures."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

import msgspec

from declarations.meetings.labels import DECISIONS, FUNCTIONS, LEVELS, MEASURES, VOTES
from declarations.meetings.model import Measure
from declarations.meetings.people_labels import CREDENTIALS, STANDINGS
from declarations.minutes.report_model import DelegationLine, ItemLine, OfficerLine, Report
from declarations.parties.countries import country_name
from register.kernel.i18n import Locale, Message, msg, pmsg, say

Value = str | int | date | datetime | None


class Heading(msgspec.Struct, frozen=True):
    """A column of a table: its heading, how wide it is in characters, and whether its figures stand at the end."""

    title: Message
    width: float
    counts: bool = False


def _counted(title: Message, width: float = 14) -> Heading:
    return Heading(title, width, counts=True)


class Table(msgspec.Struct, frozen=True):
    """A sheet that is one table; the first `held` columns stay in sight."""

    name: Message
    headings: Sequence[Heading]
    rows: Callable[[Report, Locale], Iterable[Sequence[Value]]]
    held: int = 1


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
            line.taking_part,
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
        for each in line.stood:
            names = ", ".join(each.names) if each.citation else ""
            measure = say(MEASURES[each.measure], locale)
            title = line.item.title(locale.tag)[0]
            counts = (each.count, each.dispensed, each.recorded)
            yield line.item.number, title, measure, *counts, each.citation, names


TABLES = (
    Table(
        msg("Sittings"),
        [Heading(msg("Number"), 10), Heading(msg("Begins"), 20), Heading(msg("Ends"), 20)],
        _sittings,
    ),
    Table(
        pmsg("worksheet", "Officers"),
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
            Heading(msg("Entitled to vote"), 14),
            Heading(msg("Reason"), 36),
            _counted(msg("Participants")),
            _counted(msg("Have acknowledged the code")),
            _counted(msg("Have answered")),
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
            _counted(msg("Answers received")),
            _counted(msg("Nothing to disclose")),
            _counted(msg("Something to disclose")),
            *(_counted(words, 16) for words in LEVELS.values()),
            _counted(msg("Received after the vote was opened")),
            _counted(msg("Written down by the secretary"), 16),
            _counted(msg("Of these, confirmed by the person"), 16),
            _counted(msg("Standing aside")),
            _counted(MEASURES[Measure.SPEAKS_AND_VOTES]),
            _counted(msg("Dispensed by the presiding officer")),
            _counted(msg("With a record of what was done"), 16),
            _counted(msg("Open votes")),
            _counted(msg("Of these, by somebody who stood aside"), 16),
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
            _counted(msg("Participants")),
            _counted(msg("Dispensed by the presiding officer")),
            _counted(msg("With a record of what was done"), 16),
            Heading(msg("Rule"), 40),
            Heading(msg("Names"), 50),
        ],
        _asides,
        held=2,
    ),
)
