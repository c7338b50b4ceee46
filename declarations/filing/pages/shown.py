"""What the templates of the declaring side are given: values that stand ready, so that a template only writes them."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from declarations.codes.decisions import Alert
from declarations.codes.derived import days_until_filed
from declarations.codes.field_labels import FIELDS
from declarations.codes.labels import labels_of
from declarations.codes.plain import PlainAnswer, plain_answer
from declarations.codes.vocabulary import Direction
from declarations.filing.answers import MEETING
from declarations.filing.consulted import told_before_filing
from declarations.filing.forms import questions
from declarations.filing.forms.steps import MOST_ITEMS
from declarations.filing.kinds.gift_rows import VALUE_BASES
from declarations.filing.kinds.model import Gap, KindForm, Step
from declarations.filing.kinds.prompts import Prompt
from declarations.filing.kinds.registry import form_of
from declarations.filing.model import ValueBasis
from declarations.filing.rows import Row
from declarations.filing.service.drafts import Draft
from declarations.filing.service.evaluating import Judged
from declarations.filing.service.settings import filing_settings
from declarations.parties.country_choice import country_options
from register.kernel.errors import FieldError
from register.kernel.form import UNKNOWN
from register.kernel.i18n import LOCALES, Message, pmsg

Options = Sequence[tuple[str, Any]]


class StepView:
    """One step for its template: its title, its place, and the choices that it offers."""

    def __init__(self, of_kind: KindForm, step: Step, answers: Any) -> None:
        self.of_kind = of_kind
        self.step = step
        self.answers = answers
        self.title = step.title(answers)
        self.number = of_kind.steps.index(step) + 1
        self.total = len(of_kind.steps)
        self.most_items = MOST_ITEMS

    @property
    def previous(self) -> str | None:
        """The name of the step before."""
        return self.of_kind.steps[self.number - 2].name if self.number > 1 else None

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """What a step made of prompts may ask: what depends on another answer of the step is shown with it."""
        return self.step.prompts(self.answers)

    @property
    def directions(self) -> Options:
        """Which way it went, in the person's words."""
        return questions.DIRECTIONS

    def options(self, field: str) -> Options:
        """The stored values of a field with their labels, in the order of the vocabulary."""
        return tuple(labels_of(field).items())

    @property
    def recipients(self) -> Options:
        """For whom the item is, in the person's words."""
        return questions.RECIPIENTS

    @property
    def countries(self) -> Options:
        """Countries by name."""
        return country_options()

    @property
    def dated(self) -> Message:
        """What the date is the date of."""
        return questions.dated(self.answers.direction)

    @property
    def bases(self) -> Options:
        """How a value may be known."""
        return tuple((basis, VALUE_BASES[basis]) for basis in ValueBasis)

    @property
    def circumstances(self) -> list[tuple[str, questions.Question]]:
        """The questions on the circumstances that make sense for the direction."""
        return [(name, questions.question(name, self.answers.direction)) for name in self.answers.asked]

    @property
    def meeting(self) -> list[tuple[str, questions.Question]]:
        """The questions on a vote, for those who take part in meetings."""
        return [(name, questions.MEETING[name]) for name in MEETING] if self.answers.asks_meeting else []

    @property
    def timings(self) -> Options:
        """When a payment fell, seen from the assignment."""
        return (*labels_of("gift.payment_timing").items(), (UNKNOWN, pmsg("answer", "I do not know")))

    @property
    def languages(self) -> Options:
        """The languages in which words may be written, each in its own name."""
        return tuple((tag, locale.name) for tag, locale in LOCALES.items())


class NamedFault(msgspec.Struct, frozen=True):
    """What stands in the way of sending: the question it is about and where that is asked, as far as there is one."""

    message: Message
    question: Message | None = None
    href: str = ""


class StepState(msgspec.Struct, frozen=True):
    """One step in the list before sending: done, or what is still missing in it."""

    name: str
    title: Message
    missing: tuple[NamedFault, ...]
    rows: tuple[Row, ...]


class CheckedView(msgspec.Struct, frozen=True):
    """The page before sending: every step with its rows, and what the rules say once nothing is missing."""

    kind: str
    steps: tuple[StepState, ...]
    missing: bool
    judged: Judged | None
    answer: PlainAnswer | None
    last: str
    """The step before this page."""

    @property
    def supervisor(self) -> Message | None:
        """Whether the supervisor may be asked about it."""
        return told_before_filing(self.kind, str(self.judged.evaluation.review_class) if self.judged else None)

    @property
    def asks_for_words(self) -> bool:
        """Whether the answer asks the person to say something that no question asks for."""
        return self.judged is not None and not _ASKING_FOR_WORDS.isdisjoint(self.judged.evaluation.alerts)


_ASKING_FOR_WORDS = frozenset({Alert.LATE, Alert.RECEIVED_BEFORE_AUTHORIZATION, Alert.BEGUN_BEFORE_AUTHORIZATION})


def _answer(judged: Judged, direction: Direction | None) -> PlainAnswer:
    passed = days_until_filed(judged.facts.values)
    decides = filing_settings().authority_for(judged.evaluation.authority)
    return plain_answer(judged.evaluation, direction, kind=judged.facts.kind, authority=decides, disclosed_after=passed)


def _question(step: Step, field: str, rows: Iterable[Row]) -> Message | None:
    """How a field is asked: by the question of its prompt, else as its row or the rules call it."""
    asked = {prompt.name: prompt.label for prompt in step.every} | {row.field: row.key for row in rows}
    return asked.get(field) or FIELDS.get(field)


def named_faults(draft: Draft, faults: Iterable[FieldError]) -> list[NamedFault]:
    """What a service refuses of a draft, each with its question and the way to it."""
    of_kind = form_of(draft.kind)
    rows = of_kind.rows_of_answers(draft.answers)
    found = []
    for fault in faults:
        parts = fault.name.split(".")
        row = next((row for row in rows if row.field in parts), None)
        href = f"/drafts/{draft.id}/{row.step}?back=check#{row.field}" if row else ""
        found.append(NamedFault(fault.message, row.key if row else FIELDS.get(parts[0]), href))
    return found


def checked_view(draft: Draft, missing: Iterable[Gap], judged: Judged | None) -> CheckedView:
    """The steps of a draft with what is answered and what is missing."""
    of_kind, open_gaps = form_of(draft.kind), tuple(missing)
    rows = of_kind.rows_of_answers(draft.answers)
    steps = tuple(
        StepState(
            step.name,
            step.title(draft.answers),
            tuple(
                NamedFault(
                    gap.message,
                    _question(step, gap.field, rows),
                    f"/drafts/{draft.id}/{step.name}?back=check#{gap.field}",
                )
                for gap in open_gaps
                if gap.step == step.name
            ),
            tuple(row for row in rows if row.step == step.name),
        )
        for step in of_kind.steps
    )
    direction = getattr(draft.answers, "direction", None)
    answer = _answer(judged, direction) if judged else None
    return CheckedView(draft.kind, steps, bool(open_gaps), judged, answer, of_kind.steps[-1].name)
