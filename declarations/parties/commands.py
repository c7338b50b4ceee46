"""`register parties`."""

from pathlib import Path

import click

from declarations.parties.model import LoadReport
from declarations.parties.party_file import read_party_file
from declarations.parties.service import load_rows
from register.kernel.errors import Invalid
from register.kernel.i18n import Message, msg, say
from register.kernel.identity import service
from register.kernel.running import Runner


@click.group("parties")
def parties_group() -> None:
    """The directory of givers: member States, bodies, vendors, partners."""


@parties_group.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--list", "source_list", help="Name of the list; the name of the file where none is given.")
@click.option("--replace", is_flag=True, help="The file is the whole list: retire what it no longer names.")
@click.pass_obj
def load(runner: Runner, file: Path, source_list: str | None, *, replace: bool) -> None:
    """Load parties from FILE (CSV or XLSX): all of it or, with faults by row, nothing (exit status 1)."""
    try:
        rows = read_party_file(file)
    except Invalid as error:
        click.echo(say(error.message), err=True)
        for fault in error.fields:
            click.echo(say(fault.message), err=True)
        raise click.exceptions.Exit(1) from error
    name = source_list or file.stem
    click.echo(say(told(runner.run(lambda: load_rows(service("loader"), rows, source_list=name, replace=replace)))))


def told(report: LoadReport) -> Message:
    """What a load changed, as a sentence."""
    return msg(
        "Added: %(added)s, changed: %(changed)s, unchanged: %(unchanged)s, retired: %(retired)s.",
        added=report.added,
        changed=report.changed,
        unchanged=report.unchanged,
        retired=report.retired,
    )
