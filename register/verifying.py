"""Running `register verify` over every room that keeps streams."""

from declarations.filing.store import DeclarationClaims
from register.ledger.findings import Report
from register.ledger.seal_log import SealLog
from register.ledger.signing import read_public_keys
from register.ledger.verification import verify
from register.running import CommandRunner
from register.settings import Settings


def seal_log(settings: Settings) -> SealLog:
    """The memory of seals outside the database."""
    return SealLog(settings.var / "seals.log")


async def report(settings: Settings) -> Report:
    """Verify everything in one snapshot."""
    public = read_public_keys(settings.var / "signing.pub")
    return await verify([DeclarationClaims()], public, seal_log(settings))


def verified(runner: CommandRunner) -> Report:
    """The same for the command line."""
    return runner.run(lambda: report(runner.settings))
