"""What an evaluation means for a person, of every kind but a gift: the sentence in large type and what to do now."""

from collections.abc import Iterator, Mapping

from declarations.codes.decisions import Alert, Effect, ReviewClass
from declarations.codes.model import Evaluation
from declarations.codes.vocabulary import Kind
from register.kernel.i18n import Message, msg, nmsg

_BEGUN = {Alert.BEGUN_BEFORE_AUTHORIZATION, Alert.CONTINUED_AFTER_END}
_DISCLOSED = (Effect.DISCLOSE, Effect.AUTHORIZATION_REQUIRED, Effect.REFERRAL)

_ONCE_AUTHORIZED = msg("Yes, once it is authorized.")
_REVIEWED_FIRST = msg("This has to be reviewed first.")
_NO_RULE, _NOTED = msg("Yes. No rule asks anything of you."), msg("Yes. It is only noted in the register.")
_BUT_DISCLOSE = msg("Yes, but disclose it.")

_DECLARE = msg("Declare it with what you know, and say what you propose to do about it.")
_MAY_DECLARE = msg("You may declare it with what you know, and say what you propose to do about it.")

_SENTENCES: Mapping[Kind, Mapping[Effect, Message]] = {
    Kind.OUTSIDE_ACTIVITY: {
        Effect.NONE: _NO_RULE,
        Effect.NOTED: _NOTED,
        Effect.DISCLOSE: _BUT_DISCLOSE,
        Effect.AUTHORIZATION_REQUIRED: _ONCE_AUTHORIZED,
        Effect.REFERRAL: _REVIEWED_FIRST,
        Effect.NOT_ACCEPTABLE: msg("No. Do not take it up, and end it if it has begun."),
    },
    Kind.APPROVAL_REQUEST: {
        Effect.NONE: _NO_RULE,
        Effect.NOTED: _NOTED,
        Effect.DISCLOSE: _BUT_DISCLOSE,
        Effect.AUTHORIZATION_REQUIRED: _ONCE_AUTHORIZED,
        Effect.REFERRAL: _REVIEWED_FIRST,
        Effect.NOT_ACCEPTABLE: msg("No. It cannot be approved in this form."),
    },
    Kind.CONFLICT: {
        Effect.NONE: msg("No rule asks anything of you."),
        Effect.NOTED: msg("It is only noted in the register."),
        Effect.NOT_ACCEPTABLE: msg("No. Do not do it, and disclose what has happened."),
    }
    | dict.fromkeys(_DISCLOSED, msg("Disclose it, so that it can be addressed.")),
    Kind.NIL: dict.fromkeys(Effect, msg("There is nothing to declare; the statement is noted.")),
}


def sentence_of(evaluation: Evaluation, kind: Kind) -> Message:
    """The answer in large type, in the words of the person."""
    effect = evaluation.effect
    if kind is Kind.CONFLICT and effect in _DISCLOSED and Alert.STAND_ASIDE in evaluation.alerts:
        return msg("Disclose it, and stand aside until it is decided.")
    if effect is Effect.AUTHORIZATION_REQUIRED and _has_begun(evaluation):
        return msg("You may go on only with authorization.")
    return _SENTENCES[kind][effect]


def offered_sentence_of(evaluation: Evaluation, kind: Kind) -> Message:
    """The same where no code obliges anybody to disclose."""
    if kind is Kind.CONFLICT and Alert.STAND_ASIDE in evaluation.alerts:
        return msg("You may disclose it, and stand aside until it is decided.")
    return msg("You may disclose it, so that it can be addressed.")


def steps_of(
    evaluation: Evaluation, kind: Kind, disclosed_after: int | None, *, offered: bool = False
) -> Iterator[Message]:
    """What to do now, beside what the alerts ask; `disclosed_after` counts the days since the person became aware."""
    effect = evaluation.effect
    if effect is Effect.NOTED and kind is Kind.NIL:
        yield msg("Send the statement; it is closed at once with a receipt.")
    elif effect is Effect.NOTED:
        yield msg("Declare it; the declaration is closed at once with a receipt.")
    if kind is Kind.CONFLICT and effect in _DISCLOSED:
        yield _MAY_DECLARE if offered else _DECLARE
        if disclosed_after is not None and disclosed_after >= 0:
            yield nmsg(
                "It is disclosed %(n)s day after you became aware of it.",
                "It is disclosed %(n)s days after you became aware of it.",
                disclosed_after,
            )
    elif effect in (Effect.AUTHORIZATION_REQUIRED, Effect.REFERRAL):
        yield _waiting(evaluation)
    yield from _REVIEWED.get(evaluation.review_class, ())


def _waiting(evaluation: Evaluation) -> Message:
    if _has_begun(evaluation):
        return msg("Ask now, and do no more of it than today until the decision.")
    return msg("Ask first, and begin only after the decision.")


def _has_begun(evaluation: Evaluation) -> bool:
    return not _BEGUN.isdisjoint(evaluation.alerts)


_REVIEWED: Mapping[ReviewClass, tuple[Message, ...]] = {
    ReviewClass.LIGHT: (msg("Such work is decided soon, and a refusal gives its reasons."),),
    ReviewClass.HEIGHTENED: (msg("A conflict of this kind is reviewed with particular care."),),
    ReviewClass.PRIORITY: (
        msg("Consult your supervisor or the ethics office before you act on it. It is treated with priority."),
    ),
}
