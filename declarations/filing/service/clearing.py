"""Clearing away what was only kept for a while: old drafts, after a notice, and spent idempotency keys."""

from datetime import timedelta

from declarations.filing.service.drafts import clear_old_drafts
from declarations.filing.service.settings import filing_settings
from register.kernel.db import transaction
from register.kernel.identity import service


async def clear_expired() -> None:
    """One round of clearing, for the worker."""
    settings = filing_settings()
    await clear_old_drafts(draft_days=settings.draft_days, notice_days=settings.draft_notice_days)
    async with transaction(service("clerk")) as tx:
        await tx.execute("delete from idempotency where at < $1", tx.now - timedelta(hours=settings.idempotency_hours))
