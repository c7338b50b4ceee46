"""Running `register verify` over every room that keeps streams."""

from register.auditing import ledger_settings
from register.ledger.findings import Report
from register.ledger.verification import verify
from register.running import CommandRunner
from register.settings import Settings


async def report(settings: Settings) -> Report:
    """Verify everything in one snapshot."""
    told = ledger_settings(settings)
    return await verify(told.sources, told.keys(), told.log)


def verified(runner: CommandRunner) -> Report:
    """The same for the command line."""
    return runner.run(lambda: report(runner.settings))
