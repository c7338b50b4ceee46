"""What an evaluation means for a person: one sentence that answers "May I?", and what to do now."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from declarations.codes.decisions import Alert, Authority, Effect
from declarations.codes.labels import label
from declarations.codes.library import Library, shipped
from declarations.codes.model import Evaluation, Finding
from declarations.codes.plain_kinds import sentence_of, steps_of
from declarations.codes.vocabulary import Direction, Kind
from register.kernel.i18n import Message, msg


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
    disclosed_after: int | None = None,
) -> PlainAnswer:
    """The answer to a person about a declaration of some kind.

    `direction` tells what has happened already with a gift; `disclosed_after` how many days passed since the person
    became aware of a conflict (`days_until_filed`).
    """
    effect = evaluation.effect
    breach = Alert.POSSIBLE_BREACH in evaluation.alerts
    of_gift = kind is Kind.GIFT
    sentence = _sentence(effect, direction) if of_gift else sentence_of(evaluation, kind)
    steps = _steps(effect, direction) if of_gift else tuple(steps_of(evaluation, kind, disclosed_after))
    said = {Alert.STAND_ASIDE} if kind is Kind.CONFLICT and effect is not Effect.NOT_ACCEPTABLE else set()
    return PlainAnswer(
        verdict=_VERDICTS[effect],
        sentence=sentence,
        steps=(
            *_decider(effect, evaluation.authority),
            *steps,
            *(_ALERTS[alert] for alert in evaluation.alerts if alert in _ALERTS and alert not in said),
        ),
        finding=evaluation.findings[0] if evaluation.findings else None,
        protection=(library or shipped()).notice("icsc-2013", "protection") if breach else None,
    )


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


def alert_sentence(alert: Alert) -> Message:
    """What an alert asks of the person."""
    return _ALERTS[alert]
