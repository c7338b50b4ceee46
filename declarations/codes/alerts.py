"""When an alert is raised, beside those that a rule states itself.

Precautions are raised on doubt; an alert that something was done wrong, or too late, needs facts that are known.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from declarations.codes.conditions import Holds, Table, applies, compile_table
from declarations.codes.decisions import Alert, Effect


class Trigger(msgspec.Struct, frozen=True):
    """The condition of an alert, the effects beside which it is raised, and how sure it must be."""

    alert: Alert
    when: tuple[Table, ...]
    unless: tuple[Table, ...]
    effects: frozenset[Effect]
    least: Holds


_EVERY = frozenset(Effect)
_FROM_DISCLOSE = frozenset(effect for effect in Effect if effect.rank >= Effect.DISCLOSE.rank)
_TO_BE_DECIDED = frozenset({Effect.AUTHORIZATION_REQUIRED, Effect.REFERRAL})
_GIVEN_UP = ("declined_by_me", "offered_by_me", "given", "solicited_from_me")


def _trigger(
    alert: Alert,
    when: Mapping[str, Any],
    *,
    unless: Mapping[str, Any] | None = None,
    effects: frozenset[Effect] = _EVERY,
    on_doubt: bool = False,
) -> Trigger:
    exempt = (compile_table(unless),) if unless else ()
    return Trigger(alert, (compile_table(when),), exempt, effects, Holds.PERHAPS if on_doubt else Holds.CERTAINLY)


TRIGGERS: tuple[Trigger, ...] = (
    _trigger(
        Alert.VOTE_TIME,
        {"may_vote": True, "giver_concerned": True, "days_to_vote_within_window": True},
        unless={"direction": "declined_by_me"},
        on_doubt=True,
    ),
    _trigger(Alert.CUMULATIVE, {"cumulative_over": True}, unless={"direction": _GIVEN_UP}),
    _trigger(Alert.SPLIT_BELOW_THRESHOLD, {"split_below_threshold": True}, unless={"direction": _GIVEN_UP}),
    _trigger(Alert.LATE, {"filed_late": True}),
    _trigger(Alert.BEGUN_BEFORE_AUTHORIZATION, {"begun_before_authorization": True}, effects=_TO_BE_DECIDED),
    _trigger(
        Alert.RECEIVED_BEFORE_AUTHORIZATION,
        {"kind": "gift", "direction": "received"},
        effects=_TO_BE_DECIDED,
    ),
    _trigger(Alert.CONTINUED_AFTER_END, {"continued_after_end": True}, effects=_TO_BE_DECIDED),
    _trigger(Alert.STAND_ASIDE, {"acts_on_matter": True}, effects=_FROM_DISCLOSE, on_doubt=True),
)


def raised(effect: Effect, flat: Mapping[str, Any]) -> set[Alert]:
    """The alerts that facts and overall effect raise."""
    return {
        trigger.alert
        for trigger in TRIGGERS
        if effect in trigger.effects and applies(trigger.when, trigger.unless, flat).grade >= trigger.least
    }
