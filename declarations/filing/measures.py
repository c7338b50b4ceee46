"""What was decided to be done about a conflict of interest, as the events of the case tell it. Pure.

The words stand in the events alone, under the key of the declaration; what queues and reminders need of a measure is a
row of its own at the desk.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.labels import label
from declarations.filing.model import Step
from register.kernel.i18n import Message, current_locale, msg, say


class Carrier(StrEnum):
    """Who carries a measure out."""

    DECLARANT = "declarant"
    OTHERS = "others"
    """Somebody else, named in words: a unit, the supervisor."""


class MeasureState(StrEnum):
    """How far a measure has come; that it is overdue follows from its day."""

    SET = "set"
    REPORTED = "reported"
    """The person says that it is carried out; the office has not confirmed it yet."""
    DONE = "done"
    LIFTED = "lifted"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be carried out, or to be confirmed."""
        return self in {MeasureState.SET, MeasureState.REPORTED}


class SetMeasure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A measure as it is decided."""

    id: UUID
    code: str
    """Of the vocabulary `Measure`."""
    due_on: date
    """By when it is to be carried out."""
    words: str = ""
    carrier: Carrier = Carrier.DECLARANT
    carried_by: str = ""
    """Who, where it is not the declarant."""


class MeasureNow(msgspec.Struct, frozen=True):
    """A measure as it stands."""

    set: SetMeasure
    language: str
    state: MeasureState
    set_at: datetime
    done_at: datetime | None = None
    lifted_because: str = ""
    """Why it is needed no longer, once it is lifted."""
    lifted_language: str = ""

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been carried out by now, and nobody says that it is."""
        return self.state is MeasureState.SET and self.set.due_on < today

    @property
    def holds(self) -> bool:
        """Whether it has not been lifted."""
        return self.state is not MeasureState.LIFTED


_STATES = {
    "declaration:measure_reported": MeasureState.REPORTED,
    "declaration:measure_done": MeasureState.DONE,
    "declaration:measure_lifted": MeasureState.LIFTED,
}


def measures_of(steps: Iterable[Step]) -> list[MeasureNow]:
    """Every measure of a case with where it stands, in the order in which they were set."""
    found: dict[UUID, MeasureNow] = {}
    for step in steps:
        for each in measures_in(step.said) if step.name in _SETTING else ():
            found[each.id] = MeasureNow(each, language_in(step.said), MeasureState.SET, step.at)
        if step.name in _STATES:
            measure = UUID(step.said["measure_id"])
            found[measure] = _after(found[measure], step)
    return list(found.values())


def _after(measure: MeasureNow, step: Step) -> MeasureNow:
    state = _STATES[step.name]
    if state is not MeasureState.LIFTED:
        return msgspec.structs.replace(measure, state=state, done_at=step.at)
    why, language = str(step.said.get("words") or ""), str(step.said.get("language") or "")
    return msgspec.structs.replace(measure, state=state, lifted_because=why, lifted_language=language)


_SETTING = frozenset({"declaration:decided", "declaration:measure_set"})


def measures_in(said: Any) -> tuple[SetMeasure, ...]:
    """The measures that a step sets or proposes."""
    return msgspec.convert(said.get("measures") or (), tuple[SetMeasure, ...])


def language_in(said: Mapping[str, Any]) -> str:
    """The language of the words of conditions and measures that a step sets or proposes."""
    return str(said.get("conditions_language") or said.get("language") or "")


def spoken_in(said: Mapping[str, Any]) -> str:
    """The language of all the words of a step as they are read; empty where parts of them are in different ones."""
    found = str(said.get("language") or "")
    if said.get("conditions_language", found) != found:
        return ""
    return "" if told_measures(said) and current_locale().tag != found else found


class ToldMeasure(msgspec.Struct, frozen=True):
    """A measure as a sentence of the register, in whatever language it is read, beside the words of the office."""

    id: UUID
    sentence: Message
    words: str


def told_measures(said: Mapping[str, Any]) -> tuple[ToldMeasure, ...]:
    """What a decision says by its measures alone; none where conditions were written.

    Older decisions keep the words in which the measures were written down for them.
    """
    return () if said.get("conditions") else tuple(told(each) for each in measures_in(said))


def told(measure: SetMeasure) -> ToldMeasure:
    """What is to be done, and by when."""
    what = label("measure", measure.code)
    return ToldMeasure(measure.id, msg("%(measure)s, by %(day)s.", measure=what, day=measure.due_on), measure.words)


def conditions_in(said: Mapping[str, Any]) -> str:
    """The conditions of a step, or its measures in the language of the reader."""
    lines = [f"{say(each.sentence)} {each.words}".strip() for each in told_measures(said)]
    return str(said.get("conditions") or "") or "\n".join(lines)
