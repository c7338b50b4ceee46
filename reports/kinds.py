"""What an extract of each kind is called, what its rows are counted by, and its columns where it is no gift.

Only gifts leave without names: interests, outside activities and requests are never published one by one, and a row
of them points to a person even without a name. The governing body reads them counted, in its periodic report.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from declarations.codes.decisions import Decision
from declarations.codes.vocabulary import Kind
from register.kernel import clock
from register.kernel.i18n import Message, msg, pmsg
from reports.cells import Kind as Cell
from reports.columns import (
    DECLARANT,
    EFFECT,
    FOR_ANOTHER,
    FROM_OLDER,
    HEADINGS,
    OUTCOME,
    REFERENCE,
    RULES,
    UNIT,
    WAITED,
    Heading,
    Row,
    Story,
)
from reports.columns import opened as open_story
from reports.model import Combination, Counted, ExportRequest
from reports.words import Words


class Titles(msgspec.Struct, frozen=True):
    """How an extract of a kind is called, and what its files are named after."""

    register: Message
    file: str
    counted_by: str = ""
    """The column whose stored values the summary counts; empty where there is none."""
    labels: str = ""
    """The field whose labels those values have."""
    classed: Message = pmsg("column", "Category")


TITLES: Mapping[str, Titles] = {
    Kind.GIFT: Titles(pmsg("report", "Register of gifts"), "gifts", "category", "gift.category"),
    Kind.OUTSIDE_ACTIVITY: Titles(
        pmsg("report", "Register of outside activities"),
        "outside-activities",
        "activity_class",
        "outside_activity.activity_class",
        pmsg("column", "Activity class"),
    ),
    Kind.CONFLICT: Titles(
        pmsg("report", "Register of conflicts of interest"),
        "conflicts",
        "domain",
        "conflict.domain",
        pmsg("column", "Domain"),
    ),
    Kind.APPROVAL_REQUEST: Titles(
        pmsg("report", "Register of requests for prior approval"),
        "approval-requests",
        "subject",
        "approval_request.subject",
        pmsg("column", "Subject"),
    ),
    Kind.NIL: Titles(pmsg("report", "Register of nil declarations"), "nil-declarations"),
}
_FILED = Heading(pmsg("column", "Filed"), msg("The day on which it was filed."), Cell.DAY, 12)
_CLASSED = msg("What it concerns, in the vocabulary of its kind.")
_PARTY = Heading(
    pmsg("column", "Other party"),
    msg("The employer, delegation, medium or counterpart, as the declarant named it."),
    Cell.TEXT,
    26,
)
_COUNTRY = Heading(pmsg("column", "Country"), msg("The country in which it takes place, as declared."), Cell.LABEL, 16)
_STARTS = Heading(pmsg("column", "Start"), msg("The day on which it starts, as declared."), Cell.DAY, 12)
_ENDS = Heading(
    pmsg("column", "End"), msg("The day on which it ends, as declared; empty if none is planned."), Cell.DAY, 12
)
_UNTIL = Heading(
    pmsg("column", "Authorized until"),
    msg("The last day that was authorized; empty where no authorization was given."),
    Cell.DAY,
    12,
)
_VALIDITY = Heading(
    pmsg("column", "State of the authorization"),
    msg("Whether the authorization is in force, suspended, revoked, expired or superseded."),
    Cell.LABEL,
    16,
)
_HOURS = Heading(pmsg("column", "Hours per week"), msg("Hours per week, as declared."), Cell.COUNT, 10)
_PAID = Heading(pmsg("column", "Remunerated"), msg("Whether it is remunerated, as declared."), Cell.LABEL, 12)
_CONDITIONS = Heading(
    pmsg("column", "With conditions"),
    msg("Whether the authorization has conditions; empty while no decision is in force."),
    Cell.LABEL,
    12,
)
_DISCLOSED = Heading(pmsg("column", "Disclosed"), msg("The day on which it was disclosed."), Cell.DAY, 12)
_ADDRESSED = Heading(pmsg("column", "Addressed"), msg("The day on which it was marked as addressed."), Cell.DAY, 12)
_RESOLVED = Heading(pmsg("column", "Resolved"), msg("The day on which it was marked as resolved."), Cell.DAY, 12)
_SET = Heading(pmsg("column", "Measures"), msg("How many measures are set, without those lifted."), Cell.COUNT, 10)
_DONE = Heading(pmsg("column", "Measures done"), msg("How many of the measures are carried out."), Cell.COUNT, 10)
_OVERDUE = Heading(
    pmsg("column", "Measures overdue"), msg("How many of the measures are past their day."), Cell.COUNT, 10
)
_AROSE = Heading(pmsg("column", "Arose"), msg("The day on which it arose or will arise, as declared."), Cell.DAY, 12)
_AWARE = Heading(
    pmsg("column", "Became aware"), msg("The day on which the declarant became aware of it."), Cell.DAY, 12
)
_DECLARED = Heading(
    pmsg("column", "Nature as declared"), msg("How real the conflict is, as the declarant sees it."), Cell.LABEL, 20
)
_ASSESSED = Heading(
    pmsg("column", "Nature after review"), msg("How real the conflict is, as the reviewer assessed it."), Cell.LABEL, 20
)
_STORY = Heading(
    pmsg("column", "Description"), msg("What it is, in the declarant's own words and language."), Cell.TEXT, 40
)

Read = Callable[[Row, Story, Words], Any]


class Shown(msgspec.Struct, frozen=True):
    """One column of a kind: its heading, and how a row becomes its cell."""

    heading: Heading
    read: Read


def _column(name: str) -> Read:
    return lambda row, _story, _words: row[name]


def _natures(name: str) -> Read:
    return lambda row, _story, words: words.nature[row[name]]


def _hours(_row: Row, story: Story, _words: Words) -> Any:
    """As the facts keep it: a number, or a number written out; empty where the person does not know."""
    hours = story.facts.get("hours_per_week")
    return None if hours is None else int(hours) if Decimal(str(hours)) == int(Decimal(str(hours))) else str(hours)


def _conditions(row: Row, _story: Story, words: Words) -> Any:
    """Of the decision in force; a changed version that is not decided has none."""
    is_decided = row["validity"] is not None and row["outcome"] is not None
    return words.yes_no[row["outcome"] == Decision.AUTHORIZE_WITH_CONDITIONS] if is_decided else None


def _overdue(row: Row, _story: Story, _words: Words) -> int:
    return sum(day < clock.today() for day in row["measures_due"] or ())


def _filed(row: Row, story: Story, _words: Words) -> Any:
    """Of what was brought over as the older register has it; empty where it gives no day."""
    if not row["is_imported"]:
        return row["filed_day"]
    written = story.facts.get("filed_date")
    return date.fromisoformat(written) if written else None


_WHO = (
    Shown(REFERENCE, _column("reference")),
    Shown(DECLARANT, lambda _row, story, _words: story.declarant),
    Shown(UNIT, _column("unit")),
    Shown(_FILED, _filed),
)
_ASKED = Shown(_FILED, lambda row, story, words: row["event_date"] or _filed(row, story, words))
"""Of a request: one that was brought over was filed on the day on which it was asked."""
_WHAT = (
    Shown(_PARTY, lambda row, story, _words: row["party_name"] or story.giver),
    Shown(_STORY, lambda _row, story, _words: story.description),
)
_RESULT = (
    Shown(EFFECT, lambda row, _story, words: words.effect[row["effect"]]),
    Shown(OUTCOME, lambda row, _story, words: words.outcome[Combination.of(tuple(row[8:17])).fate]),
    Shown(WAITED, _column("days_to_decision")),
    Shown(RULES, lambda _row, story, _words: story.rules),
    Shown(FOR_ANOTHER, lambda row, _story, words: words.steps(row["actors"], row["principals"])),
    Shown(FROM_OLDER, lambda row, _story, words: words.yes_no[row["is_imported"]]),
)
_OWN: Mapping[str, tuple[Shown, ...]] = {
    Kind.OUTSIDE_ACTIVITY: (
        Shown(_COUNTRY, lambda row, _story, words: words.country[row["giver_country"]]),
        Shown(_STARTS, _column("start_date")),
        Shown(_ENDS, _column("end_date")),
        Shown(_UNTIL, _column("authorized_until")),
        Shown(_VALIDITY, lambda row, _story, words: words.validity[row["validity"]]),
        Shown(_HOURS, _hours),
        Shown(_PAID, lambda _row, story, words: words.yes_no[story.facts.get("remunerated")]),
        Shown(_CONDITIONS, _conditions),
    ),
    Kind.CONFLICT: (
        Shown(_DECLARED, _natures("nature_declared")),
        Shown(_ASSESSED, _natures("nature_assessed")),
        Shown(_AROSE, _column("event_date")),
        Shown(_AWARE, _column("aware_date")),
        Shown(_DISCLOSED, _column("disclosed_day")),
        Shown(_ADDRESSED, _column("addressed_day")),
        Shown(_RESOLVED, _column("resolved_day")),
        Shown(_SET, _column("measures_set")),
        Shown(_DONE, _column("measures_done")),
        Shown(_OVERDUE, _overdue),
    ),
}


def shown(kind: str) -> tuple[Shown, ...]:
    """The columns of an extract of a kind other than a gift, for the desk."""
    titles = TITLES[kind]
    classed = (
        Shown(
            Heading(titles.classed, _CLASSED, Cell.LABEL, 24),
            lambda row, _story, words: words.category[row[titles.counted_by]],
        ),
    )
    about = () if kind == Kind.NIL else _WHAT
    who = (*_WHO[:-1], _ASKED) if kind == Kind.APPROVAL_REQUEST else _WHO
    return (*who, *(classed if titles.counted_by else ()), *_OWN.get(kind, ()), *about, *_RESULT)


def headings_of(request: ExportRequest) -> Sequence[Heading]:
    """The headings of an extract."""
    return HEADINGS[request.audience] if request.kind == Kind.GIFT else [each.heading for each in shown(request.kind)]


def cells_of_kind(kind: str, words: Words, counted: Counted, erased: str) -> Callable[[Row], tuple[object, ...]]:
    """A function from a row of such a kind to its cells, counting as it goes."""
    read = tuple(each.read for each in shown(kind))
    column = TITLES[kind].counted_by

    def cells(row: Row) -> tuple[object, ...]:
        story = open_story(row, erased)
        raw = tuple(row[8:17])
        counted.rows += 1
        counted.items += row["items"]
        counted.combinations[(row[column] if column else None, *raw[1:])] += 1
        if row["days_to_decision"] is not None:
            counted.days[row["days_to_decision"]] += 1
        return tuple(each(row, story, words) for each in read)

    return cells
