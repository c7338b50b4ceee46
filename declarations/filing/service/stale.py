"""Refusing a step that was decided on an older state, and saying what changed since."""

from declarations.filing import history
from declarations.filing.model import Declaration
from declarations.filing.service.reading import open_steps
from register.kernel.db import Transaction
from register.kernel.errors import FieldError, Stale
from register.kernel.i18n import msg


async def refuse_stale(tx: Transaction, declaration: Declaration, seen: int) -> None:
    """Raise Stale, with the sentences of what came after event `seen`, unless nothing did."""
    if seen == declaration.head_seq:
        return
    steps = await open_steps(tx, declaration, after=seen) if seen < declaration.head_seq else []
    own = tx.identity.person in {declaration.declarant, declaration.filed_by}
    changes = history.sentences(steps, "declarant" if own else "desk")
    raise Stale(_CHANGED, [FieldError("history", change) for change in changes])


_CHANGED = msg("This case has changed since you opened it.")
