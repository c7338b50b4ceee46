"""A case as its template is given it: what was seen, what may be done, what was typed."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from declarations.authorizations.rules import usual_end
from declarations.authorizations.settings import authorization_settings
from declarations.codes.decisions import Alert, Decision
from declarations.codes.labels import label
from declarations.codes.plain import effect_label
from declarations.codes.vocabulary import Kind
from declarations.evidence.model import Item
from declarations.evidence.translations import Translation, present_translations
from declarations.evidence.views import said_of
from declarations.filing.conflicts import ConflictShown, conflict_shown, days_to_disclose
from declarations.filing.headline import headline, kind_beside
from declarations.filing.measures import ToldMeasure, language_in, told_measures
from declarations.filing.model import BEFORE_DECISION, Action, Declaration, Party, Status, Step
from declarations.filing.permit_view import validity_tag
from declarations.filing.rows import Row
from declarations.filing.service.granted import Terms, asks_for_a_change, terms_in_force, verdict
from declarations.filing.service.reading import JudgedFinding
from declarations.filing.showing import FROM_OLDER, rows_of_content
from declarations.filing.subjects import subject_of
from declarations.filing.workflow import closes_undisclosed, needs_end
from declarations.parties.model import may_be_organization
from declarations.review import wording
from declarations.review.conflict_view import ConflictOptions, conflict_options
from declarations.review.fields import question_fields
from declarations.review.glance import Glance
from declarations.review.model import EarlierRow, Total
from declarations.review.place import Place
from declarations.review.proposing import put_recommended
from declarations.review.queue_view import STATUS_TONES, Options, Tag, class_tags, marks_of_the_person
from declarations.review.service.case import DeskCase
from declarations.review.three_tests import Answered, beside
from register.kernel import clock
from register.kernel.currency import Money
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, Message, current_locale, msg, nmsg, pmsg

_STORY = frozenset({"description", "story"})
_NO = label("fact", False)

_TO_OTHERS = {"aware_date": pmsg("field", "Date the declarant became aware")}
"""What speaks to the declarant as “you” is said to the desk in other words."""


class CaseView:
    """The page of one case: what was seen, what may be done, and the form that is being filled in."""

    def __init__(self, desk: DeskCase, act: str = "", form: Form | None = None, place: Place | None = None) -> None:
        self.desk = desk
        self.place = place or Place()
        self.case = desk.case
        self.declaration: Declaration = desk.case.declaration
        self.act = act
        self._form = form or Form()
        self.language = desk.case.content.language
        self.glance = Glance(desk.case)

    def form(self, act: str) -> Form:
        """What was typed into a form; for all but the one that was sent, what it proposes."""
        if act == self.act:
            return self._form
        form = Form()
        if act == "decision" and self.takes_end:
            form.put_day("valid_until", self._proposed_end)
        put_recommended(form, self.desk.recommendation, act, has_measures=self.conflict is not None)
        return form

    def may(self, act: str) -> bool:
        """Whether a step is open to the reader."""
        return Action(act) in self.desk.acts

    @property
    def is_recommending(self) -> bool:
        """Whether the form of the decision makes a recommendation."""
        return not self.may("decide") and self.may("recommend")

    @property
    def rows(self) -> list[Row]:
        """What was declared: the person's own story first, then the facts that were not answered with no."""
        story = [row for row in self._declared if row.field in _STORY]
        return story + [row for row in self._declared if row.field not in _STORY and row.value != _NO]

    def standing_words(self, field: str) -> list[tuple[str, str]]:
        """The words of the office for a field, by their titles in the reader's language."""
        language = current_locale().tag
        return [(words.key, words.text(language).title) for words in self.desk.standing_words if words.use == field]

    @property
    def languages_of_words(self) -> list[tuple[str, str]]:
        """In which language words are put in: the declarant's first."""
        spoken = self.desk.declarant.language if self.desk.declarant else self.language
        return [(tag, LOCALES[tag].name) for tag in sorted(LOCALES, key=lambda tag: tag != spoken)]

    @property
    def has_letters(self) -> bool:
        """Whether there are letters to read or to draw up."""
        return self.has_giver_letters or self.decided is not None

    @property
    def has_giver_letters(self) -> bool:
        """Whether a letter to the giver was drawn up, or may be: of a gift that was decided here."""
        if any(step.name == "declaration:giver_letter" for step in self.case.steps):
            return True
        is_ours = self.declaration.kind == Kind.GIFT and self.declaration.imported is None
        return is_ours and Action.WRITE_TO_GIVER in self.case.actions

    @property
    def translations(self) -> Mapping[str, list[Translation]]:
        """What reviewers have put beside the person's words, by the row that it belongs to."""
        return present_translations(self.case.steps)

    @property
    def may_translate(self) -> bool:
        """Whether the reader may put a translation beside the words."""
        return Action.TRANSLATE in self.case.actions and Party.OFFICE in self.case.parties

    @property
    def has_evidence(self) -> bool:
        """Whether files stand beside it, or may be added now."""
        return bool(self.desk.evidence) or Action.ATTACH in self.case.actions

    @property
    def entered_before(self) -> date | None:
        """The day on which the older register that it came from had entered it."""
        day = self.case.content.facts.get("filed_date") if self.declaration.imported else None
        return date.fromisoformat(day) if day else None

    def evidence_said(self, item: Item) -> Message:
        """What a file is, in a few words."""
        return said_of(item)

    @property
    def denied(self) -> list[Message]:
        """What was asked and answered with no."""
        return [row.key for row in self._declared if row.value == _NO]

    @property
    def _declared(self) -> list[Row]:
        found = self.declaration
        rows = rows_of_content(self.case.content, items=found.items, country=found.giver_country)
        return [msgspec.structs.replace(row, key=_TO_OTHERS.get(row.field, row.key)) for row in rows]

    @property
    def counted_before(self) -> Money | None:
        """Earlier gifts of this giver to this person, as the rules added them up."""
        known = self.case.content.facts.get("prior_total")
        total = Money(Decimal(known["amount"]), known["currency"]) if known else None
        return total if total and total.amount else None

    @property
    def findings(self) -> tuple[JudgedFinding, ...]:
        """What the rules found."""
        return self.case.evaluation.findings

    @property
    def closes_undisclosed(self) -> bool:
        """Whether closing asks why the conflict was not disclosed to those concerned."""
        return closes_undisclosed(self.declaration)

    @property
    def tags(self) -> list[Tag]:
        """Status, effect, and what presses."""
        found = self.declaration
        tags: list[Tag] = [(label("status", found.status), STATUS_TONES[found.status])]
        tags.append((effect_label(self.case.evaluation), ""))
        tags.extend(class_tags(found.review_class))
        if found.imported is not None:
            tags.append((FROM_OLDER, "quiet"))
        presses = [each for each in found.alerts if each != Alert.STAND_ASIDE or found.status in BEFORE_DECISION]
        tags.extend((label("alert", alert), "waits") for alert in presses)
        tags.extend([*marks_of_the_person(found), *wording.flag_tags(found)])
        if found.referred_at is not None and found.status in BEFORE_DECISION:
            tags.append((pmsg("queue", "Before the authority"), "quiet"))
        if found.withdrawal_requested_at is not None and found.status in BEFORE_DECISION:
            tags.append((pmsg("queue", "Withdrawal requested"), "waits"))
        late = found.question_due is not None and found.question_due < self.desk.today
        if late and found.status is Status.INFORMATION_REQUESTED:
            tags.append((pmsg("queue", "Answer overdue"), "bad"))
        if found.status in BEFORE_DECISION and found.due_on is not None and found.due_on < self.desk.today:
            tags.append((pmsg("queue", "Overdue"), "bad"))
        return tags

    @property
    def decision_options(self) -> list[tuple[str, Message, Message]]:
        """The lawful decisions."""
        found = self.declaration
        is_renewal = found.renews is not None and self.case.permit is None
        return wording.decision_options(self.desk.decisions, found.kind, "renewal" if is_renewal else found.category)

    @property
    def referral_options(self) -> Options:
        """To whom it may go."""
        return wording.referral_options(self.desk.referral_targets)

    @property
    def question_options(self) -> Options:
        """What a question may be about."""
        return list(question_fields(self.case.content).items())

    @property
    def officer_options(self) -> list[tuple[str, Any]]:
        """Who may review it."""
        return [(str(person.id), person.name) for person in self.desk.assignees]

    @property
    def takes_conditions(self) -> bool:
        """Whether one of the lawful decisions needs conditions or measures."""
        return any(decision in wording.WITH_CONDITIONS for decision in self.desk.decisions)

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
        return verdict(self.case, self.decided) if self.decided else None

    @property
    def decided_measures(self) -> tuple[ToldMeasure, ...]:
        """What the decision asks to be done, where nobody wrote conditions."""
        return told_measures(self.decided.said) if self.decided else ()

    @property
    def language_of_conditions(self) -> str:
        """Of the words of conditions and measures."""
        return language_in(self.decided.said) if self.decided else ""

    @property
    def validity(self) -> tuple[Message, str] | None:
        """Whether the authorization of the activity still counts."""
        return validity_tag(self.case.permit) if self.case.permit else None

    @property
    def now(self) -> datetime:
        """At which moment the page is shown."""
        return clock.now()

    def stance_label(self, stance: str) -> Message:
        """What a supervisor answered."""
        return label("opinion", stance)

    @property
    def tests(self) -> tuple[Answered, ...]:
        """The three tests of an outside activity as the declarant answered them; none of another kind."""
        return beside(self.case.content.facts) if self.declaration.kind == Kind.OUTSIDE_ACTIVITY else ()

    def tested(self, said: Mapping[str, Any]) -> tuple[Answered, ...]:
        """The same with the reviewer's answers that stand in a recommendation or a decision."""
        return beside(self.case.content.facts, said)

    @property
    def authorization_acts(self) -> list[tuple[str, str, Message, Message]]:
        """What may be done now about the authorization: act, address, title, what it means."""
        return [found for found in wording.AUTHORIZATION_ACTS if self.may(found[0])]

    @property
    def takes_end(self) -> bool:
        """Whether one of the lawful decisions authorizes an activity, until a last day."""
        return any(needs_end(self.declaration.kind, decision) for decision in self.desk.decisions)

    @property
    def _proposed_end(self) -> date:
        recommended = self.desk.recommendation
        if recommended and recommended.valid_until:
            return recommended.valid_until
        days = authorization_settings().usual_days
        permit = self.case.permit
        wanted = permit.ends_on if permit and permit.is_open else self.declaration.end_date
        return usual_end(wanted, today=self.desk.today, usual_days=days)

    @property
    def conflict(self) -> ConflictShown | None:
        """How a conflict stands."""
        return conflict_shown(self.declaration, self.case.steps, self.desk.today)

    @property
    def disclosed_after(self) -> Message | None:
        """How soon the person disclosed it, where that is known."""
        passed = days_to_disclose(self.declaration, self.case.content.facts)
        if passed is None or passed < 0:
            return None
        return nmsg(
            "It was disclosed %(n)s day after the person became aware of it.",
            "It was disclosed %(n)s days after the person became aware of it.",
            passed,
        )

    @property
    def conflict_options(self) -> ConflictOptions:
        """What the forms of a conflict offer."""
        return conflict_options()

    @property
    def decided(self) -> Step | None:
        """The decision in force."""
        return self._last("declaration:decided")

    @property
    def question(self) -> Step | None:
        """The question that stands open."""
        return self._last("declaration:asked") if self.declaration.status is Status.INFORMATION_REQUESTED else None

    @property
    def asked_about(self) -> Message:
        """What the open question is about."""
        return subject_of(str(self.question.said.get("field") or "")) if self.question else subject_of("")

    @property
    def may_take_over(self) -> bool:
        """Whether the other party, as it was typed, may enter the directory: never a natural person."""
        found = self.declaration
        return may_be_organization(
            found.kind, found.giver_type, found.counterpart_kind, imported=found.imported is not None
        )

    @property
    def is_office(self) -> bool:
        """Whether the reader is the office, which sees earlier cases of everybody it may review."""
        return Party.OFFICE in self.case.parties

    @property
    def capacity(self) -> Message:
        """In which capacity it was declared."""
        return label("capacity", self.declaration.capacity)

    @property
    def authority(self) -> Message:
        """Who decides."""
        return label("authority", self.declaration.authority or "ethics_officer")

    @property
    def left_over(self) -> list[str]:
        """Words typed into a form that is no longer open, so that they are not lost."""
        opened = _FORM_OF.get(self.act)
        if opened is None or any(self.may(act) for act in opened):
            return []
        typed = [self._form.typed(name) for name in _WORDS]
        return [text for text in typed if text.strip()]

    def decision_label(self, decision: str) -> Message:
        """What a decision is called."""
        return label("decision", decision)

    def role_label(self, role: str) -> Message:
        """What a role is called."""
        return label("stored_role", role)

    def what(self, row: EarlierRow) -> Message:
        """What an earlier case was of."""
        return headline(row)

    def kind(self, row: EarlierRow) -> Message | None:
        """Of which kind an earlier case was, where that is not said already."""
        return kind_beside(row)

    @property
    def same_party(self) -> tuple[Message, Message]:
        """The heading of earlier declarations that name the same party, and what is said where there is none."""
        return wording.SAME_GIVER if self.declaration.kind == Kind.GIFT else wording.SAME_PARTY

    @staticmethod
    def result(row: EarlierRow) -> Message:
        """How an earlier case ended, else where it stands."""
        if row.is_authorized and row.outcome == Decision.REFUSE_AUTHORIZATION:
            return msg("Change refused")  # what was authorized before it still is
        stands = row.outcome and row.status != "withdrawn"
        return label("decision", row.outcome) if stands else label("status", row.status)

    def totals(self, total: Total) -> list[Message]:
        """What was received in the twelve months before, in sentences."""
        if total.is_capped:
            found = [msg("Received in the twelve months before: more than %(n)s items.", n=total.received)]
        else:
            found = [
                nmsg(
                    "Received in the twelve months before: %(n)s item.",
                    "Received in the twelve months before: %(n)s items.",
                    total.received,
                )
            ]
        found.extend(msg("Total value: %(value)s", value=value) for value in total.sums if not total.is_capped)
        if total.not_valued and not total.is_capped:
            found.append(nmsg("Of these, %(n)s is not valued.", "Of these, %(n)s are not valued.", total.not_valued))
        return found if total.received else []

    @property
    def similar_said(self) -> Message:
        """What is counted as similar."""
        total = sum(cases for _, cases in self.desk.similar)
        if self.declaration.kind != Kind.GIFT:
            return nmsg(
                "%(n)s case of the same kind was decided in the last three years under the same rule.",
                "%(n)s cases of the same kind were decided in the last three years under the same rule.",
                total,
            )
        return nmsg(
            "%(n)s case was decided in the last three years under the same rule and in the same value band.",
            "%(n)s cases were decided in the last three years under the same rule and in the same value band.",
            total,
        )

    @property
    def who_decides(self) -> Message:
        """In one sentence."""
        return msg("Who decides this case: %(authority)s", authority=self.authority)

    def _last(self, name: str) -> Step | None:
        return next((step for step in reversed(self.case.steps) if step.name == name), None)


_WORDS = (
    "activity",
    "question",
    "note",
    "referral_reasons",
    "handing_reason",
    "reasons",
    "conditions",
    "authorization_reasons",
)
_FORM_OF: Mapping[str, tuple[str, ...]] = {
    "question": ("ask",),
    "note": ("note",),
    "opinion": ("ask_opinion",),
    "suspension": ("suspend",),
    "reinstatement": ("reinstate",),
    "revocation": ("revoke",),
    "handing-over": ("hand_over",),
    "referral": ("refer",),
    "decision": ("decide", "recommend"),
}
"""For each form with words, the steps that open it."""
