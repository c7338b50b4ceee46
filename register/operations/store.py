"""SQL of the figures: counts that stop early, so that they cost the same whatever the size."""

from datetime import datetime
from typing import NamedTuple

from register.kernel.db import transaction
from register.kernel.identity import service
from register.ledger import store as ledger

LIMIT = 10_000
_CASES_LIMIT = 1_000
OPEN = ("submitted", "under_review", "information_requested", "decided")

_MAIL = """
select count(*) filter (where failed_at is null) as waiting, count(*) filter (where failed_at is not null) as given_up,
    min(created_at) filter (where failed_at is null) as oldest
from (select created_at, failed_at from outbox where sent_at is null limit $1) as unsent
"""
_CASES = "select count(*) from (select from declaration where status = $1 limit $2) as open"


class Mail(NamedTuple):
    """The outbox: letters that wait, letters that were given up, since when the oldest waits."""

    waiting: int
    given_up: int
    oldest: datetime | None


class Ledger(NamedTuple):
    """Entries without a seal, since when the oldest waits, when the last seal was made."""

    unsealed: int
    since: datetime | None
    last_seal: datetime | None


async def mail() -> Mail:
    """The state of the outbox."""
    async with transaction(service("mailer")) as tx:
        row = await tx.fetchrow(_MAIL, LIMIT)
    return Mail(*row) if row else Mail(0, 0, None)


async def sealing() -> Ledger:
    """The state of the ledger."""
    async with transaction(service("verifier")) as tx:
        waiting, last = await ledger.waiting(tx, LIMIT), await ledger.last_seal(tx)
    return Ledger(waiting["entries"], waiting["since"], last.at if last else None)


async def open_cases() -> dict[str, int]:
    """How many cases are open, by status."""
    async with transaction(service("clerk")) as tx:
        return {status: await tx.fetchval(_CASES, status, _CASES_LIMIT) for status in OPEN}
