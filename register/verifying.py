"""Running `register verify` over every room that keeps streams."""

from register.auditing import ledger_settings
from register.ledger.findings import Report
from register.ledger.seal_log import SealLog
from register.ledger.standing import Standing, standing
from register.ledger.verification import verify
from register.running import CommandRunner
from register.settings import Settings


async def report(settings: Settings) -> Report:
    """Verify everything in one snapshot."""
    told = ledger_settings(settings)
    return await verify(told.sources, told.keys(), told.log)


async def _both(settings: Settings, seals: SealLog | None) -> tuple[Report, Standing | None]:
    return await report(settings), await standing(seals) if seals else None


def report_and_standing(runner: CommandRunner, seals: SealLog | None) -> tuple[Report, Standing | None]:
    """The verification, and how the register stands to seals that were kept elsewhere.

    Raises NotConfigured where there is no register.
    """
    return runner.run(lambda: _both(runner.settings, seals))
