"""Who a person is towards a case: declarant, filer, office, authority. Pure; row security holds the same below it."""

from collections.abc import Mapping

from declarations.filing.model import Declaration, Party, Route, Ties
from declarations.filing.workflow import decider
from register.kernel.identity import Identity

_HOLDERS: Mapping[str, tuple[str, ...]] = {
    "executive_head": ("executive_head", "recorded_delegate"),
    "authorizing_official": ("authorizing_official",),
    "governing_body_designate": ("governing_body_designate",),
}

DECIDING_IN_REGISTER = frozenset(_HOLDERS)
"""Authorities outside the office that decide in the register, after a recommendation of the office."""


def parties_to(declaration: Declaration, identity: Identity, ties: Ties) -> frozenset[Party]:
    """Everything the person is towards this case.

    Nobody is office or authority in their own case, in their superior's, or in one from which they have recused.
    """
    found: set[Party] = set()
    if declaration.declarant == identity.person:
        found.add(Party.DECLARANT)
    elif declaration.filed_by == identity.person and declaration.declarant in ties.principals:
        found.add(Party.FILER)
    if declaration.filed_by == identity.person or found or declaration.declarant in ties.superiors:
        return frozenset(found)
    if declaration.id in ties.recusals:
        return frozenset()
    if _is_office(declaration, identity):
        found.add(Party.OFFICE)
    if _is_authority(declaration, identity, in_office=Party.OFFICE in found):
        found.add(Party.AUTHORITY)
    return frozenset(found)


def _is_office(declaration: Declaration, identity: Identity) -> bool:
    role = "ethics_officer" if declaration.route is Route.OFFICE else "governing_body_designate"
    return identity.has(role)


def _is_authority(declaration: Declaration, identity: Identity, *, in_office: bool) -> bool:
    if declaration.route is Route.DESIGNATE:  # nobody inside the organization stands above the executive head
        return in_office
    authority = decider(declaration.authority)
    if authority not in _HOLDERS:  # the office decides what no role of the register is named for
        return in_office
    return declaration.referred_at is not None and identity.has(*_HOLDERS[authority])
