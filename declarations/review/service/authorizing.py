"""What is done about an authorization between two decisions: suspended and reinstated by the office, revoked by the
authority, each with reasons that the person reads (ICSC 45).
"""

from typing import Any

from declarations.authorizations import store
from declarations.authorizations.model import Validity
from declarations.filing.model import Action, Decision, Declaration
from declarations.filing.service.moves import apply_move
from declarations.filing.workflow import closed_by
from declarations.review.service import notices
from declarations.review.service.deciding import REASONS_REQUIRED
from declarations.review.service.holding import hold, required
from register.kernel.db import retry_serialization, transaction
from register.kernel.errors import TransitionRefused
from register.kernel.i18n import current_locale, msg
from register.kernel.identity import Identity


async def suspend(identity: Identity, reference: str, reasons: str, seen: int) -> Declaration:
    """Stop an authorization for the time being: the activity rests."""
    return await _set(identity, reference, reasons, seen, Action.SUSPEND, Validity.SUSPENDED)


async def reinstate(identity: Identity, reference: str, reasons: str, seen: int) -> Declaration:
    """Put a suspended authorization back into force."""
    return await _set(identity, reference, reasons, seen, Action.REINSTATE, Validity.IN_FORCE)


async def revoke(identity: Identity, reference: str, reasons: str, seen: int) -> Declaration:
    """End an authorization before its last day: the decision in force is then that the activity ceases."""
    return await _set(identity, reference, reasons, seen, Action.REVOKE, Validity.REVOKED)


@retry_serialization
async def _set(
    identity: Identity, reference: str, reasons: str, seen: int, action: Action, validity: Validity
) -> Declaration:
    async with transaction(identity) as tx:
        held = await hold(tx, reference, action, seen)
        found = await store.of_declaration(tx, held.declaration.id)
        if action in closed_by(found.validity if found else None):
            raise TransitionRefused(msg("The authorization is not in a state in which this is possible."))
        said = {"reasons": required("reasons", reasons, REASONS_REQUIRED), "language": current_locale().tag}
        changes: dict[str, Any] = {}
        if action is Action.REVOKE:
            changes = {"outcome": Decision.CEASE, "decided_by": identity.person, "decided_at": tx.now}
        after = await apply_move(
            tx, held.declaration, action, parties=held.parties, standing=held.standing, said=said, changes=changes
        )
        await store.set_validity(tx, after.id, validity)
        await notices.tell_authorization(tx, after)
        return after
