"""What an evaluation means for a person: one sentence that answers "May I?", and what to do now."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Protocol

import msgspec

from declarations.codes.decisions import Alert, Authority, Effect
from declarations.codes.labels import label
from declarations.codes.library import Library, shipped
from declarations.codes.model import Evaluation, Finding, Rule
from declarations.codes.plain_kinds import offered_sentence_of, sentence_of, steps_of
from declarations.codes.vocabulary import Direction, Kind
from register.kernel.i18n import Message, msg, pmsg


class Verdict(StrEnum):
    """The shape of the answer, for its colour and its sign; the sentence says it in words."""

    YES = "yes"
    CONDITION = "condition"
    NO = "no"


class PlainAnswer(msgspec.Struct, frozen=True):
    """The answer for a person: sentence, what to do now, and the finding that is quoted beside it."""

    verdict: Verdict
    sentence: Message
    steps: tuple[Message, ...]
    finding: Finding | None
    protection: Message | None
    """Shown with a possible breach: the right to be protected against retaliation (ICSC 20)."""


_OFFERED, _RECEIVED, _ASKED = Direction.OFFERED_TO_ME, Direction.RECEIVED, Direction.SOLICITED_BY_ME
_OUTGOING = frozenset({Direction.OFFERED_BY_ME, Direction.GIVEN, Direction.SOLICITED_FROM_ME})


def plain_answer(
    evaluation: Evaluation,
    direction: Direction | None = None,
    library: Library | None = None,
    *,
    kind: Kind = Kind.GIFT,
    authority: Authority | None = None,
    disclosed_after: int | None = None,
) -> PlainAnswer:
    """The answer to a person about a declaration of some kind.

    `direction` tells what has happened already with a gift; `authority`, who decides here; `disclosed_after`, how many
    days passed since the person became aware of a conflict (`days_until_filed`).
    """
    effect = evaluation.effect
    offered = is_offered(evaluation, library)
    breach = Alert.POSSIBLE_BREACH in evaluation.alerts
    of_gift = kind is Kind.GIFT
    if of_gift:
        sentence = _MAY_DISCLOSE if offered else _sentence(effect, direction)
        steps = (_MAY_DECLARE,) if offered else _steps(effect, direction)
    else:
        sentence = offered_sentence_of(evaluation, kind) if offered else sentence_of(evaluation, kind)
        steps = tuple(steps_of(evaluation, kind, disclosed_after, offered=offered))
    said = {Alert.STAND_ASIDE} if kind is Kind.CONFLICT and effect is not Effect.NOT_ACCEPTABLE else set()
    return PlainAnswer(
        verdict=Verdict.YES if offered else _VERDICTS[effect],
        sentence=sentence,
        steps=(
            *_decider(effect, authority or evaluation.authority),
            *steps,
            *(
                alert_sentence(alert, offered=offered)
                for alert in evaluation.alerts
                if alert in _ALERTS and alert not in said
            ),
        ),
        finding=evaluation.findings[0] if evaluation.findings else None,
        protection=(library or shipped()).notice("icsc-2013", "protection") if breach else None,
    )


class Found(Protocol):
    """What of an evaluation, made now or kept, says whether disclosure is asked for."""

    @property
    def effect(self) -> Effect: ...
    @property
    def codes(self) -> tuple[str, ...]: ...


def may_harden(answered: Evaluation, in_full: Evaluation, rules: Iterable[Rule]) -> bool:
    """Whether something that was not asked could make the answer stricter.

    The effects are those of the rules themselves: a finding that rests on what is not known says a referral at most.
    """
    held = {finding.rule for finding in in_full.findings}
    return any(rule.id in held and rule.effect.rank > answered.effect.rank for rule in rules)


def is_offered(evaluation: Found, library: Library | None = None) -> bool:
    """Whether what the rules call for is disclosure, and no code that judged obliges anybody to disclose."""
    return evaluation.effect is Effect.DISCLOSE and (library or shipped()).offers_disclosure(evaluation.codes)


def effect_label(evaluation: Found, library: Library | None = None) -> Message:
    """The effect as a word; where disclosure is offered, no requirement."""
    return _OFFERED_EFFECT if is_offered(evaluation, library) else label("effect", evaluation.effect)


_OFFERED_EFFECT = pmsg("effect", "May be disclosed")
_MAY_DISCLOSE = msg("Yes. You may disclose it.")
_MAY_DECLARE = msg("You may declare it, so that it is known before you act on anything that concerns the giver.")

_VERDICTS: Mapping[Effect, Verdict] = {
    Effect.NONE: Verdict.YES,
    Effect.NOTED: Verdict.YES,
    Effect.DISCLOSE: Verdict.CONDITION,
    Effect.AUTHORIZATION_REQUIRED: Verdict.CONDITION,
    Effect.REFERRAL: Verdict.CONDITION,
    Effect.ACCEPT_AND_SURRENDER: Verdict.CONDITION,
    Effect.NOT_ACCEPTABLE: Verdict.NO,
}


_SENTENCES: Mapping[Effect, Message] = {
    Effect.NONE: msg("Yes. No rule asks anything of you."),
    Effect.NOTED: msg("Yes. It is only noted in the register."),
    Effect.DISCLOSE: msg("Yes, but disclose it."),
    Effect.ACCEPT_AND_SURRENDER: msg("Take it for the Organization, report it and hand it over."),
}


def _sentence(effect: Effect, direction: Direction | None) -> Message:
    if direction is Direction.DECLINED_BY_ME and effect.rank <= Effect.NOTED.rank:
        return msg("Declining was right; it is only noted.")
    if effect is Effect.NOT_ACCEPTABLE:
        return _refusal(direction)
    return _SENTENCES.get(effect) or _waiting(effect, direction)


def _waiting(effect: Effect, direction: Direction | None) -> Message:
    if effect is Effect.REFERRAL:
        return msg("This has to be reviewed first.")
    if direction is _RECEIVED:
        return msg("You may keep it only with authorization.")
    return msg("Yes, once it is authorized.")


def _decider(effect: Effect, authority: Authority | None) -> tuple[Message, ...]:
    """Who decides, where somebody has to."""
    if effect not in {Effect.AUTHORIZATION_REQUIRED, Effect.REFERRAL}:
        return ()
    who = label("authority", authority or Authority.ETHICS_OFFICER)
    return (msg("Deciding authority: %(authority)s", authority=who),)


def _refusal(direction: Direction | None) -> Message:
    if direction is _RECEIVED:
        return msg("No. Return it to the giver, or surrender it to the Organization.")
    if direction is _ASKED:
        return msg("No. Do not ask for it, and decline it if it is offered.")
    if direction in _OUTGOING:
        return msg("No. Do not offer or give it.")
    return msg("No. Decline it, with an explanation.")


def _steps(effect: Effect, direction: Direction | None) -> tuple[Message, ...]:
    if direction is _RECEIVED and effect in (Effect.AUTHORIZATION_REQUIRED, Effect.REFERRAL):
        return (msg("Declare it now, and do not use it or pass it on until the decision."),)
    return _STEPS.get(effect, ())


_STEPS: Mapping[Effect, tuple[Message, ...]] = {
    Effect.NOTED: (msg("Declare it; the declaration is closed at once with a receipt."),),
    Effect.DISCLOSE: (msg("Declare it, so that it is known before you act on anything that concerns the giver."),),
    Effect.AUTHORIZATION_REQUIRED: (msg("Declare it and wait for the decision before you accept it."),),
    Effect.REFERRAL: (msg("Declare it with what you know; what you do not know is found out together."),),
    Effect.ACCEPT_AND_SURRENDER: (msg("Declare it; the custodian tells you where to bring it."),),
    Effect.NOT_ACCEPTABLE: (msg("You may declare the offer; declining an offer is never held against anyone."),),
}

_ALERTS: Mapping[Alert, Message] = {
    Alert.VOTE_TIME: msg(
        "A vote that concerns the giver is close: disclose the item before you take part, or stand aside."
    ),
    Alert.CUMULATIVE: msg("Together with earlier gifts from the same giver, the yearly threshold is reached."),
    Alert.SPLIT_BELOW_THRESHOLD: msg("Several items from the same giver are looked at together."),
    Alert.LATE: msg("The time for reporting has passed; declare it all the same and say why."),
    Alert.RECEIVED_BEFORE_AUTHORIZATION: msg("It was received before it was authorized; say so in the declaration."),
    Alert.BEGUN_BEFORE_AUTHORIZATION: msg("It began before it was authorized; say so in the declaration."),
    Alert.STAND_ASIDE: msg("Do not act on the matter until it is decided."),
    Alert.CONTINUED_AFTER_END: msg("It continued after the authorization had ended."),
    Alert.ADVICE_RECOMMENDED: msg("You may ask for confidential advice before you act."),
    Alert.POSSIBLE_BREACH: msg("You may turn to the competent office; whoever reports in good faith is protected."),
}
"""What an alert means for the person; none of them accuses anybody."""


_OFFERED_ALERTS: Mapping[Alert, Message] = {
    Alert.VOTE_TIME: msg(
        "A vote that concerns the giver is close: you may disclose the item before you take part, or stand aside."
    ),
    Alert.STAND_ASIDE: msg("You may stand aside until it is decided."),
}


def alert_sentence(alert: Alert, *, offered: bool = False) -> Message:
    """What an alert asks of the person; `offered` where nothing obliges them to disclose."""
    return _OFFERED_ALERTS.get(alert, _ALERTS[alert]) if offered else _ALERTS[alert]
