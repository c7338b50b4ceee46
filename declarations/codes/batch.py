"""Judging very many declarations by one version: effect, authority, alerts, class of review, exactly as `evaluate`.

The rules of a version are compiled once for each kind. Facts become bits, one for each table of a condition, and what
follows from equal bits is looked up. Sentences and reasons are not made; whoever wants them asks `evaluate`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from declarations.codes.alerts import TRIGGERS
from declarations.codes.batch_bits import ABSENT, Bits
from declarations.codes.batch_derived import Deriver, Ready
from declarations.codes.conditions import Holds
from declarations.codes.decisions import Alert, Authority, Effect, ReviewClass
from declarations.codes.derived import DERIVED
from declarations.codes.engine import default_day, evaluate, own_case
from declarations.codes.facts import Facts
from declarations.codes.model import Evaluation, Figure, ProfileVersion, review_class_of
from declarations.codes.rates import NO_RATES, Rates
from declarations.codes.vocabulary import Kind

_MOST_HELD = 200_000
"""Answers that are remembered; then they are found anew, so that memory stays bounded."""


class Outcome(msgspec.Struct, frozen=True):
    """What follows from the facts of one declaration."""

    effect: Effect
    authority: Authority | None
    alerts: tuple[Alert, ...]
    review_class: ReviewClass = ReviewClass.ORDINARY

    @classmethod
    def of(cls, evaluation: Evaluation) -> "Outcome":
        """The same of a whole evaluation."""
        return cls(evaluation.effect, evaluation.authority, evaluation.alerts, evaluation.review_class)


class Batch:
    """Judges facts of every kind by one version; made once for as many declarations as there are."""

    def __init__(self, version: ProfileVersion, rates: Rates = NO_RATES) -> None:
        self._version, self._rates = version, rates
        self._kinds: dict[Kind, _Kind] = {}
        derived = {fact for figure in version.figures for fact, _ in figure.when} & DERIVED.keys()
        self._one_by_one = bool(derived)  # a figure that hangs on what is derived: too rare to be compiled

    def outcome(self, facts: Facts, on: date | None = None) -> Outcome:
        """What `evaluate` makes of the same facts. Raises Invalid where it does."""
        compiled = self._kinds.get(facts.kind)
        if compiled is None:
            if self._one_by_one or (facts.kind is not Kind.NIL and facts.kind not in self._version.rules):
                return Outcome.of(evaluate(facts, self._version, self._rates, on))
            compiled = self._kinds[facts.kind] = _Kind(self._version, facts.kind, self._rates)
        flat = facts.values
        return compiled.outcome(flat, flat.get("event_date") or on or default_day(facts))


class _Class(msgspec.Struct, frozen=True):
    """What a finding says of how it is reviewed."""

    certain: bool
    review_class: ReviewClass


class _Line(msgspec.Struct, frozen=True):
    """One rule as bits; its places in the order of findings where it holds certainly, and where only perhaps."""

    when: int
    unless: int
    sure: tuple[Any, ...]
    unsure: tuple[Any, ...]
    alerts: frozenset[Alert]
    alerts_in_doubt: frozenset[Alert]
    review_class: ReviewClass


class _Kind:
    """The rules of a version for one kind."""

    def __init__(self, version: ProfileVersion, kind: Kind, rates: Rates) -> None:
        self._version = version
        self._bits = bits = Bits(kind)
        self._nothing = Outcome(Effect.NOTED if kind is Kind.NIL else Effect.NONE, None, ())
        rules = version.rules.get(kind, ())
        self._lines = [
            _Line(
                bits.place(rule.when),
                bits.place(rule.unless),
                (-rule.effect.rank, rule.code, rule.id, rule.effect, rule.authority, True),
                _in_doubt(rule.effect, rule.code, rule.id, rule.authority),
                frozenset(rule.alerts),
                frozenset(rule.alerts) - {Alert.POSSIBLE_BREACH},
                rule.review_class,
            )
            for rule in rules
        ]
        self._triggers = [(bits.place(each.when), bits.place(each.unless), each) for each in TRIGGERS]
        self._figures: list[tuple[Figure, int]] = [(each, bits.place((each.when,))) for each in version.figures]
        bits.close()
        self._of_figures = bits.both(sum({place for _, place in self._figures}))
        derived = {
            name: values for name, values in bits.by_fact.items() if name in DERIVED and kind in DERIVED[name].kinds
        }
        self._asked = [(name, values) for name, values in bits.by_fact.items() if name not in derived]
        self._deriver = Deriver(version, rates, derived)
        self._ready: dict[int, Ready] = {}
        self._known: dict[tuple[int, Any], Outcome] = {}
        self._offices = frozenset(office.value for office in version.own_case)

    def outcome(self, flat: Mapping[str, Any], day: date) -> Outcome:
        bits = 0
        get = flat.get
        for name, values in self._asked:
            bits |= values[get(name, ABSENT)]
        of_figures = bits & self._of_figures
        ready = self._ready.get(of_figures)
        if ready is None:
            ready = self._ready[of_figures] = Ready(self._applying(of_figures))
        bits |= self._deriver.bits(flat, day, ready)
        capacity = get("capacity")
        key = (bits, capacity if capacity in self._offices else None)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST_HELD:
                self._known.clear()
            found = self._known[key] = self._resolve(bits, flat)
        return found

    def _applying(self, of_figures: int) -> tuple[tuple[Figure, Holds], ...]:
        certain, perhaps = self._bits.halves(of_figures)
        grades = [
            (figure, Holds.CERTAINLY if place & certain else Holds.PERHAPS if place & perhaps else Holds.NOT)
            for figure, place in self._figures
        ]
        return tuple((figure, holds) for figure, holds in grades if holds)

    def _resolve(self, bits: int, flat: Mapping[str, Any]) -> Outcome:
        certain, perhaps = self._bits.halves(bits)
        first: tuple[Any, ...] | None = None
        alerts: set[Alert] = set()
        classes: list[_Class] = []
        for line in self._lines:
            grade = _grade(line.when, line.unless, certain, perhaps)
            if grade:
                classes.append(_Class(grade == 2, line.review_class))
                place = line.sure if grade == 2 else line.unsure
                alerts |= line.alerts if grade == 2 else line.alerts_in_doubt
                if first is None or place[:3] < first[:3]:
                    first = place
        effect = first[3] if first else self._nothing.effect
        for when, unless, trigger in self._triggers:
            if effect in trigger.effects and _grade(when, unless, certain, perhaps) >= trigger.least:
                alerts.add(trigger.alert)
        authority = None
        if first:
            authority = own_case(first[4], flat, self._version) if first[5] else first[4]
        ordered = tuple(sorted(alerts, key=lambda alert: alert.rank))
        return Outcome(effect, authority, ordered, review_class_of(effect, classes))


def _in_doubt(effect: Effect, code: str, rule: str, authority: Authority | None) -> tuple[Any, ...]:
    if effect.rank > Effect.REFERRAL.rank:
        return (-Effect.REFERRAL.rank, code, rule, Effect.REFERRAL, Authority.ETHICS_OFFICER, False)
    return (-effect.rank, code, rule, effect, authority, True)


def _grade(when: int, unless: int, certain: int, perhaps: int) -> int:
    if certain & when:
        grade = 2
    elif perhaps & when:
        grade = 1
    else:
        return 0
    if certain & unless:
        return 0
    return 1 if perhaps & unless else grade
