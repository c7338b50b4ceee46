"""Telling auditors and reviewers that something is there: a link alone, never a title, a case or a word of it."""

from uuid import UUID

from register.kernel.db import Transaction
from register.kernel.i18n import msg
from register.notices.service import post
from reports.engagements import store
from reports.engagements.model import Job, Unmasking

_READ = msg("Read it in the register. This message says nothing of it.")


def address_of(engagement: UUID) -> str:
    """The page of an engagement."""
    return f"/engagements/{engagement}"


async def tell_ready(tx: Transaction, job: Job) -> None:
    """To the auditor who asked for it."""
    await post(
        tx,
        recipient=job.asked_by,
        subject=msg("The extract that you asked for is ready"),
        body=[msg("Fetch it in the register while it is kept there; after that ask for it again.")],
        link=address_of(job.engagement),
    )


async def tell_asked(tx: Transaction, asked: Unmasking) -> None:
    """To everybody who may agree."""
    for person in await store.who_may_answer(tx, asked.id):
        await post(
            tx,
            recipient=person,
            subject=msg("An auditor asks for your agreement"),
            body=[_READ],
            link=address_of(asked.engagement),
        )


async def tell_answered(tx: Transaction, asked: Unmasking) -> None:
    """To the auditor who asked."""
    await post(
        tx,
        recipient=asked.asked_by,
        subject=msg("Your request as an auditor was answered"),
        body=[_READ],
        link=address_of(asked.engagement),
    )
