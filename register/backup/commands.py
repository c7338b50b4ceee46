"""`register backup` and `register restore`."""

import hashlib
import sys
from pathlib import Path
from typing import NoReturn

import click
from tqdm import tqdm

from register.backup.making import make_backup
from register.backup.restoring import Restored, Wish, restore
from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg, say
from register.ledger.commands import print_report
from register.running import CommandRunner

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("backup")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The new file.")
@click.pass_obj
def backup_command(runner: CommandRunner, output: Path) -> None:
    """Keep the embedded register as one encrypted file, while it serves."""
    if not output.absolute().parent.is_dir():
        raise NotConfigured(msg("The folder %(folder)s does not exist.", folder=str(output.absolute().parent)))
    with _bar() as bar:
        head = make_backup(runner.settings, output.absolute(), bar.update)
    click.echo(say(msg("The backup is in %(file)s, sha256 %(sum)s.", file=str(output), sum=_sum(output))))
    if head.seal is not None:
        at = f"{head.seal.at:%Y-%m-%d %H:%M} UTC"
        click.echo(say(msg("It holds seal %(n)s of %(at)s and what follows it.", n=head.seal.n, at=at)))
    click.echo(
        say(msg("The master key %(key)s opens it and is not in it: keep that key somewhere else.", key=head.key_id))
    )


@click.command("restore")
@click.argument("backup", type=_FILE)
@click.option("--master-key", type=_FILE, help="File of the master keys; without it the key of this installation.")
@click.option("--seals", type=_FILE, help="The newest log of seals that was kept elsewhere.")
@click.option("--accept-older", is_flag=True, help="Put it in use although seals made since are lost.")
@click.option("--drill", is_flag=True, help="Restore and verify in a place of its own, and remove it again.")
@click.pass_obj
def restore_command(
    runner: CommandRunner,
    backup: Path,
    master_key: Path | None,
    seals: Path | None,
    *,
    accept_older: bool,
    drill: bool,
) -> None:
    """Restore BACKUP into an empty place, verified before it is put in use (exit status 1: it is not)."""
    wish = Wish(master_key=master_key, seals=seals, accept_older=accept_older, drill=drill)
    with _bar() as bar:
        done = restore(runner.settings, backup, wish, bar.update)
    _tell(done, drill=drill)
    is_good = done.report.is_sound and (done.standing is None or done.standing.is_whole)
    if not (done.in_use or (drill and is_good)):
        raise click.exceptions.Exit(1)


def _tell(done: Restored, *, drill: bool) -> None:
    print_report(done.report)
    if done.standing is not None:
        click.echo(say(done.standing.sentence))
    if done.in_use:
        click.echo(say(msg("The register is restored. A new signing key is made when it is served.")))
    elif drill:
        click.echo(say(msg("This was a drill: the place is removed again, nothing was changed.")))
    else:
        click.echo(say(msg("Nothing was put in use.")))


def _bar() -> "tqdm[NoReturn]":
    return tqdm(unit="B", unit_scale=True, disable=not sys.stderr.isatty(), file=sys.stderr, leave=False)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
