"""Counting for the auditor: the database gives sums up to the end of last month, and small numbers are held back."""

from collections.abc import Mapping, Sequence

import msgspec

from declarations.advice.counts import held_back
from declarations.advice.model import Channel, Topic
from declarations.counts.model import Counts, Erased
from declarations.retention.model import KIND, Erasure
from register.access.policy import permits
from register.kernel.db import Transaction, transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity

LISTS: Mapping[str, Sequence[str]] = {
    "assets": (
        *("designations_in_force", "designations_ended", "statements", "versions", "reviews"),
        *("consents_asked", "consents_given"),
    ),
    "opinions": ("asked", "answered"),
    "separations": ("recorded", "letters", "completed"),
    "topics": tuple(Topic),
    "channels": tuple(Channel),
    "noted": ("with_name", "without_name"),
}
"""Of each a small number could point at somebody."""

_LAST = f"select at, payload from event where kind = '{KIND}' order by at desc limit 50"


async def count_records(identity: Identity) -> Counts:
    """Every figure. NotFound for whoever may not count."""
    if not permits(identity, "count.read"):
        raise NotFound
    async with transaction(identity) as tx:
        rows = await tx.fetch("select list, code, many from register_counts()")
        found = {(row["list"], row["code"]): int(row["many"]) for row in rows}
        lists = {name: held_back({each: found.get((name, each), 0) for each in codes}) for name, codes in LISTS.items()}
        return Counts(lists, await _erased(tx))


async def _erased(tx: Transaction) -> list[Erased]:
    said = [(row["at"], msgspec.json.decode(row["payload"], type=Erasure)) for row in await tx.fetch(_LAST)]
    return [Erased(at, each.name, sum(each.rows.values())) for at, each in said]
