"""How a register stands to seals that were kept elsewhere: whole, older than the last of them, or another history."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from register.kernel.db import REPEATABLE_READ, transaction
from register.kernel.errors import NotConfigured
from register.kernel.i18n import Message, msg
from register.kernel.identity import service
from register.ledger import checkpoints, store
from register.ledger.model import Seal
from register.ledger.seal_log import LogLine, SealLog
from register.ledger.seals import batches
from register.ledger.signing import seal_hash


class Standing(msgspec.Struct, frozen=True):
    """Where the register ends and where the seals kept elsewhere end."""

    has: int
    """Number of the register's last seal; 0 when it has none."""
    kept: int
    """Number of the last seal kept elsewhere."""
    kept_at: datetime
    differs: int = 0
    """Number of the first seal that is another one here than elsewhere; 0 when there is none."""

    @property
    def is_whole(self) -> bool:
        """Whether the register holds every seal that was kept elsewhere."""
        return not self.differs and self.has >= self.kept

    @property
    def sentence(self) -> Message:
        """The same as one sentence."""
        if self.differs:
            return msg("Seal %(n)s was kept elsewhere with other contents: this is another history.", n=self.differs)
        if self.has < self.kept:
            return msg(
                "This register is older than the last seal that was kept elsewhere: it ends at seal %(has)s,"
                " seal %(kept)s was made on %(at)s.",
                has=self.has,
                kept=self.kept,
                at=f"{self.kept_at:%Y-%m-%d %H:%M} UTC",
            )
        return msg("It holds every seal that was kept elsewhere, up to seal %(kept)s.", kept=self.kept)


async def standing(log: SealLog) -> Standing:
    """Compare with a copy of the log of seals, or with a checkpoint. NotConfigured when the file is neither."""
    lines = _read(log)
    async with transaction(service("verifier"), isolation=REPEATABLE_READ) as tx:
        last = await store.last_seal(tx)
        has = last.n if last else 0
        differs = 0
        for batch in batches(lines):
            rows = await tx.fetch(store.SEALS_BY_NUMBER, [line.n for line in batch])
            held = {row["n"]: seal_hash(Seal(*row)).hex() for row in rows}
            wrong = [line.n for line in batch if line.n <= has and held.get(line.n) != line.hash]
            differs = differs or min(wrong, default=0)
    return Standing(has, lines[-1].n, lines[-1].at, differs)


def _read(log: SealLog) -> list[LogLine]:
    try:
        checkpoint = checkpoints.read(log.path)
        found: Iterable[LogLine | None] = [checkpoint.line()] if checkpoint else list(log.lines(log.mark()))
    except OSError:
        found = []
    lines = [line for line in found if line is not None]
    if not lines or None in found:
        raise NotConfigured(msg("%(file)s is neither a log of seals nor a checkpoint.", file=str(log.path)))
    return lines
