"""Counts of gifts above amounts, without a single declaration being read."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from register.kernel.db import Transaction


async def gifts_above(
    tx: Transaction, regime: str, currency: str, since: datetime, amounts: Sequence[Decimal]
) -> dict[Decimal, int]:
    """How many gifts received since then, judged by the profile, are worth more than each amount."""
    rows = await tx.fetch(
        "select amount, gifts from gifts_above($1, $2, $3, $4)", regime, currency, since, list(amounts)
    )
    return {row["amount"]: row["gifts"] for row in rows}
