"""Telling whoever added a file what became of its check: that there is something to read and where, never which."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from declarations.evidence import store
from declarations.evidence.model import Kept, Side
from declarations.evidence.views import NOT_CHECKED, REFUSED, address_of
from register.kernel.db import Transaction
from register.kernel.i18n import Message, msg
from register.notices.service import post

PATIENCE = timedelta(minutes=15)
"""A scanner that fails for so long is told of; a shorter trouble ends by itself."""


async def tell_refused(tx: Transaction, kept: Kept) -> None:
    """The file is refused and its content gone."""
    await _tell(tx, kept, msg("A file that you added was refused"), REFUSED)


async def tell_not_checked(tx: Transaction, kept: Kept, *, before: datetime | None) -> None:
    """The scanner has failed for a while; `before` says when it was last tried, so that it is told once."""
    over = kept.attached_at + PATIENCE
    if tx.now >= over and (before is None or before < over):
        await _tell(tx, kept, msg("A file that you added could not be checked yet"), NOT_CHECKED)


async def _tell(tx: Transaction, kept: Kept, subject: Message, sentence: Message) -> None:
    recipients, link = await _whom(tx, kept)
    for person in dict.fromkeys(recipients):
        await post(tx, recipient=person, subject=subject, body=[sentence], link=link)


async def _whom(tx: Transaction, kept: Kept) -> tuple[Sequence[UUID], str]:
    """Whoever added the file, and the declarant where an assistant did; and the page of the file for them."""
    if kept.draft is not None:
        return [kept.attached_by], address_of(Side.DRAFT, str(kept.draft))
    reference, declarant, filed_by = await store.beside(tx, kept.id)
    if kept.attached_by in {declarant, filed_by}:
        return [kept.attached_by, declarant], address_of(Side.DECLARATION, reference)
    return [kept.attached_by], address_of(Side.CASE, reference)
