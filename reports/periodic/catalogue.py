"""The tables of a periodic report, each one entry: title, what its numbers mean, lines, columns, and for whom it is.

Page, workbook, comma-separated files and interface derive from these entries. What no room of the register records
yet (custody, annual exercises, appeals) has no entry: it is left out, not shown empty.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

import msgspec

from declarations.codes.labels import label, labels_of
from register.kernel.i18n import Message, msg, pmsg
from reports.periodic.lines import (
    ADVICE_TOPICS,
    PRESIDING_LINES,
    advice_topic,
    band_group,
    band_line,
    band_order,
    band_words,
    meeting_class,
    presiding_line,
    rule_group,
    rule_in_group,
    rule_of,
)
from reports.periodic.model import TOTAL, Profile
from reports.words import DISPOSITIONS

_OFFICIAL = frozenset(Profile)
_INSIDE = frozenset({Profile.GENERAL_ASSEMBLY, Profile.EXECUTIVE_COMMITTEE})


class Measure(StrEnum):
    """What the numbers of a column are."""

    COUNT = "count"
    """Whole numbers that add up; small ones are protected."""
    DAYS = "days"
    """A number of days, of the cases that `based_on` counts."""
    SHARE = "share"
    """Per thousand of the cases that `based_on` counts."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column: its code, what it is called, what its numbers are."""

    code: str
    title: Message
    measure: Measure = Measure.COUNT
    based_on: str = ""
    """The count on which days or a share stand; where that is small or withheld, they are withheld as well."""
    sums: tuple[str, ...] = ()
    """The columns that this one adds up."""
    within: str = ""
    """The column of which this one counts a part: a reader can subtract."""
    rest_is_shielded: bool = False
    """Whether a small rest points to persons, so that nobody may find it by subtracting."""


class TableSpec(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the catalogue."""

    code: str
    title: Message
    meaning: Message
    """What is counted, and by which day a case belongs to the period."""
    of_lines: Message
    """What the lines are."""
    line: Callable[[str], Message]
    """What the line of a code is called."""
    codes: tuple[str, ...] = ()
    """The lines in their order; only those with a number appear."""
    order: Callable[[str], Any] = str
    """By what lines are put in order where there are no `codes`."""
    group: Callable[[str], Message] | None = None
    """What several lines have in common and are put under."""
    in_group: Callable[[str], Message] | None = None
    """What a line is called there."""
    columns: tuple[Column, ...]
    totals: bool = True
    """Whether the last line adds up the others."""
    profiles: frozenset[Profile] = _OFFICIAL
    chart: str = ""
    """The column that is drawn, if any."""
    of_no_person: frozenset[str] | None = frozenset()
    """Lines that count no persons and nothing that one did, so that a small number points to nobody; None: all."""

    def column(self, code: str) -> Column:
        """One column."""
        return next(each for each in self.columns if each.code == code)

    def line_title(self, code: str) -> Message:
        """What a line is called, the line of totals included."""
        return pmsg("table", "Total") if code == TOTAL else self.line(code)


def of_field(field: str) -> Callable[[str], Message]:
    """Lines that are values of a vocabulary; an empty code stands for declarations that do not say it."""
    return lambda code: label(field, code) if code else pmsg("table", "Not stated")


def codes_of(*fields: str) -> tuple[str, ...]:
    """The values of vocabularies in their order, and the empty one."""
    return (*(code for field in fields for code in labels_of(field)), "")


_EFFECTS = ("none", "noted", "disclose", "authorization_required", "referral", "accept_and_surrender", "not_acceptable")
KINDS = ("gift", "outside_activity", "approval_request", "conflict", "nil")
_ALL = pmsg("table", "All")
_KIND = pmsg("column", "Kind")


def _counts(field: str, codes: Iterable[str]) -> tuple[Column, ...]:
    """A column for each value of a vocabulary."""
    return tuple(Column(code=code, title=label(field, code)) for code in codes)


def _sum(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns with one more that adds them up."""
    return (*columns, Column(code="all", title=_ALL, sums=tuple(each.code for each in columns)))


_FATES = ("kept", "declined", "returned", "surrendered", "not_accepted", "given", "not_given", "pending", "not_known")
ACTIVITY_OUTCOMES = ("authorize", "authorize_with_conditions", "refuse_authorization")
_MEETING_COLUMNS = (
    Column(code="items", title=pmsg("report", "Items called")),
    Column(code="nothing", title=pmsg("report", "Nothing to disclose")),
    Column(code="something", title=pmsg("report", "Interests disclosed")),
    Column(code="stood_aside", title=pmsg("report", "Stood aside")),
    Column(code="dispensed", title=pmsg("report", "Dispensations")),
)

CATALOGUE: tuple[TableSpec, ...] = (
    TableSpec(
        code="people",
        title=msg("People to whom the rules apply"),
        meaning=msg(
            "Persons with a capacity in force on the last day of the period, each counted once by capacity, and how"
            " many of them have a declaration received in the period, whatever its kind."
        ),
        of_lines=pmsg("column", "Capacity"),
        line=of_field("capacity"),
        codes=codes_of("capacity"),
        columns=(
            Column(code="people", title=pmsg("report", "Persons")),
            Column(
                code="declared",
                title=pmsg("report", "Of these, declared in the period"),
                within="people",
                rest_is_shielded=True,
            ),
        ),
        profiles=_INSIDE,
    ),
    TableSpec(
        code="received",
        title=msg("Declarations received, and how soon"),
        meaning=msg(
            "Declarations received in the period, without those withdrawn. Late are those whose last version the rules"
            " marked as late; without a day of the event nothing is late. What an older register held counts on the"
            " day of its event, here and in every table."
        ),
        of_lines=_KIND,
        line=of_field("kind"),
        codes=KINDS,
        columns=_sum(
            (
                Column(code="in_time", title=pmsg("report", "In time")),
                Column(code="late", title=pmsg("report", "Late")),
                Column(code="undated", title=pmsg("report", "No day stated")),
            )
        ),
        chart="all",
    ),
    TableSpec(
        code="movements",
        title=msg("What happened to declarations"),
        meaning=msg(
            "The declarations received in the period, first ones and renewals, and the amendments and withdrawals made"
            " in the period, whenever the declaration was received. A declaration amended twice counts twice."
        ),
        of_lines=_KIND,
        line=of_field("kind"),
        codes=KINDS,
        columns=(
            Column(code="new", title=pmsg("report", "New")),
            Column(code="renewed", title=pmsg("report", "Renewals")),
            Column(code="amended", title=pmsg("report", "Amendments")),
            Column(code="withdrawn", title=pmsg("report", "Withdrawals")),
        ),
    ),
    TableSpec(
        code="effects",
        title=msg("What the rules made of the declarations"),
        meaning=msg("Declarations received in the period, by the strictest effect of the rules on their last version."),
        of_lines=_KIND,
        line=of_field("kind"),
        codes=KINDS,
        columns=_sum(_counts("effect", _EFFECTS)),
    ),
    TableSpec(
        code="rules",
        title=msg("The rule that weighed most"),
        meaning=msg("Declarations received in the period, by kind, strictest effect, and the rule that led to it."),
        of_lines=pmsg("column", "Rule"),
        line=rule_of,
        group=rule_group,
        in_group=rule_in_group,
        columns=(Column(code="all", title=_ALL),),
        profiles=_INSIDE,
    ),
    TableSpec(
        code="times",
        title=msg("Time to declare and to decide"),
        meaning=msg(
            "Declarations on which a person decided in the period, by the decision in force when this report was"
            " counted; what the rules noted by themselves is left out. Days from the event to the declaration, and"
            " from the declaration or the change that was reported last to the decision: half of the cases took at most"
            " the median, nine in ten at most the ninth decile, which is given for ten cases or more."
        ),
        of_lines=_KIND,
        line=of_field("kind"),
        codes=KINDS,
        columns=(
            Column(code="decided", title=pmsg("report", "Decided")),
            Column(code="in_target", title=pmsg("report", "Within the target"), within="decided"),
            Column(code="dated", title=pmsg("report", "Decided, day of the event known"), within="decided"),
            Column(
                code="to_declare",
                title=pmsg("report", "Days to declare, median"),
                measure=Measure.DAYS,
                based_on="dated",
            ),
            Column(
                code="to_declare_9",
                title=pmsg("report", "Days to declare, ninth decile"),
                measure=Measure.DAYS,
                based_on="dated",
            ),
            Column(
                code="to_decide",
                title=pmsg("report", "Days to decide, median"),
                measure=Measure.DAYS,
                based_on="decided",
            ),
            Column(
                code="to_decide_9",
                title=pmsg("report", "Days to decide, ninth decile"),
                measure=Measure.DAYS,
                based_on="decided",
            ),
        ),
    ),
    TableSpec(
        code="gifts",
        title=msg("Gifts by category and what became of them"),
        meaning=msg(
            "Gifts, honours and hospitality declared in the period, by what follows from the declaration and the"
            " decision."
        ),
        of_lines=pmsg("column", "Category"),
        line=of_field("gift.category"),
        codes=codes_of("gift.category"),
        columns=_sum(tuple(Column(code=fate, title=DISPOSITIONS[fate]) for fate in _FATES)),
        chart="all",
    ),
    TableSpec(
        code="givers",
        title=msg("Gifts by kind of giver"),
        meaning=msg("Gifts declared in the period by kind of giver, and how many the rules did not allow to keep."),
        of_lines=pmsg("column", "Kind of giver"),
        line=of_field("gift.giver_type"),
        codes=codes_of("gift.giver_type"),
        columns=_sum(
            (
                Column(code="allowed", title=pmsg("report", "Could be kept or authorized")),
                Column(code="not_allowed", title=pmsg("report", "Could not be kept")),
            )
        ),
        chart="all",
    ),
    TableSpec(
        code="values",
        title=msg("Gifts by value"),
        meaning=msg(
            "Gifts declared in the period by value band of the rules that judged them, in their reference currency."
        ),
        of_lines=pmsg("column", "Value band"),
        line=band_line,
        order=band_order,
        group=band_group,
        in_group=band_words,
        columns=(
            Column(code="all", title=_ALL),
            Column(code="cumulative", title=pmsg("report", "Of these, cumulative threshold passed"), within="all"),
        ),
    ),
    TableSpec(
        code="activities",
        title=msg("Outside activities by class"),
        meaning=msg(
            "Outside activities requested or declared in the period; decisions taken in the period that were in force"
            " when this report was counted; renewals authorized in the period, and authorizations that reached their"
            " end in it, were revoked or whose activity ended."
        ),
        of_lines=pmsg("column", "Activity class"),
        line=of_field("outside_activity.activity_class"),
        codes=codes_of("outside_activity.activity_class"),
        columns=(
            Column(code="received", title=pmsg("report", "Received")),
            *_counts("decision", ACTIVITY_OUTCOMES),
            Column(code="renewed", title=pmsg("report", "Renewed")),
            Column(code="ended", title=pmsg("report", "Expired, revoked or ended")),
        ),
    ),
    TableSpec(
        code="conflicts",
        title=msg("Conflicts of interest by domain and nature"),
        meaning=msg(
            "Conflicts of interest declared in the period, by their nature as assessed, or as declared where it was"
            " not assessed yet."
        ),
        of_lines=pmsg("column", "Domain"),
        line=of_field("conflict.domain"),
        codes=codes_of("conflict.domain"),
        columns=_sum(
            (
                *_counts("conflict.nature_declared", ("actual", "potential", "perceived")),
                Column(code="unstated", title=pmsg("table", "Not stated")),
            )
        ),
        chart="all",
    ),
    TableSpec(
        code="resolved",
        title=msg("How far conflicts of interest are settled"),
        meaning=msg(
            "Conflicts of interest that were disclosed to those concerned, addressed or resolved in the period, or"
            " of which it was decided with reasons that no measure was needed (ICSC 23). One conflict can take several"
            " of these steps; a step that a change of function undid is not counted."
        ),
        of_lines=pmsg("column", "Domain"),
        line=of_field("conflict.domain"),
        codes=codes_of("conflict.domain"),
        columns=(
            Column(code="disclosed", title=pmsg("report", "Disclosed")),
            Column(code="addressed", title=pmsg("report", "Addressed")),
            Column(code="resolved", title=pmsg("report", "Resolved")),
            Column(code="no_measure", title=pmsg("report", "No measure needed")),
        ),
    ),
    TableSpec(
        code="measures",
        title=msg("Measures"),
        meaning=msg(
            "Measures set in the period, and what has become of them by the moment of this report; overdue are those"
            " that should have been carried out by then."
        ),
        of_lines=pmsg("column", "Measure"),
        line=of_field("measure"),
        codes=codes_of("measure"),
        columns=_sum(
            (
                Column(code="done", title=pmsg("report", "Carried out")),
                Column(code="running", title=pmsg("report", "To be carried out")),
                Column(code="overdue", title=pmsg("report", "Overdue")),
                Column(code="lifted", title=pmsg("report", "Lifted")),
            )
        ),
    ),
    TableSpec(
        code="meetings",
        title=msg("Meetings: disclosures by class of item"),
        meaning=msg(
            "Items of meetings held in the period on which disclosure was called for: answers of participants, who"
            " stood aside, and dispensations."
        ),
        of_lines=pmsg("column", "Class of item"),
        line=meeting_class,
        codes=("election", "appointment", "contract", "host_selection", "other", "none"),
        columns=_MEETING_COLUMNS,
    ),
    TableSpec(
        code="presiding",
        title=msg("Meetings: codes, opinions and measures"),
        meaning=msg(
            "Meetings held in the period: participants who acknowledged the code, opinions asked of and given by"
            " presiding officers, matters reported to them and measures that they took (INTERPOL 22 to 24)."
        ),
        of_lines=pmsg("column", "What was counted"),
        line=presiding_line,
        codes=tuple(PRESIDING_LINES),
        columns=(Column(code="all", title=_ALL),),
        totals=False,
        of_no_person=frozenset({"meetings"}),
    ),
    TableSpec(
        code="advice",
        title=msg("Advice given by the ethics office"),
        meaning=msg(
            "Confidential questions that reached the ethics office in the period, by topic, whether asked in the"
            " register or written down by the office. Advice is never a decision (ICSC 24)."
        ),
        of_lines=pmsg("column", "Topic"),
        line=advice_topic,
        codes=tuple(ADVICE_TOPICS),
        columns=_sum(
            (
                Column(code="asked", title=pmsg("report", "Asked in the register")),
                Column(code="logged", title=pmsg("report", "Written down by the office")),
            )
        ),
        chart="all",
    ),
    TableSpec(
        code="policies",
        title=msg("Changes of thresholds and rules"),
        meaning=msg("Versions of thresholds and rules that came into force in the period."),
        of_lines=pmsg("column", "Rules"),
        line=of_field("profile"),
        columns=(Column(code="all", title=pmsg("report", "Versions")),),
        of_no_person=None,
    ),
)
"""In the order of the report."""


def of_profile(profile: Profile) -> tuple[TableSpec, ...]:
    """The tables of a profile."""
    return tuple(each for each in CATALOGUE if profile in each.profiles)


def spec(code: str) -> TableSpec:
    """An entry by its code."""
    return next(each for each in CATALOGUE if each.code == code)
