"""Whether a meeting can be completed, and closed, as far as those who preside are concerned."""

from uuid import UUID

from declarations.presiding.store import is_done
from register.kernel.db import Transaction
from register.kernel.errors import Conflict
from register.kernel.i18n import Message, msg


def warning(*, done: bool) -> Message | None:
    """What the secretary is told while something waits: not whether it is a question or a report, nor before whom.

    What waits before a deputy concerns the one in the chair; so neither is named.
    """
    if done:
        return None
    return msg(
        "Something waits before somebody who presides. Ask for it to be finished before you complete or close the"
        " meeting."
    )


async def refuse_unfinished(tx: Transaction, meeting: UUID) -> None:
    """Raise Conflict while a question or a report waits before somebody who presides over a meeting."""
    found = warning(done=await is_done(tx, meeting))
    if found is not None:
        raise Conflict(found)
