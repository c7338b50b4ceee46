"""Whether a meeting can be completed as far as the presiding officer is concerned."""

from uuid import UUID

from declarations.presiding.store import is_done
from register.kernel.db import Transaction
from register.kernel.errors import Conflict
from register.kernel.i18n import Message, msg


def warning(*, done: bool) -> Message | None:
    """What the secretary is told while something waits: not whether it is a question or a report, nor whose."""
    if done:
        return None
    return msg(
        "Something waits before the presiding officer. Ask for it to be finished before you complete the meeting."
    )


async def refuse_unfinished(tx: Transaction, meeting: UUID) -> None:
    """Raise Conflict while a question or a report waits before the presiding officer of a meeting."""
    found = warning(done=await is_done(tx, meeting))
    if found is not None:
        raise Conflict(found)
