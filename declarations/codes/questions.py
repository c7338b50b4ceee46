"""The pre-check's plain questions: what is asked, and which facts follow from yes, no and don't know."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from declarations.codes.facts import MEETING
from declarations.codes.model import ProfileVersion
from declarations.codes.reading import NotLoadable, Reader, check_table, read_toml
from declarations.codes.vocabulary import Capacity, Direction, Kind
from register.kernel.currency import Money
from register.kernel.i18n import Message

FILE = Path(__file__).parent / "presets" / "questions.toml"


class Question(msgspec.Struct, frozen=True):
    """A question to a person who knows no paragraph, and the facts that follow from the answer."""

    id: str
    text: Message
    hint: Message
    yes: Mapping[str, Any]
    no: Mapping[str, Any]

    def facts(self, answer: bool | None) -> dict[str, Any]:  # noqa: FBT001 - yes, no or don't know
        """What the answer says: the facts of yes or of no, all of them open for don't know."""
        if answer is None:
            return dict.fromkeys([*self.yes, *self.no])
        return dict(self.yes if answer else self.no)


class Asked(msgspec.Struct, frozen=True):
    """All questions, and which are asked under which code."""

    questions: Mapping[str, Question]
    by_code: Mapping[str, tuple[str, ...]]


@cache
def shipped() -> Asked:
    """The questions of this version."""
    return read(FILE)


def read(path: Path) -> Asked:
    """Questions from a file. Raises NotLoadable when a fact, a value or a question does not exist."""
    raw = Reader(path.name, read_toml(path))
    questions = {question.id: question for question in map(_question, raw.tables("question"))}
    asked = {code: tuple(ids) for code, ids in raw.table("asked").items()}
    raw.done()
    missing = {question for ids in asked.values() for question in ids} - set(questions)
    if missing:
        raise NotLoadable(f"{path.name}: no question {', '.join(sorted(missing))}")
    return Asked(questions, asked)


def _question(raw: Reader) -> Question:
    found = Question(raw.text("id"), raw.sentence("text"), raw.sentence("label"), raw.table("yes"), raw.table("no"))
    for facts in (found.yes, found.no):
        check_table(raw, facts, (Kind.GIFT,))
    raw.done()
    return found


def questions_for(version: ProfileVersion) -> tuple[Question, ...]:
    """The four or five questions that matter under the codes of a profile."""
    known = shipped()
    ids = dict.fromkeys(question for code in version.codes for question in known.by_code.get(code, ()))
    return tuple(known.questions[question] for question in ids)


def pre_check_facts(
    asked: Iterable[Question],
    answers: Mapping[str, bool | None],
    *,
    capacity: Capacity,
    value: Money | None,
    on: date,
    direction: Direction = Direction.OFFERED_TO_ME,
) -> dict[str, Any]:
    """The facts file that follows from the answers, for `parse_facts`; an unanswered question counts as don't know.

    A later question never closes what an earlier one established: a fact that is already true stays true.
    """
    found: dict[str, Any] = {}
    for question in asked:
        for fact, said in question.facts(answers.get(question.id)).items():
            if not found.get(fact):
                found[fact] = said
    meeting = {fact: found.pop(fact) for fact in MEETING if fact in found}
    worth = None if value is None else {"amount": format(value.amount, "f"), "currency": value.currency}
    facts: dict[str, Any] = {
        "kind": Kind.GIFT.value,
        "capacity": capacity.value,
        "direction": direction.value,
        "category": "gift",
    }
    facts |= {"recipient": "self", "event_date": on.isoformat(), "value": worth} | found
    if meeting:
        return {**facts, "meeting": meeting | {"vote_date": on.isoformat()}}
    return facts


def with_the_rest_unknown(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a pre-check, and whatever else the form of a gift asks or the register adds as not known."""
    meeting = dict.fromkeys(sorted(MEETING)) | facts.get("meeting", {})
    return {**dict.fromkeys(_LEFT_TO_THE_FORM), **facts, "meeting": meeting}


_LEFT_TO_THE_FORM = (
    "giver_type",
    "giver_relation",
    "official_function",
    "usual_courtesy",
    "unusual",
    "refusal_would_embarrass",
    "in_return_for_act",
    "could_appear_as_influence",
    "through_intermediary",
    "related_to_assignment",
    "prior_total",
)
