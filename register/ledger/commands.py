"""`register verify` and `register seals`."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click
import msgspec

from register.kernel.i18n import msg, nmsg, say
from register.ledger.findings import Answer, Report


class Asked(msgspec.Struct, frozen=True):
    """What is asked besides the verification itself."""

    seals: Path | None = None
    """Seals that were kept elsewhere, to compare with."""
    export: Path | None = None
    """Where the hashes go."""
    report: Path | None = None
    """A workbook of a periodic report, to compare with."""


Verified = Callable[[Asked], tuple[Report, Sequence[Answer]]]
_READ = click.Path(exists=True, dir_okay=False, path_type=Path)
_WRITTEN = click.Path(dir_okay=False, writable=True, path_type=Path)


def verify_command(verified: Verified) -> click.Command:
    """The command `verify` over a function of the composition root that runs the verification."""

    @click.command("verify")
    @click.option("--seals", type=_READ, help="A log of seals, or a checkpoint, that was kept elsewhere.")
    @click.option("--export", type=_WRITTEN, help="Write every hash, without any content, for another verifier.")
    @click.option("--report", type=_READ, help="A workbook of a periodic report: whether it says what was reported.")
    def verify(**asked: Path | None) -> None:
        """Check every chain and seal; name the first row that is not as it was written (exit status 1)."""
        report, answers = verified(Asked(**asked))
        print_report(report)
        for answer in answers:
            click.echo(say(answer.sentence))
        if not report.is_sound or not all(answer.holds for answer in answers):
            raise click.exceptions.Exit(1)

    return verify


def seals_group(written: Callable[[Path, Path | None], int], sent: Callable[[], int]) -> click.Group:
    """The commands `seals` over functions of the composition root: write a checkpoint, send one to whom it is set."""

    @click.group("seals")
    def seals() -> None:
        """Give seals to others, so that they can tell whether history was rewritten."""

    @seals.command("checkpoint")
    @click.option("-o", "--output", required=True, type=_WRITTEN)
    @click.option("--since", type=_READ, help="An earlier checkpoint: prove that nothing under it was changed.")
    def checkpoint(output: Path, since: Path | None) -> None:
        """Write the newest seal with its signature and public key to a file, without any content."""
        number = written(output, since)
        click.echo(say(msg("Seal %(n)s is in %(file)s.", n=str(number), file=str(output))))

    @seals.command("send")
    def send() -> None:
        """Mail a checkpoint now to the addresses of the setting seals.checkpoint_to."""
        count = sent()
        click.echo(
            say(nmsg("The checkpoint was sent to %(n)s address.", "The checkpoint was sent to %(n)s addresses.", count))
        )

    return seals


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
