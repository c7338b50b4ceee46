"""Telling the other side that there is something to read: a link alone, never a topic, a name or a word of it."""

from declarations.advice import store
from declarations.advice.model import AdviceRow
from register.kernel.db import Transaction
from register.kernel.i18n import msg
from register.notices.service import post


async def tell_asked(tx: Transaction, row: AdviceRow) -> None:
    """A question waits for an answer."""
    for holder in await store.advising(tx, row):
        await post(
            tx,
            recipient=holder,
            subject=msg("A request for advice waits for an answer"),
            body=[msg("Read it in the register and answer there. This message says nothing of it.")],
            link=f"/desk/advice/{row.id}",
        )


async def tell_answered(tx: Transaction, row: AdviceRow) -> None:
    """The asker has an answer."""
    if row.asker is not None:
        await post(
            tx,
            recipient=row.asker,
            subject=msg("Your request for advice was answered"),
            body=[msg("Read the answer in the register. This message says nothing of it.")],
            link=f"/advice/{row.id}",
        )
