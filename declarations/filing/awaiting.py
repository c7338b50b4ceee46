"""Who has to do what next, in one sentence: for lists, for the page of a declaration and for the receipt."""

from uuid import UUID

import msgspec

from declarations.filing.model import Decision, Declaration, Route, Status
from declarations.filing.workflow import decider
from register.kernel.i18n import Message, msg


class Awaited(msgspec.Struct, frozen=True):
    """What is awaited; `from_viewer` when it is awaited from whoever reads it."""

    sentence: Message
    from_viewer: bool = False


_NOTHING = Awaited(msg("Nothing is awaited."))
_ENDED = {
    Status.ACKNOWLEDGED: Awaited(msg("Nothing more is awaited from you. The case will be closed.")),
    Status.CLOSED: _NOTHING,
    Status.WITHDRAWN: _NOTHING,
}
_FOLLOWED = Awaited(
    msg("The measures are carried out, and the ethics office follows them until the conflict is resolved.")
)
_CONFIRM_IT = Awaited(msg("You confirm what your assistant has filed."), from_viewer=True)
_READ_IT = Awaited(msg("You read the decision and confirm that you have read it."), from_viewer=True)


def awaited(declaration: Declaration, viewer: UUID | None) -> Awaited:
    """What is awaited in the present status, said to this reader."""
    mine = viewer == declaration.declarant
    if declaration.status is Status.ACKNOWLEDGED and _is_followed(declaration):
        return _FOLLOWED
    if declaration.status in _ENDED:
        return _ENDED[declaration.status]
    if declaration.confirmed_at is None:
        return _CONFIRM_IT if mine else Awaited(msg("The declarant confirms what was filed."))
    if declaration.status is Status.INFORMATION_REQUESTED:
        return _question(declaration, mine=mine or viewer == declaration.filed_by)
    if declaration.status is Status.DECIDED:
        return _READ_IT if mine else Awaited(msg("The declarant reads the decision."))
    return _of_the_office(declaration)


def _is_followed(declaration: Declaration) -> bool:
    is_unresolved = declaration.kind == "conflict" and declaration.resolved_at is None
    return is_unresolved and declaration.outcome == Decision.MEASURE


def _question(declaration: Declaration, *, mine: bool) -> Awaited:
    if not mine:
        return Awaited(msg("The declarant answers a question."))
    if declaration.question_due is None:
        return Awaited(msg("You answer the question of the ethics office."), from_viewer=True)
    sentence = msg("You answer the question of the ethics office by %(day)s.", day=declaration.question_due)
    return Awaited(sentence, from_viewer=True)


def _of_the_office(declaration: Declaration) -> Awaited:
    if declaration.withdrawal_requested_at is not None:
        return Awaited(msg("The reviewer decides on the withdrawal."))
    if declaration.route is Route.DESIGNATE:
        return Awaited(msg("The officer designated by the governing body decides."))
    if declaration.referred_at is not None:
        return Awaited(_DECIDES.get(decider(declaration.authority), _DECIDES["ethics_officer"]))
    if declaration.status is Status.SUBMITTED:
        return Awaited(msg("The ethics office takes up the case."))
    return Awaited(msg("The ethics office reviews the case."))


_DECIDES = {
    "ethics_officer": msg("The ethics office decides."),
    "executive_head": msg("The executive head decides."),
    "authorizing_official": msg("The authorizing official decides."),
    "governing_body_designate": msg("The officer designated by the governing body decides."),
}
