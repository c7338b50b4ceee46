"""What keeps a case from closing beside its status: an appeal, or a legal hold, which keeps records from erasure too.

Each is recorded and taken away with a reason that the person reads (ISO Code of Ethics, c10).
"""

from declarations.codes.decisions import Flag
from declarations.filing.model import Action, Declaration
from declarations.filing.service.moves import apply_move
from declarations.review.service.deciding import REASONS_REQUIRED
from declarations.review.service.holding import hold, required
from declarations.review.wording import may_be_set
from register.kernel.db import retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import current_locale, msg
from register.kernel.identity import Identity


async def keep_open(identity: Identity, reference: str, flag: Flag | None, reasons: str, seen: int) -> Declaration:
    """Record that a case is under appeal or under legal hold. Raises Invalid where it is so already."""
    return await _set(identity, reference, flag, reasons, seen, Action.KEEP_OPEN)


async def let_close(identity: Identity, reference: str, flag: Flag | None, reasons: str, seen: int) -> Declaration:
    """Record that it is so no longer. Raises Invalid where it is not."""
    return await _set(identity, reference, flag, reasons, seen, Action.LET_CLOSE)


@retry_serialization
async def _set(
    identity: Identity, reference: str, flag: Flag | None, reasons: str, seen: int, action: Action
) -> Declaration:
    async with transaction(identity) as tx:
        held = await hold(tx, reference, action, seen)
        setting = action is Action.KEEP_OPEN
        fits = flag is not None and getattr(held.declaration, flag) is not setting
        if flag is None or not fits or (setting and not may_be_set(held.declaration, flag)):
            raise Invalid(fields=[FieldError("flag", msg("Choose one of the answers."))])
        words = required("reasons", reasons, REASONS_REQUIRED)
        return await apply_move(
            tx,
            held.declaration,
            action,
            parties=held.parties,
            standing=held.standing,
            said={"flag": flag.value, "reasons": words, "language": current_locale().tag},
            changes={flag.value: setting},
        )
