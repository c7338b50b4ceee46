"""What nobody needs any more is deleted."""

from datetime import timedelta

from register.access import store
from register.kernel.db import transaction
from register.kernel.identity import service

KEPT_AFTER_THE_END = timedelta(days=30)


async def tidy() -> None:
    """Delete expired counts, and sessions, links and keys that ended a month ago. Called by the worker every minute."""
    async with transaction(service("access")) as tx:
        await store.forget_expired_counts(tx)
        await store.forget_old_sessions(tx, KEPT_AFTER_THE_END)
        await store.forget_spent_links(tx, KEPT_AFTER_THE_END)
        await store.forget_old_tokens(tx, KEPT_AFTER_THE_END)
