"""Telling the other side that there is something to read: a link alone, never a name, a kind or a word of it."""

from collections.abc import Sequence
from uuid import UUID

from declarations.presiding import store
from declarations.presiding.model import Presiding
from register.kernel.db import Transaction
from register.kernel.i18n import msg
from register.notices.service import post

_AT_ONCE = 500
"""Notices in one statement."""


async def tell_officer(tx: Transaction, officer: Presiding, link: str) -> None:
    """Something waits for a presiding officer."""
    await post(
        tx,
        recipient=officer.acting,
        subject=msg("Something waits for you as presiding officer"),
        body=[msg("Read it in the register. This message says nothing of it.")],
        link=link,
    )


async def tell_asker(tx: Transaction, participant: UUID, link: str = "/attend/opinions") -> None:
    """An opinion is there, or a report was reviewed."""
    await post(
        tx,
        recipient=participant,
        subject=msg("The presiding officer has answered you"),
        body=[msg("Read it in the register. This message says nothing of it.")],
        link=link,
    )


async def tell_everyone(tx: Transaction, participants: Sequence[UUID]) -> None:
    """The presiding officer informs all participants; what it is stands in the register alone."""
    for number, participant in enumerate(participants, start=1):
        await post(
            tx,
            recipient=participant,
            subject=msg("The presiding officer informs all participants"),
            body=[msg("Read it in the register. This message says nothing of it.")],
            link="/attend/informed",
        )
        if number % _AT_ONCE == 0:
            await tx.send_later_ones()


async def find_officer(tx: Transaction, meeting: UUID, office: UUID) -> Presiding:
    """An officer by the function held. LookupError where the office ended meanwhile."""
    return next(each for each in await store.presiding(tx, meeting) if each.id == office)
