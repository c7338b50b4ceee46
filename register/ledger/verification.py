"""Verification of the whole ledger in one snapshot: it finds what was edited, deleted, moved or slipped in."""

from collections.abc import Sequence

from register.kernel.db import REPEATABLE_READ, Transaction, transaction
from register.kernel.i18n import msg
from register.kernel.identity import service
from register.ledger import store
from register.ledger.chains import ClaimSource, check_readings, check_streams
from register.ledger.findings import Fault, Findings, Report
from register.ledger.seal_log import SealLog
from register.ledger.seals import check_log, check_seals
from register.ledger.signing import PublicKeys

__all__ = ["ClaimSource", "Fault", "Report", "examine", "verify"]


async def verify(sources: Sequence[ClaimSource], keys: PublicKeys, log: SealLog) -> Report:
    """Check every chain, every seal, the rooms' rows and the log outside the database.

    Memory is bounded whatever the size, and work that goes on meanwhile gives no false alarm: the log is marked before
    the snapshot is taken, and a seal is logged only after it was committed.
    """
    mark = log.mark()
    async with transaction(service("verifier"), isolation=REPEATABLE_READ) as tx:
        return await examine(tx, sources, keys, log, mark)


async def examine(tx: Transaction, sources: Sequence[ClaimSource], keys: PublicKeys, log: SealLog, mark: int) -> Report:
    """The same inside an open transaction of one snapshot, with the log up to `mark`."""
    found = Findings()
    behind = await tx.fetchval(store.SEALED_UP_TO)
    await check_streams(tx, sources, found, behind)
    await check_readings(tx, found, behind)
    await check_seals(tx, keys, found)
    if not await check_log(tx, log.lines(mark), found) and found.seals:
        found.warnings.append(
            msg(
                "The log of seals outside the database is not here (%(file)s): a loss of the newest would not show.",
                file=str(log.path),
            )
        )
    return found.report()
