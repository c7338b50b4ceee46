"""`register verify`."""

from collections.abc import Callable
from pathlib import Path

import click

from register.kernel.i18n import msg, nmsg, say
from register.ledger.findings import Report
from register.ledger.seal_log import SealLog
from register.ledger.standing import Standing

Verified = Callable[[SealLog | None], tuple[Report, Standing | None]]


def verify_command(verified: Verified) -> click.Command:
    """The command `verify` over a function of the composition root that runs the verification."""

    @click.command("verify")
    @click.option(
        "--seals",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A log of seals that was kept elsewhere.",
    )
    def verify(seals: Path | None) -> None:
        """Check every chain and seal; name the first row that is not as it was written (exit status 1)."""
        report, standing = verified(SealLog(seals) if seals else None)
        print_report(report)
        if standing is not None:
            click.echo(say(standing.sentence))
        if not report.is_sound or (standing is not None and not standing.is_whole):
            raise click.exceptions.Exit(1)

    return verify


def print_report(report: Report) -> None:
    """The report as a few lines: what was checked, then the first fault and how many more."""
    click.echo(
        say(
            msg(
                "Checked: events %(events)s, histories %(streams)s, entries of the reading log %(readings)s,"
                " seals %(seals)s; not sealed yet: %(unsealed)s.",
                events=report.events,
                streams=report.streams,
                readings=report.readings,
                seals=report.seals,
                unsealed=report.unsealed,
            )
        )
    )
    for warning in report.warnings:
        click.echo(say(warning), err=True)
    if report.is_sound:
        click.echo(say(msg("Everything is as it was written.")))
        return
    click.echo(say(report.faults[0].what))
    if report.fault_count > 1:
        click.echo(say(nmsg("%(n)s more fault.", "%(n)s more faults.", report.fault_count - 1)))
