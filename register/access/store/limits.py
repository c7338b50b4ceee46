"""Counts of tries."""

from datetime import datetime, timedelta

from register.kernel.db import Transaction


async def count_try(tx: Transaction, key: bytes, waits_at: int, window: timedelta) -> tuple[int, datetime]:
    """Count one try; how many it makes, and when the window ends. The `waits_at`th starts the window anew."""
    row = await tx.fetchrow(
        """
        insert into rate_count as r (key, tries, ends_at) values ($1, 1, $2::timestamptz + $3::interval)
        on conflict (key) do update set
            tries = case when r.ends_at <= $2 then 1 else r.tries + 1 end,
            ends_at = case when r.ends_at <= $2 or r.tries + 1 = $4 then $2::timestamptz + $3::interval
                      else r.ends_at end
        returning tries, ends_at
        """,
        key,
        tx.now,
        window,
        waits_at,
    )
    if row is None:
        message = "an upsert returned nothing"
        raise RuntimeError(message)
    return row["tries"], row["ends_at"]


async def forgive_try(tx: Transaction, key: bytes) -> None:
    """Take one try back."""
    await tx.execute("update rate_count set tries = greatest(tries - 1, 0) where key = $1", key)


async def forget_expired_counts(tx: Transaction) -> None:
    """Delete what no longer limits anything; a lock of a running try is never waited for."""
    await tx.execute(
        "delete from rate_count where key in (select key from rate_count where ends_at <= $1 for update skip locked)",
        tx.now,
    )
