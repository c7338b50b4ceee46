"""What the auditor asks of the ledger: how far it is sealed, and whether everything is as it was written."""

import asyncio
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec

from register.access.policy import Role, permits
from register.kernel.db import Transaction, transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity, service
from register.ledger import store
from register.ledger.configuration import current
from register.ledger.findings import Report
from register.ledger.model import Seal
from register.ledger.reading_log import LogEntry, last_of_the_ledger
from register.ledger.readings import record_reading
from register.ledger.seal_log import LogLine
from register.ledger.signing import seal_hash
from register.ledger.verification import verify

COUNT_STOPS_AT = 1000
SEALER_IS_LATE = timedelta(minutes=2)
"""The sealer works every few seconds; what waits longer says that none runs."""


class Outside(StrEnum):
    """What the log of seals outside the database says of those inside."""

    ABSENT = "absent"
    """There is none here."""
    SAME = "same"
    """Its newest seal is the newest inside."""
    BEHIND = "behind"
    """Its newest seal is an earlier one, unchanged: the sealer writes there after it has sealed."""
    DIFFERENT = "different"
    """It knows a seal that is changed or missing inside."""


class SealState(msgspec.Struct, frozen=True):
    """How far the ledger is sealed."""

    seal: Seal | None
    is_signed: bool
    """Whether the signature of the last seal is that of a key of this register."""
    outside: Outside
    logged: int | None
    """The number of the newest seal that the log outside knows."""
    unsealed: int
    """Entries that wait for a seal; one more than COUNT_STOPS_AT stands for more."""
    waits_since: datetime | None
    is_late: bool
    last_run: LogEntry | None


class Verified(msgspec.Struct, frozen=True):
    """A verification with the moment it was over."""

    report: Report
    at: datetime


_running: list[asyncio.Task[Report]] = []


async def seal_state(identity: Identity) -> SealState:
    """The last seal and what waits for the next. NotFound for whoever may not verify."""
    _permitted(identity)
    logged = await asyncio.to_thread(current().log.last)
    async with transaction(identity) as tx:
        last_run = await last_of_the_ledger(tx)
    async with transaction(service("verifier")) as tx:
        seal = await store.last_seal(tx)
        outside = await _outside(tx, seal, logged)
        waiting = await store.waiting(tx, COUNT_STOPS_AT + 1)
        return SealState(
            seal=seal,
            is_signed=seal is not None and current().keys().signed(seal),
            outside=outside,
            logged=logged.n if logged else None,
            unsealed=waiting["entries"],
            waits_since=waiting["since"],
            is_late=waiting["since"] is not None and tx.now - waiting["since"] > SEALER_IS_LATE,
            last_run=last_run,
        )


async def run_verification(identity: Identity) -> Verified:
    """Verify everything, and record in the reading log who did so and what came of it.

    Whoever asks while a verification runs in this process is told what that one finds: two would only be slower.
    """
    _permitted(identity)
    report = await _shared()
    outcome = "verify:sound" if report.is_sound else f"verify:faults:{report.fault_count}"
    async with transaction(identity) as tx:
        await record_reading(tx, kind="ledger", subject=None, role=Role.AUDITOR, purpose=outcome)
        return Verified(report, tx.now)


def _permitted(identity: Identity) -> None:
    if not permits(identity, "ledger.verify"):
        raise NotFound


async def _shared() -> Report:
    """The verification that runs now, else a new one; it goes on when whoever asked goes away."""
    if not _running or _running[0].done():
        settings = current()
        _running[:] = [asyncio.create_task(_verified(settings))]
    return await asyncio.shield(_running[0])


async def _verified(settings: Any) -> Report:
    return await verify(settings.sources, settings.keys(), settings.log)


async def _outside(tx: Transaction, seal: Seal | None, logged: LogLine | None) -> Outside:
    if logged is None:
        return Outside.ABSENT
    kept = await store.seal_numbered(tx, logged.n)
    if kept is None or seal_hash(kept).hex() != logged.hash:
        return Outside.DIFFERENT
    return Outside.SAME if seal is not None and seal.n == logged.n else Outside.BEHIND
