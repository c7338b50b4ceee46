"""Reminding designated filers: before the day, and once after it."""

from datetime import date, timedelta

from declarations.assets import store
from declarations.assets.service.notices import tell_filer
from declarations.assets.settings import asset_settings
from register.kernel.dates import local
from register.kernel.db import retry_serialization, transaction
from register.kernel.i18n import msg
from register.kernel.identity import service

_CLERK = service("clerk")
_BATCH = 200


@retry_serialization
async def remind_of_statements() -> int:
    """Send the reminders of today; how many."""
    days = sorted(asset_settings().reminder_days, reverse=True)
    async with transaction(_CLERK) as tx:
        today, sent = local(tx.now).date(), 0
        latest = today + timedelta(days=max(days, default=0))
        for row in await store.to_remind(tx, today, latest, _BATCH):
            if not _is_due(row["due_on"], row["reminded_on"], today, days):
                continue
            subject = msg("Your asset statement is due on %(day)s", day=row["due_on"])
            if row["due_on"] < today:
                subject = msg("Your asset statement was due on %(day)s", day=row["due_on"])
            await tell_filer(tx, row["person"], subject)
            await store.reminded(tx, row["id"], today)
            sent += 1
        return sent


def _is_due(due_on: date, reminded_on: date | None, today: date, days: list[int]) -> bool:
    """Whether one of the days of a reminder has come since the last one went out."""
    moments = [due_on - timedelta(days=each) for each in days] + [due_on + timedelta(days=1)]
    return any(each <= today and (reminded_on is None or reminded_on < each) for each in moments)
