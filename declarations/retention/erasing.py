"""Counting what is over, and erasing it: rows and keys go, the histories stay and say that they are rightly gone."""

from collections import Counter
from datetime import datetime

import msgspec

from declarations.retention.model import KIND, Due, Erasure, RetentionClass
from declarations.retention.settings import retention_settings
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.identity import service
from register.kernel.ids import new_id
from register.ledger.hashing import sha256
from register.ledger.records import record_erasure
from register.ledger.service import append

_SERVICE = service("retention")
_BATCH = 200


async def count_due() -> list[Due]:
    """How much of each class is over; nothing is changed."""
    async with transaction(_SERVICE) as tx:
        return [await _due(tx, each) for each in retention_settings().classes]


async def _due(tx: Transaction, of: RetentionClass) -> Due:
    before = _before(tx.now, of.years)
    count = 0 if before is None else await tx.fetchval(of.count_sql, before)
    return Due(of.name, of.years, before, count or 0)


def _before(now: datetime, years: int) -> datetime | None:
    """The same day some years ago; the last of February for a leap day."""
    if not years:
        return None
    try:
        return now.replace(year=now.year - years)
    except ValueError:
        return now.replace(year=now.year - years, day=28)


async def erase_due() -> list[Erasure]:
    """Erase what is over, class by class, some records in each transaction, with their events; what was erased."""
    done = []
    for each in retention_settings().classes:
        while (erasure := await _erase(each)) is not None:
            done.append(erasure)
    return done


async def erase_when_asked() -> None:
    """The same each day where the organization has said so."""
    if retention_settings().automatic:
        await erase_due()


@retry_serialization
async def _erase(of: RetentionClass) -> Erasure | None:
    async with transaction(_SERVICE) as tx:
        before = _before(tx.now, of.years)
        if before is None:
            return None
        rows = await tx.fetch(of.erase_sql, before, _BATCH)
        if not rows:
            return None
        kinds = {each.kind: each for each in of.records}
        for row in (each for each in rows if each["erased"] in kinds):
            await record_erasure(tx, kinds[row["erased"]], row["record"])
        erasure = Erasure(of.name, of.years, before, dict(Counter(row["erased"] for row in rows)))
        await _remember(tx, erasure)
        return erasure


async def _remember(tx: Transaction, erasure: Erasure) -> None:
    said = msgspec.json.encode(erasure, order="sorted")
    await append(tx, kind=KIND, stream=new_id(), name=f"{KIND}:erased", payload=said, state=sha256(said))
