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


async def tell_proposed(tx: Transaction, row: AdviceRow) -> None:
    """Guidance waits for somebody else than its writer."""
    for holder in await store.advising(tx, row):
        if holder != tx.identity.person:
            await post(
                tx,
                recipient=holder,
                subject=msg("Guidance waits for a second look"),
                body=[msg("Read it in the register, and publish it if nobody can be recognized in it.")],
                link=f"/desk/advice/{row.id}/publication",
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
