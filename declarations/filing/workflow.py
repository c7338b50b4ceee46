"""The whole workflow as one frozen table, and which decisions the findings of the rules allow.

A pair of status and action that is not in TRANSITIONS is refused; so is an actor who is none of its parties, and a
precondition that does not hold. Nothing else in the register knows a status.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from declarations.filing.model import BEFORE_DECISION, FILED, Action, Decision, Declaration, Party, Status


class Precondition(StrEnum):
    """What must hold besides the status."""

    CONFIRMED = "confirmed"
    """The person has confirmed what an assistant filed; nobody decides before."""
    UNCONFIRMED = "unconfirmed"
    """An assistant filed it and the person has not confirmed it yet."""
    FREE_TO_WITHDRAW = "free_to_withdraw"
    """Neither a conflict nor an item already received: those are withdrawn only with assent (ICSC 23 "shall")."""
    NEEDS_ASSENT = "needs_assent"
    """A conflict or an item already received."""
    WITHDRAWAL_REQUESTED = "withdrawal_requested"
    """The person has asked to withdraw it."""
    PAYMENT = "payment"
    """It is a supplementary payment that came to the person, or was offered to them (ICSC 51)."""
    IMPORTED = "imported"
    """It came with an older register."""
    TAKEN_UP = "taken_up"
    """An officer has it in charge."""
    AUTHORITY_NAMED = "authority_named"
    """A rule names an authority other than the ethics officer."""
    CONFLICT = "conflict"
    """It is a conflict of interest; nothing else is disclosed to others, addressed and resolved."""
    NOT_DISCLOSED = "not_disclosed"
    NOT_ADDRESSED = "not_addressed"
    NOT_RESOLVED = "not_resolved"
    """The mark is not set yet: each is set once, by an act of its own."""
    MEASURES_DECIDED = "measures_decided"
    """It was decided that the conflict needs measures."""
    SETTLED = "settled"
    """A conflict is resolved, or it was decided with reasons that it needs no measure (ICSC 23)."""
    MARKABLE = "markable"
    """It is not under appeal and under legal hold already."""
    MARKED = "marked"
    """It is under appeal or under legal hold."""
    FREE_TO_CLOSE = "free_to_close"
    """Neither an appeal nor a legal hold keeps it."""
    INTEREST = "interest"
    """A conflict of interest or an outside activity that was declared here: what a change of function bears on."""
    IN_FORCE = "in_force"
    """Something that lasts, and that nobody has ended."""
    ACTIVITY = "activity"
    """It is an outside activity."""
    FOR_SUPERVISOR = "for_supervisor"
    """It is an outside activity, or an instruction or pressure from outside (ICSC 12)."""
    AUTHORIZED = "authorized"
    """An outside activity that was authorized here."""


class Move(msgspec.Struct, frozen=True):
    """One lawful step: where it leads, whose it is, what must hold, what the ledger calls it."""

    to: Status
    by: frozenset[Party]
    event: str
    requires: frozenset[Precondition] = frozenset()


def _table() -> dict[tuple[Status, Action], Move]:
    s, a, p, r = Status, Action, Party, Precondition
    declarant_side = frozenset({p.DECLARANT, p.FILER})
    table = {
        (s.DRAFT, a.SUBMIT): Move(s.SUBMITTED, declarant_side, "declaration:submitted"),
        (s.SUBMITTED, a.TAKE): Move(s.UNDER_REVIEW, frozenset({p.OFFICE}), "declaration:taken"),
        (s.UNDER_REVIEW, a.ASK): Move(s.INFORMATION_REQUESTED, frozenset({p.OFFICE}), "declaration:asked"),
        (s.INFORMATION_REQUESTED, a.ANSWER): Move(s.UNDER_REVIEW, declarant_side, "declaration:answered"),
        (s.UNDER_REVIEW, a.RECOMMEND): Move(
            s.UNDER_REVIEW, frozenset({p.OFFICE}), "declaration:recommended", frozenset({r.AUTHORITY_NAMED})
        ),
        (s.UNDER_REVIEW, a.REFER): Move(
            s.UNDER_REVIEW, frozenset({p.OFFICE, p.AUTHORITY}), "declaration:referred", frozenset({r.AUTHORITY_NAMED})
        ),
        # Nobody is the authority before the office has recommended or referred the case: see parties_to.
        (s.UNDER_REVIEW, a.DECIDE): Move(
            s.DECIDED, frozenset({p.AUTHORITY}), "declaration:decided", frozenset({r.CONFIRMED})
        ),
        (s.SUBMITTED, a.DECIDE): Move(s.CLOSED, frozenset({p.RULE}), "declaration:noted", frozenset({r.CONFIRMED})),
        (s.DECIDED, a.ACKNOWLEDGE): Move(s.ACKNOWLEDGED, frozenset({p.DECLARANT}), "declaration:acknowledged"),
        (s.CLOSED, a.ACKNOWLEDGE): Move(s.CLOSED, frozenset({p.DECLARANT}), "declaration:acknowledged"),
    }
    imported = frozenset({r.IMPORTED})
    table |= {
        (s.CLOSED, a.CORRECT_IMPORT): Move(s.CLOSED, frozenset({p.RULE}), "declaration:import_corrected", imported),
        (s.WITHDRAWN, a.CORRECT_IMPORT): Move(s.CLOSED, frozenset({p.RULE}), "declaration:import_restored", imported),
        (s.CLOSED, a.UNDO_IMPORT): Move(s.WITHDRAWN, frozenset({p.RULE}), "declaration:import_withdrawn", imported),
    }
    for status in (s.UNDER_REVIEW, s.INFORMATION_REQUESTED):
        table[status, a.ASK_OPINION] = Move(
            status, frozenset({p.OFFICE}), "declaration:opinion_asked", frozenset({r.FOR_SUPERVISOR})
        )
    for status in FILED - {s.WITHDRAWN}:
        table[status, a.EXPIRE] = Move(
            status, frozenset({p.RULE}), "declaration:authorization_expired", frozenset({r.ACTIVITY})
        )
    authorized = frozenset({r.AUTHORIZED})
    for status in FILED - {s.WITHDRAWN}:  # while a change waits for its decision too
        table |= {
            (status, a.SUSPEND): Move(status, frozenset({p.OFFICE}), "declaration:suspended", authorized),
            (status, a.REINSTATE): Move(status, frozenset({p.OFFICE}), "declaration:reinstated", authorized),
        }
    for status in (s.DECIDED, s.ACKNOWLEDGED, s.CLOSED):
        table |= {
            (status, a.REPORT_CHANGE): Move(s.SUBMITTED, declarant_side, "declaration:change_reported", authorized),
            (status, a.REVOKE): Move(status, frozenset({p.AUTHORITY}), "declaration:revoked", authorized),
        }
        table[status, a.WRITE_TO_GIVER] = Move(status, frozenset({p.OFFICE, p.DECLARANT}), "declaration:giver_letter")
    for status in (s.DECIDED, s.ACKNOWLEDGED):
        table[status, a.CLOSE] = Move(
            s.CLOSED, frozenset({p.OFFICE, p.RULE}), "declaration:closed", frozenset({r.SETTLED, r.FREE_TO_CLOSE})
        )
    for status in FILED - {s.CLOSED, s.WITHDRAWN}:
        sides = declarant_side | {p.OFFICE}
        table |= {
            (status, a.ATTACH): Move(status, sides, "declaration:evidence_attached"),
            (status, a.WITHDRAW_EVIDENCE): Move(status, sides, "declaration:evidence_withdrawn"),
            (status, a.TRANSLATE): Move(status, frozenset({p.OFFICE}), "declaration:translated"),
            (status, a.KEEP_OPEN): Move(
                status, frozenset({p.OFFICE}), "declaration:kept_open", frozenset({r.MARKABLE})
            ),
        }
    table |= _before_decision() | _of_conflicts() | _of_what_lasts()
    for status in FILED:
        table[status, a.LET_CLOSE] = Move(status, frozenset({p.OFFICE}), "declaration:let_close", frozenset({r.MARKED}))
        table[status, a.COMMENT] = Move(status, frozenset({p.DECLARANT}), "declaration:commented")
    for status in FILED - {s.WITHDRAWN}:
        table[status, a.SETTLE_PAYMENT] = Move(
            status, frozenset({p.DECLARANT}), "declaration:payment_settled", frozenset({r.PAYMENT})
        )
    return table


def _before_decision() -> dict[tuple[Status, Action], Move]:
    """What is done in a case while it waits for its decision."""
    s, a, p, r = Status, Action, Party, Precondition
    declarant_side = frozenset({p.DECLARANT, p.FILER})
    table: dict[tuple[Status, Action], Move] = {}
    for status in BEFORE_DECISION:
        assigned = s.UNDER_REVIEW if status is s.SUBMITTED else status
        table |= {
            (status, a.ASSIGN): Move(assigned, frozenset({p.OFFICE}), "declaration:assigned"),
            (status, a.HAND_OVER): Move(
                assigned, frozenset({p.OFFICE}), "declaration:handed_over", frozenset({r.TAKEN_UP})
            ),
            (status, a.NOTE): Move(status, frozenset({p.OFFICE}), "declaration:note_made"),
            # Whatever the case has become since it was asked.
            (status, a.TAKE_OPINION): Move(status, frozenset({p.RULE}), "declaration:opinion_given"),
            (status, a.CONFIRM): Move(
                status, frozenset({p.DECLARANT}), "declaration:confirmed", frozenset({r.UNCONFIRMED})
            ),
            (status, a.AMEND): Move(s.SUBMITTED, declarant_side, "declaration:amended"),
            (status, a.WITHDRAW): Move(
                s.WITHDRAWN, frozenset({p.DECLARANT}), "declaration:withdrawn", frozenset({r.FREE_TO_WITHDRAW})
            ),
            (status, a.REQUEST_WITHDRAWAL): Move(
                status, frozenset({p.DECLARANT}), "declaration:withdrawal_requested", frozenset({r.NEEDS_ASSENT})
            ),
            (status, a.ASSENT): Move(
                s.WITHDRAWN, frozenset({p.OFFICE}), "declaration:withdrawn", frozenset({r.WITHDRAWAL_REQUESTED})
            ),
        }
    return table


def _of_conflicts() -> dict[tuple[Status, Action], Move]:
    """What is done about a conflict beside the decision on it; none of it changes the status."""
    s, a, p, r = Status, Action, Party, Precondition
    office, conflict = frozenset({p.OFFICE}), frozenset({r.CONFLICT})
    measured = conflict | {r.MEASURES_DECIDED}
    table: dict[tuple[Status, Action], Move] = {}
    for status in (s.UNDER_REVIEW, s.INFORMATION_REQUESTED, s.DECIDED, s.ACKNOWLEDGED):
        table |= {
            (status, a.ASSESS_NATURE): Move(status, office, "declaration:nature_assessed", conflict),
            (status, a.MARK_DISCLOSED): Move(status, office, "declaration:disclosed", conflict | {r.NOT_DISCLOSED}),
        }
    for status in (s.DECIDED, s.ACKNOWLEDGED):
        table |= {
            (status, a.MARK_ADDRESSED): Move(
                status, office, "declaration:addressed", conflict | {r.NOT_ADDRESSED, r.NOT_RESOLVED}
            ),
            (status, a.MARK_RESOLVED): Move(status, office, "declaration:resolved", conflict | {r.NOT_RESOLVED}),
            (status, a.SET_MEASURE): Move(status, office, "declaration:measure_set", measured),
        }
    for status in (s.DECIDED, s.ACKNOWLEDGED, s.CLOSED):  # a measure may outlast the case, and its own decision
        declarant_side = frozenset({p.DECLARANT, p.FILER})
        table |= {
            (status, a.REPORT_MEASURE): Move(status, declarant_side, "declaration:measure_reported", conflict),
            (status, a.CONFIRM_MEASURE): Move(status, office, "declaration:measure_done", conflict),
            (status, a.LIFT_MEASURE): Move(status, office, "declaration:measure_lifted", conflict),
        }
    return table


OF_MEASURES = frozenset({Action.REPORT_MEASURE, Action.CONFIRM_MEASURE, Action.LIFT_MEASURE})
"""Steps that a case without any measure leaves no room for."""


def _of_what_lasts() -> dict[tuple[Status, Action], Move]:
    """What the person says of what is in force; a change of their function puts it before the office again."""
    s, a, p, r = Status, Action, Party, Precondition
    theirs, lasting = frozenset({p.DECLARANT}), frozenset({r.IN_FORCE})
    table: dict[tuple[Status, Action], Move] = {}
    for status in FILED - {s.WITHDRAWN}:
        again = status if status in BEFORE_DECISION else s.SUBMITTED
        table |= {
            (status, a.STILL_CORRECT): Move(status, theirs, "declaration:still_correct", lasting | {r.CONFIRMED}),
            (status, a.END): Move(status, theirs, "declaration:ended", lasting),
            (status, a.REOPEN): Move(
                again, frozenset({p.RULE}), "declaration:function_changed", lasting | {r.INTEREST}
            ),
        }
    return table


TRANSITIONS: Mapping[tuple[Status, Action], Move] = MappingProxyType(_table())

_AUTHORIZING = (Decision.AUTHORIZE, Decision.AUTHORIZE_WITH_CONDITIONS, Decision.REFUSE_AUTHORIZATION)
_PARTING = (Decision.RETURN_TO_GIVER, Decision.SURRENDER_TO_ORGANIZATION)
_ENDING = (Decision.CEASE, Decision.MODIFY)
_ADDRESSING = (Decision.MEASURE, Decision.NO_MEASURE_NEEDED)

_FREE: dict[str, tuple[Decision, ...]] = {"none": (Decision.NOTE,), "noted": (Decision.NOTE,)}
_GIFT: dict[str, tuple[Decision, ...]] = {
    **_FREE,
    "disclose": (Decision.NOTE, *_ADDRESSING),
    "authorization_required": _AUTHORIZING,
    "referral": _AUTHORIZING,
    "accept_and_surrender": (Decision.SURRENDER_TO_ORGANIZATION, Decision.RETURN_TO_GIVER),
    "not_acceptable": (Decision.NOT_PERMITTED,),
}
_BY_KIND: Mapping[str, Mapping[str, tuple[Decision, ...]]] = MappingProxyType(
    {
        "gift": _GIFT,
        "outside_activity": {
            **_FREE,
            "disclose": (Decision.NOTE, *_ADDRESSING, *_ENDING),
            "authorization_required": (*_AUTHORIZING, *_ENDING),
            "referral": (*_AUTHORIZING, *_ENDING),
            "not_acceptable": (Decision.NOT_PERMITTED, Decision.CEASE),
        },
        "approval_request": {
            **_FREE,
            "disclose": (Decision.NOTE, *_ADDRESSING),
            "authorization_required": _AUTHORIZING,
            "referral": _AUTHORIZING,
            "not_acceptable": (Decision.NOT_PERMITTED,),
        },
        # A conflict is addressed, by a measure or by a reasoned "none is needed"; nobody authorizes it, and noting it
        # would leave it open for ever (ICSC 23, ISO Code of Ethics c6).
        "conflict": {
            **_FREE,
            "disclose": _ADDRESSING,
            "authorization_required": _ADDRESSING,
            "referral": _ADDRESSING,
            "not_acceptable": (Decision.NOT_PERMITTED, Decision.MEASURE),
        },
        "nil": _FREE,
    }
)
_PARTING_WHEN_RECEIVED = frozenset({"authorization_required", "referral", "not_acceptable"})
_NOT_ORDINARILY = frozenset({"political_office"})
"""Classes of activity for which no authorization without conditions is open (ICSC 48)."""


def allowed_decisions(
    effect: str,
    *,
    received: bool = False,
    kind: str = "gift",
    activity_class: str | None = None,
    continues: bool = False,
) -> tuple[Decision, ...]:
    """The decisions that the findings allow; none other is offered or accepted (ICSC 45–51; INTERPOL 21).

    `received` says of a gift whether it is with the declarant already; `activity_class` what an activity is;
    `continues` whether it asks to go on after the authorization of another case, which no decision on it ends or
    changes before its last day. Raises KeyError for an effect that no rule can have on the kind: only a gift is
    surrendered.
    """
    allowed = _BY_KIND[kind][effect]
    if kind == "gift":
        return allowed + _PARTING if received and effect in _PARTING_WHEN_RECEIVED else allowed
    closed = set(_ENDING) if continues else set()
    if activity_class in _NOT_ORDINARILY:
        closed.add(Decision.AUTHORIZE)
    return tuple(decision for decision in allowed if decision not in closed)


NEEDS_CONDITIONS = frozenset({Decision.AUTHORIZE_WITH_CONDITIONS, Decision.MEASURE, Decision.MODIFY})
"""Decisions that say nothing unless their conditions, measures or changes are written down."""


GRANTING = frozenset({Decision.AUTHORIZE, Decision.AUTHORIZE_WITH_CONDITIONS, Decision.MODIFY})
"""Decisions by which an outside activity may be carried on; each has a last day."""


def needs_end(kind: str, decision: str) -> bool:
    """Whether a decision says until when it is good: an authorization of an activity has an end and is renewed."""
    return kind == "outside_activity" and decision in GRANTING


_OF_AUTHORIZATIONS = frozenset({Action.REPORT_CHANGE, Action.SUSPEND, Action.REINSTATE, Action.REVOKE, Action.EXPIRE})
_WHILE: Mapping[str, frozenset[Action]] = MappingProxyType(
    {
        "in_force": _OF_AUTHORIZATIONS - {Action.REINSTATE},
        "suspended": _OF_AUTHORIZATIONS - {Action.SUSPEND},
    }
)


def closed_by(validity: str | None) -> frozenset[Action]:
    """Steps that an authorization in this state, or none at all, leaves no room for."""
    return _OF_AUTHORIZATIONS - _WHILE.get(validity or "", frozenset())


NEEDS_NO_RESOLVING = frozenset({Decision.NOTE, Decision.NO_MEASURE_NEEDED})
"""Decisions on a conflict that leave nothing to resolve; the reasons say why (ICSC 23)."""


def closes_undisclosed(declaration: Declaration) -> bool:
    """Whether closing would leave a conflict that nobody concerned knows of, with no reason why (ICSC 23)."""
    open_to_others = declaration.kind == "conflict" and declaration.disclosed_at is None
    return open_to_others and declaration.outcome not in NEEDS_NO_RESOLVING


def decider(authority: str | None) -> str:
    """Who decides: the named authority, and where none is named the ethics officer."""
    return authority or "ethics_officer"


def closes_on_filing(effect: str, alerts: tuple[str, ...]) -> bool:
    """`none` and `noted` without an alert ask nothing of anybody and close at once."""
    return effect in {"none", "noted"} and not alerts
