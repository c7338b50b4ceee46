"""One's own declaration as its page shows it: facts, judgement, question, decision and story, ready to be written."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import cast

import msgspec

from declarations.codes.decisions import Authority
from declarations.codes.model import Evaluation
from declarations.codes.plain import PlainAnswer, plain_answer
from declarations.codes.vocabulary import Direction, Kind
from declarations.filing import history
from declarations.filing.awaiting import Awaited, awaited
from declarations.filing.conflicts import ConflictShown, conflict_shown, days_to_disclose
from declarations.filing.consulted import told_once_filed
from declarations.filing.history import Entry
from declarations.filing.measures import ToldMeasure, language_in, told_measures
from declarations.filing.model import Action, Content, Declaration, Status, Step
from declarations.filing.permit_view import validity_tag
from declarations.filing.rows import Row
from declarations.filing.service.granted import Terms, asks_for_a_change, return_told, terms_in_force, verdict
from declarations.filing.service.own import NamedReading
from declarations.filing.service.reading import Case
from declarations.filing.showing import rows_of_content
from declarations.filing.subjects import subject_of
from register.kernel import clock
from register.kernel.dates import local
from register.kernel.i18n import Message
from register.kernel.identity import Identity

_SENT_BY_THE_PERSON = frozenset({"return_to_giver", "refuse_authorization", "not_permitted"})
"""Decisions after which the person writes to the giver."""


class OldVersion(msgspec.Struct, frozen=True):
    """An earlier version as it was filed, and why the next one replaced it."""

    number: int
    step: Step
    rows: tuple[Row, ...]
    language: str


class Openings(msgspec.Struct, frozen=True):
    """When somebody opened it on one day, in one role."""

    name: str
    role: str
    day: date
    moments: tuple[datetime, ...]


class CaseView(msgspec.Struct, frozen=True):
    """Everything of the page but the form that is being filled in."""

    case: Case
    declaration: Declaration
    content: Content
    rows: tuple[Row, ...]
    answer: PlainAnswer
    awaited: Awaited
    story: tuple[Entry, ...]
    old: tuple[OldVersion, ...]
    question: Step | None
    """The question that stands open."""
    decision: Step | None
    """The decision in force, with its reasons."""
    is_own: bool
    conflict: ConflictShown | None = None
    """How a conflict stands."""

    def may(self, action: str) -> bool:
        """Whether the page offers an action: just what the service accepts."""
        return Action(action) in self.case.actions

    @property
    def has_giver_letters(self) -> bool:
        """Whether a letter to the giver was drawn up, or the person has one to send: of a gift alone."""
        if any(step.name == "declaration:giver_letter" for step in self.case.steps):
            return True
        found = self.declaration
        fits = found.outcome in _SENT_BY_THE_PERSON or found.direction == Direction.DECLINED_BY_ME
        return found.kind == Kind.GIFT and fits and found.imported is None and self.may("write_to_giver")

    @property
    def may_renew(self) -> bool:
        """Whether the authorization may be asked for again."""
        permit = self.case.permit
        return permit is not None and permit.is_renewable and permit.has_begun(clock.today())

    @property
    def terms(self) -> Terms | None:
        """What stays authorized beside a change that waits or was refused."""
        return terms_in_force(self.case)

    @property
    def asks_for_a_change(self) -> bool:
        """Whether what stands on the page was asked beside what is authorized."""
        return asks_for_a_change(self.case)

    @property
    def verdict(self) -> Message | None:
        """What was decided."""
        return verdict(self.case, self.decision) if self.decision else None

    @property
    def decided_measures(self) -> tuple[ToldMeasure, ...]:
        """What the decision asks to be done, where nobody wrote conditions."""
        return told_measures(self.decision.said) if self.decision else ()

    @property
    def language_of_conditions(self) -> str:
        """Of the words of conditions and measures."""
        return language_in(self.decision.said) if self.decision else ""

    @property
    def validity(self) -> tuple[Message, str] | None:
        """Whether the authorization of the activity still counts."""
        return validity_tag(self.case.permit) if self.case.permit else None

    @property
    def returned(self) -> Message | None:
        """Whether what is to go back to the giver did, and when."""
        return return_told(self.declaration, self.case.steps)

    @property
    def received_at(self) -> datetime:
        """When the version that stands was received."""
        return self.case.versions[-1][0].at if self.is_changed else self.declaration.filed_at

    @property
    def is_changed(self) -> bool:
        """Whether a later version took the place of the first."""
        return len(self.case.versions) > 1

    @property
    def supervisor(self) -> Message | None:
        """Whether the supervisor was asked about it, or may be."""
        return told_once_filed(self.declaration, self.case.steps)

    @property
    def has_evidence(self) -> bool:
        """Whether files stand beside it, or may be added now."""
        told = any(
            step.name == "declaration:evidence_attached" or step.said.get("evidence") for step in self.case.steps
        )
        return told or self.may("attach")

    @property
    def about(self) -> Message | None:
        """What the open question is about."""
        return subject_of(str(self.question.said.get("field") or "")) if self.question else None


def case_view(case: Case, identity: Identity) -> CaseView:
    """The page of a declaration for its declarant or filer."""
    found = case.declaration
    return CaseView(
        case=case,
        declaration=found,
        content=case.content,
        rows=tuple(rows_of_content(case.content, items=found.items, country=found.giver_country)),
        answer=answer_of(case),
        awaited=awaited(found, identity.person),
        story=tuple(history.entries(case.steps, "declarant", identity.person)),
        old=_old(case),
        question=_last(case, "declaration:asked") if found.status is Status.INFORMATION_REQUESTED else None,
        decision=_last(case, "declaration:decided"),
        is_own=found.declarant == identity.person,
        conflict=conflict_shown(found, case.steps, clock.today()),
    )


def answer_of(case: Case) -> PlainAnswer:
    """What the rules said on the day of filing, in plain words, and who decides by now."""
    row = case.declaration
    direction = Direction(row.direction) if row.direction else None
    passed = days_to_disclose(row, case.content.facts)
    kept = cast("Evaluation", case.evaluation)  # kept under the same names; nothing of it is made anew
    decides = Authority(row.authority) if row.authority else None
    return plain_answer(kept, direction, kind=Kind(row.kind), authority=decides, disclosed_after=passed)


def by_day(readings: Iterable[NamedReading]) -> list[Openings]:
    """The openings of one person in one role on one day as one line, each minute once; newest first as they came."""
    found: dict[tuple[date, str, str], list[datetime]] = {}
    for reading in readings:
        found.setdefault((local(reading.at).date(), reading.name, reading.role), []).append(reading.at)
    return [
        Openings(
            name,
            role,
            day,
            tuple(next(same) for _, same in groupby(moments, lambda at: at.replace(second=0, microsecond=0))),
        )
        for (day, name, role), moments in found.items()
    ]


def _last(case: Case, name: str) -> Step | None:
    return next((step for step in reversed(case.steps) if step.name == name), None)


def _old(case: Case) -> tuple[OldVersion, ...]:
    """Every version but the present one, the newest of them first."""
    numbered = list(enumerate(case.versions, start=1))[:-1]
    return tuple(
        OldVersion(number, step, tuple(rows_of_content(content)), content.language)
        for number, (step, content) in reversed(numbered)
    )
