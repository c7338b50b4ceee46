"""How a conflict stands: its three marks with days and reasons, its nature, its measures. Ready to be written."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from declarations.codes.derived import days_until_filed
from declarations.codes.labels import label, labels_of
from declarations.filing.measures import Carrier, MeasureNow, MeasureState, measures_of
from declarations.filing.model import Declaration, Status, Step
from register.kernel.dates import local
from register.kernel.i18n import Message, msg, pmsg

_TONES = {
    MeasureState.SET: "waits",
    MeasureState.REPORTED: "",
    MeasureState.DONE: "good",
    MeasureState.LIFTED: "quiet",
}
OVERDUE = pmsg("measure", "Overdue")


class MarkShown(msgspec.Struct, frozen=True):
    """One of the three marks: since when, to whom, and why; not set yet without a day."""

    name: str
    label: Message
    on: date | None = None
    to: str = ""
    reason: str = ""
    language: str = ""


class MeasureShown(msgspec.Struct, frozen=True):
    """A measure as a page shows it."""

    now: MeasureNow
    label: Message
    state: Message
    tone: str

    @property
    def carried_by(self) -> str:
        """Who carries it out, where it is not the declarant."""
        return self.now.set.carried_by if self.now.set.carrier is Carrier.OTHERS else ""

    @property
    def done_on(self) -> date | None:
        """The day on which it was carried out."""
        return local(self.now.done_at).date() if self.now.done_at else None


class ConflictShown(msgspec.Struct, frozen=True):
    """How a conflict stands."""

    marks: tuple[MarkShown, ...]
    measures: tuple[MeasureShown, ...]
    nature_declared: Message | None
    nature_assessed: Message | None
    nature_reason: str
    nature_language: str
    before_resolving: tuple[Message, ...] = ()
    """What is to be done before it is marked as resolved."""

    @property
    def to_report(self) -> list[tuple[str, Message]]:
        """The measures of which the declarant may say that they are carried out."""
        return [
            (str(each.now.set.id), each.label)
            for each in self.measures
            if each.now.state is MeasureState.SET and each.now.set.carrier is Carrier.DECLARANT
        ]

    @property
    def is_unconfirmed(self) -> bool:
        """Whether a measure is neither confirmed nor lifted."""
        return any(each.now.state.is_open for each in self.measures)

    @property
    def is_kept_after(self) -> bool:
        """Whether it is resolved while a measure on it is still to be carried out or confirmed."""
        return self.is_unconfirmed and any(mark.on for mark in self.marks if mark.name == "resolved")

    @property
    def to_follow(self) -> list[tuple[str, Message]]:
        """The measures that the office may confirm or lift."""
        return [(str(each.now.set.id), each.label) for each in self.measures if each.now.holds]


def conflict_shown(declaration: Declaration, steps: Iterable[Step], today: date) -> ConflictShown | None:
    """How a conflict stands; None for every other kind."""
    if declaration.kind != "conflict":
        return None
    told = tuple(steps)
    measures = measures_of(told)
    assessed = _last(told, "declaration:nature_assessed")
    return ConflictShown(
        marks=tuple(_mark(declaration, name, told) for name in labels_of("mark")),
        measures=tuple(_measure(each, today) for each in measures),
        nature_declared=_nature("nature_declared", declaration.nature_declared),
        nature_assessed=_nature("nature_assessed", declaration.nature_assessed),
        nature_reason=str(assessed.said.get("reason") or "") if assessed else "",
        nature_language=str(assessed.said.get("language") or "") if assessed else "",
        before_resolving=before_resolving(declaration, measures),
    )


FOLLOW_FIRST = msg("Confirm or lift first each measure that is reported as carried out.")


def before_resolving(declaration: Declaration, measures: Iterable[MeasureNow]) -> tuple[Message, ...]:
    """What is to be done before a conflict is marked as resolved, each by an act of its own (ICSC 23).

    A measure that is still to be carried out, such as a lasting recusal, keeps nothing from being resolved; one of
    which the person says that it is carried out waits for the answer of the office.
    """
    missing = []
    if declaration.nature_assessed is None:
        missing.append(msg("Assess first how real the conflict is."))
    if declaration.addressed_at is None:
        missing.append(msg("Mark the conflict as addressed first."))
    if any(each.state is MeasureState.REPORTED for each in measures):
        missing.append(FOLLOW_FIRST)
    return tuple(missing)


def _nature(field: str, value: str | None) -> Message | None:
    return label(f"conflict.{field}", value) if value in labels_of(f"conflict.{field}") else None


def _mark(declaration: Declaration, name: str, steps: tuple[Step, ...]) -> MarkShown:
    at: datetime | None = getattr(declaration, f"{name}_at")
    if at is None:
        return _unset(declaration, name, steps)
    step = _last(steps, f"declaration:{name}")
    said = step.said if step else {}
    day = date.fromisoformat(str(said["on"])) if said.get("on") else local(at).date()
    reason, language = str(said.get("reason") or ""), str(said.get("language") or "")
    return MarkShown(name, label("mark", name), day, str(said.get("to") or ""), reason, language)


def _unset(declaration: Declaration, name: str, steps: tuple[Step, ...]) -> MarkShown:
    """A mark that is not set; of a closed conflict that was disclosed to nobody, why it was not."""
    closed = _last(steps, "declaration:closed") if declaration.status is Status.CLOSED and name == "disclosed" else None
    said = closed.said if closed else {}
    reason, language = str(said.get("reason") or ""), str(said.get("language") or "")
    return MarkShown(name, label("mark", name), reason=reason, language=language)


def _measure(now: MeasureNow, today: date) -> MeasureShown:
    state = label("measure.state", now.state)
    is_late = now.is_overdue(today)
    return MeasureShown(
        now, label("measure", now.set.code), OVERDUE if is_late else state, "bad" if is_late else _TONES[now.state]
    )


def _last(steps: tuple[Step, ...], name: str) -> Step | None:
    return next((step for step in reversed(steps) if step.name == name), None)


def days_to_disclose(found: Declaration, facts: Mapping[str, Any]) -> int | None:
    """How many days passed until a conflict was disclosed: “immediately”, says ISO Code of Ethics c6.

    None where that is not known: of what was brought over, unless the older register says when it was filed.
    """
    filed = local(found.filed_at).date()
    if found.imported is not None:
        written = facts.get("filed_date")
        if not written:
            return None
        filed = date.fromisoformat(written)
    return days_until_filed({"aware_date": found.aware_date, "event_date": found.event_date, "filed_date": filed})
