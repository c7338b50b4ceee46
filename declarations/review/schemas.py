"""What programs send to the desk and get from it: codes as stored, sentences in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from declarations.filing.conflict_schemas import ConflictOut
from declarations.filing.history import Entry
from declarations.filing.model import Declaration
from declarations.filing.schemas import PermitOut
from declarations.filing.terms_schemas import ChangeOut
from declarations.parties.explained_schemas import ExplainedOut
from declarations.review.conflict_schemas import MeasureIn
from declarations.review.lawful import ACTS
from declarations.review.model import Earlier, Queue, QueueRow, Recommendation
from declarations.review.others import Others
from declarations.review.schemas_elsewhere import ElsewhereOut
from declarations.review.service.case import DeskCase
from register.kernel.i18n import say
from register.kernel.money import Money, decimals_of

Text = Annotated[str, Meta(max_length=10000)]


class MoneyOut(msgspec.Struct, frozen=True):
    """An amount as text, exact, with its currency (ISO 4217)."""

    amount: str
    currency: str


def _money(value: Money | None) -> MoneyOut | None:
    return None if value is None else MoneyOut(_plain(value), value.currency)


def _plain(value: Money) -> str:
    """The amount with the decimals of its currency, and more only where more were given."""
    least = Decimal(1).scaleb(-decimals_of(value.currency))
    short = value.amount.quantize(least) if value.amount == value.amount.quantize(least) else value.amount.normalize()
    return format(short, "f")


class AssignmentIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who shall review the case: an ethics officer who may."""

    to: UUID


class HandingOverIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To which other ethics officer, and why; the declarant never sees the reason."""

    to: UUID
    reason: Annotated[str, Meta(max_length=2000)]
    own_interest: bool = False
    """You recuse yourself, having an interest of your own: the case is closed to you, and never given back to you."""


class QuestionIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question about one field of the declaration; an empty field asks about all of it."""

    question: Annotated[str, Meta(max_length=2000)]
    field: Annotated[str, Meta(max_length=40)] = ""
    language: Literal["", "ar", "en", "fr", "es"] = ""
    """Of the question, where it is not the language of the request."""


class NoteIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A note for the office and the authority; the declarant never sees it."""

    note: Text


class ReferralIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To which authority, and why. An authority may also send the case back: `ethics_officer`."""

    to: Annotated[str, Meta(max_length=40)]
    reasons: Text


class TestsIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The reviewer's answers to the three tests of ICSC 45; null where they cannot tell."""

    interferes_with_duties: bool | None
    incompatible_with_status: bool | None
    conflicts_with_interests: bool | None


class DecisionIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A decision, or a recommendation of one: one of the case's `decisions`, with reasons."""

    decision: Annotated[str, Meta(max_length=40)]
    reasons: Text
    conditions: Text = ""
    """Required for `authorize_with_conditions` and `measure`, refused for the others."""
    language: Literal["", "ar", "en", "fr", "es"] = ""
    """Of the words, where it is not the language of the request."""
    valid_until: date | None = None
    """The last day: required for `authorize`, `authorize_with_conditions` and `modify` of an outside activity."""
    measures: Annotated[tuple[MeasureIn, ...], Meta(max_length=8)] = ()
    """Required for `measure` on a conflict, whose `conditions` may be left out; refused for everything else."""
    tests: TestsIn | None = None
    """Required with a recommendation on an outside activity, and with a decision on which there is none."""


class CaseRowOut(msgspec.Struct, frozen=True):
    """One line of the queue."""

    reference: str
    kind: str
    declarant: str
    giver: str
    """The giver of a gift; else the employer or other party."""
    category: str | None
    """Of a gift; of other kinds what it is of stands in `activity_class`, `subject` or `domain`."""
    value: MoneyOut | None
    status: str
    effect: str
    alerts: list[str]
    authority: str | None
    recommendation: str | None
    reviewer: str | None
    outcome: str | None
    filed_at: datetime
    due_on: date | None
    question_due: date | None
    is_overdue: bool
    is_answer_overdue: bool
    is_measure_overdue: bool
    is_imported: bool
    """It came with an older register."""
    event_date: date | None
    activity_class: str | None = None
    subject: str | None = None
    domain: str | None = None
    review_class: str | None = None
    """`light`, `heightened` or `priority`; none is ordinary."""
    ended_on: date | None = None
    """Since when it is no longer so, as the person says."""
    function_changed_on: date | None = None
    """When it came before the office again, since the person's function had changed."""
    measure_due: date | None = None
    """The earliest day of a measure that nobody has reported as carried out yet."""
    elsewhere: Literal["found", "new"] | None = None
    """Whether the same party was found elsewhere; `new`: since you last opened the case."""

    @classmethod
    def of(cls, row: QueueRow, queue: Queue) -> "CaseRowOut":
        """A row of the queue with its names."""
        return cls(
            reference=row.reference,
            kind=row.kind,
            declarant=queue.names.get(row.declarant, ""),
            giver=row.party_name,
            category=row.category,
            value=_money(row.value),
            status=str(row.status),
            effect=row.effect,
            alerts=list(row.alerts),
            authority=row.authority,
            recommendation=row.recommendation,
            reviewer=queue.names.get(row.reviewer) if row.reviewer else None,
            outcome=row.outcome,
            filed_at=row.filed_at,
            due_on=row.due_on,
            question_due=row.question_due,
            is_overdue=row.is_overdue(queue.today),
            is_answer_overdue=row.is_answer_overdue(queue.today),
            is_measure_overdue=row.is_measure_overdue(queue.today),
            is_imported=row.is_imported,
            event_date=row.event_date,
            review_class=row.review_class,
            ended_on=row.ended_on,
            function_changed_on=row.function_changed_on,
            measure_due=row.measure_due,
            activity_class=row.activity_class,
            subject=row.subject,
            domain=row.domain,
            elsewhere=("new" if queue.elsewhere[row.id] else "found") if row.id in queue.elsewhere else None,
        )


class QueueOut(msgspec.Struct, frozen=True):
    """A page of the queue; `newer` and `older` are cursors for the parameter `at`."""

    items: list[CaseRowOut]
    newer: str | None
    older: str | None
    counts: dict[str, int]
    """Open cases of each view; a count stops at 1,001."""
    is_too_wide: bool = False
    """More names fit the words of the search than are looked through: some cases are missing."""

    @classmethod
    def of(cls, queue: Queue) -> "QueueOut":
        """The page as it was read."""
        return cls(
            items=[CaseRowOut.of(row, queue) for row in queue.page.items],
            newer=queue.page.newer,
            older=queue.page.older,
            counts={str(show): count for show, count in queue.counts.items()},
            is_too_wide=queue.is_too_wide,
        )


class FindingOut(msgspec.Struct, frozen=True):
    """A rule that applies, why, and its text."""

    rule: str
    clause: str
    effect: str
    authority: str | None
    message: str
    reasons: list[str]
    text: str
    is_quoted: bool


class StepOut(msgspec.Struct, frozen=True):
    """One step of the story, as a sentence, with the words that go with it."""

    seq: int
    event: str
    at: datetime
    sentence: str
    words: str
    in_the_place_of: str | None
    """In whose place it was done, as a sentence."""

    @classmethod
    def of(cls, entry: Entry) -> "StepOut":
        """A line of the story in the reader's language."""
        standing = say(entry.standing) if entry.standing else None
        return cls(entry.seq, entry.name, entry.at, say(entry.sentence), entry.words, standing)


class EarlierOut(msgspec.Struct, frozen=True):
    """Earlier declarations that the reader may see, and what was received in the twelve months before."""

    references: list[str]
    received: int
    not_valued: int
    sums: list[MoneyOut]
    is_capped: bool

    @classmethod
    def of(cls, earlier: Earlier) -> "EarlierOut":
        """The newest references and the total."""
        total = earlier.total
        sums = [MoneyOut(_plain(value), value.currency) for value in total.sums]
        references = [row.reference for row in earlier.rows]
        return cls(references, total.received, total.not_valued, sums, total.is_capped)


class OthersOut(msgspec.Struct, frozen=True):
    """Other declarations of the same person that the reader may see: the newest of later days, and all by kind."""

    later: list[str]
    by_kind: dict[str, int]

    @classmethod
    def of(cls, others: Others) -> "OthersOut":
        """The references and the numbers."""
        return cls([row.reference for row in others.later], dict(others.by_kind))


class RecommendationOut(msgspec.Struct, frozen=True):
    """What the ethics office recommends."""

    decision: str
    reasons: str
    conditions: str
    """Where none were written, the measures in the language of the request."""
    by: str
    at: datetime
    rule: str
    """The rule on which it rests; empty where none is named."""
    valid_until: date | None
    tests: Mapping[str, bool | None] | None
    """The reviewer's answers to the three tests of an outside activity."""

    @classmethod
    def of(cls, found: Recommendation) -> "RecommendationOut":
        """The recommendation that stands."""
        return cls(
            found.decision,
            found.reasons,
            found.conditions or "\n".join(f"{say(each.sentence)} {each.words}".strip() for each in found.told),
            found.by,
            found.at,
            found.rule,
            found.valid_until,
            found.tests,
        )


class CaseStateOut(msgspec.Struct, frozen=True):
    """Where a case stands after an act; its ETag is in the header."""

    reference: str
    status: str
    authority: str | None
    recommendation: str | None
    outcome: str | None
    due_on: date | None
    question_due: date | None

    @classmethod
    def of(cls, found: Declaration) -> "CaseStateOut":
        """The columns of the row that an act may change."""
        return cls(
            reference=found.reference,
            status=str(found.status),
            authority=found.authority,
            recommendation=found.recommendation,
            outcome=found.outcome,
            due_on=found.due_on,
            question_due=found.question_due,
        )


class CaseOut(msgspec.Struct, frozen=True):
    """Everything of a case that a decision needs. What is not open to the reader now is not in `acts`."""

    state: CaseStateOut
    kind: str
    effect: str
    alerts: list[str]
    declarant: str
    capacity: str
    unit: str
    supervisor: str | None
    filed_by: str | None
    filed_at: datetime
    facts: dict[str, Any]
    details: dict[str, Any]
    language: str
    """Of the declarant's own words."""
    findings: list[FindingOut]
    recommendation: RecommendationOut | None
    earlier_of_person: EarlierOut
    earlier_of_giver: EarlierOut
    others_of_person: OthersOut
    history: list[StepOut]
    """Newest first."""
    acts: list[str]
    decisions: list[str]
    referral_targets: list[str]
    assignees: dict[UUID, str]
    delegation: str | None
    """The document on whose authority the reader would decide, where they hold a delegation."""
    conflict: ConflictOut | None = None
    """How a conflict stands: its marks and its measures."""
    similar: dict[str, int] = {}
    """How similar past cases ended; empty where they are too few."""
    explained: list[ExplainedOut] = []
    """The gifts of the same giver behind what the rules found, as far as they are open to the reader."""
    is_imported: bool = False
    """It came with an older register."""
    authorization: PermitOut | None = None
    """Of an outside activity that was authorized."""
    change: ChangeOut | None = None
    """What was asked beside it since, while that waits or after it was refused."""
    elsewhere: ElsewhereOut | None = None
    """What else in the register names what may be the same party."""

    @classmethod
    def of(cls, desk: DeskCase) -> "CaseOut":
        """The case as it was opened."""
        found, content = desk.case.declaration, desk.case.content
        return cls(
            state=CaseStateOut.of(found),
            kind=found.kind,
            effect=found.effect,
            alerts=list(found.alerts),
            declarant=content.declarant_name,
            capacity=found.capacity,
            unit=desk.declarant.unit if desk.declarant else "",
            supervisor=desk.superior.name if desk.superior else None,
            filed_by=content.filer_name or None,
            filed_at=found.filed_at,
            facts=content.facts,
            details=msgspec.to_builtins(content.details),
            language=content.language,
            findings=_findings(desk),
            recommendation=RecommendationOut.of(desk.recommendation) if desk.recommendation else None,
            earlier_of_person=EarlierOut.of(desk.earlier_of_person),
            earlier_of_giver=EarlierOut.of(desk.earlier_of_giver),
            others_of_person=OthersOut.of(desk.others_of_person),
            history=[StepOut.of(entry) for entry in desk.story],
            acts=sorted(ACTS[act] for act in desk.acts),
            decisions=[str(decision) for decision in desk.decisions],
            referral_targets=list(desk.referral_targets),
            assignees={person.id: person.name for person in desk.assignees},
            delegation=desk.instrument or None,
            similar=dict(desk.similar),
            conflict=ConflictOut.of(found, desk.case.steps),
            explained=[ExplainedOut.of(each) for each in desk.explained],
            is_imported=found.imported is not None,
            elsewhere=ElsewhereOut.of(desk.elsewhere),
            authorization=PermitOut.of(desk.case.permit) if desk.case.permit else None,
            change=ChangeOut.of(desk.case),
        )


def _findings(desk: DeskCase) -> list[FindingOut]:
    return [
        FindingOut(
            rule=found.rule,
            clause=found.clause,
            effect=str(found.effect),
            authority=str(found.authority) if found.authority else None,
            message=say(found.message),
            reasons=[say(why.message) for why in found.reasons],
            text=say(found.text),
            is_quoted=found.quoted,
        )
        for found in desk.case.evaluation.findings
    ]
