"""What may be done in a case by whom, beyond the table of the workflow. Pages, API and services all ask here."""

from collections.abc import Mapping
from types import MappingProxyType

from declarations.filing.model import Action, Decision, Declaration, Party, Route
from declarations.filing.service.moves import possible_actions
from declarations.filing.workflow import allowed_decisions
from register.access.policy import permits
from register.kernel.identity import Identity

OFFICE = "ethics_officer"
DESIGNATE = "governing_body_designate"
HEAD = "executive_head"

HOLDERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "authorizing_official": ("authorizing_official",),
        HEAD: (HEAD, "recorded_delegate"),
        DESIGNATE: (DESIGNATE,),
    }
)
"""Authorities outside the office that decide in the register, from the lowest to the highest, and the roles that hold
them. What a rule reserves to any other authority, the office decides or refers upwards."""

_ORDER = tuple(HOLDERS)

ACTS: Mapping[Action, str] = MappingProxyType(
    {
        Action.TAKE: "case.take",
        Action.ASSIGN: "case.assign",
        Action.HAND_OVER: "case.hand_over",
        Action.ASK: "case.ask",
        Action.NOTE: "case.note",
        Action.ASK_OPINION: "case.consult",
        Action.SUSPEND: "case.suspend",
        Action.REINSTATE: "case.suspend",
        Action.REVOKE: "case.revoke",
        Action.RECOMMEND: "case.recommend",
        Action.REFER: "case.refer",
        Action.DECIDE: "case.decide",
        Action.CLOSE: "case.close",
        Action.KEEP_OPEN: "case.keep_open",
        Action.LET_CLOSE: "case.keep_open",
        Action.ASSENT: "case.assent",
        Action.ASSESS_NATURE: "case.assess",
        Action.MARK_DISCLOSED: "case.mark",
        Action.MARK_ADDRESSED: "case.mark",
        Action.MARK_RESOLVED: "case.mark",
        Action.SET_MEASURE: "case.measure",
        Action.CONFIRM_MEASURE: "case.measure",
        Action.LIFT_MEASURE: "case.measure",
    }
)
"""The steps of the desk and the action of the policy that each of them is."""


def decided_elsewhere(declaration: Declaration) -> bool:
    """Whether an authority outside the office decides: the office then recommends and never decides (ICSC 50)."""
    return declaration.route is Route.OFFICE and declaration.authority in HOLDERS


def open_acts(declaration: Declaration, parties: frozenset[Party], identity: Identity) -> frozenset[Action]:
    """Every step of the desk that is open to this person now; none other is offered or accepted."""
    found = {
        action
        for action in possible_actions(declaration, parties)
        if action in ACTS and permits(identity, ACTS[action]) and _is_sensible(action, declaration, parties)
    }
    if decided_elsewhere(declaration) and declaration.recommended_by == identity.person:
        found.discard(Action.DECIDE)  # whoever put the case before the authority does not decide it as well
    return frozenset(found)


def _is_sensible(action: Action, declaration: Declaration, parties: frozenset[Party]) -> bool:
    if action is Action.RECOMMEND:
        return decided_elsewhere(declaration)
    if action is Action.ASSIGN:
        return declaration.reviewer is None  # what somebody has in charge is handed over, and the reason is kept
    return action is not Action.REFER or bool(referral_targets(declaration, parties))


def referral_targets(declaration: Declaration, parties: frozenset[Party]) -> tuple[str, ...]:
    """To whom a case may go from here: upwards only, so that nobody takes to themselves what a rule reserves higher.

    An authority may also send it back to the office, which then reviews and recommends anew.
    """
    if declaration.route is Route.DESIGNATE or declaration.authority is None:
        return ()
    if declaration.authority not in HOLDERS:
        return _ORDER
    higher = _ORDER[_ORDER.index(declaration.authority) + 1 :]
    return (OFFICE, *higher) if Party.AUTHORITY in parties else higher


def is_below_head(declaration: Declaration) -> bool:
    """Whether a lower authority than the executive head is named; where none is, there is nothing to authorize."""
    if declaration.route is Route.DESIGNATE or declaration.authority is None:
        return False
    return declaration.authority not in _ORDER[_ORDER.index(HEAD) :]


def lawful_decisions(declaration: Declaration, *, is_authorized: bool = False) -> tuple[Decision, ...]:
    """The decisions that the findings allow; `is_authorized` where the case has had an authorization of its own."""
    return allowed_decisions(
        declaration.effect,
        received=declaration.is_received,
        kind=declaration.kind,
        activity_class=declaration.activity_class,
        continues=declaration.renews is not None and not is_authorized,
    )


def acting_role(declaration: Declaration, parties: frozenset[Party], identity: Identity) -> str:
    """In which role the person acts in this case; the executive head's own role comes before a delegated one."""
    if declaration.route is Route.DESIGNATE:
        return DESIGNATE
    if decided_elsewhere(declaration) and Party.AUTHORITY in parties:
        return next(role for role in HOLDERS[declaration.authority or ""] if identity.has(role))
    return OFFICE
