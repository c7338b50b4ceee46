"""`register export`."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, TextIO
from uuid import UUID

import click
from tqdm import tqdm

from declarations.codes.decisions import Effect, Status
from declarations.codes.vocabulary import GiftCategory, Kind
from declarations.review.model import Asked, Show
from register.access.service.resolving import identity_of_key
from register.kernel.db import transaction
from register.kernel.errors import NotSignedIn
from register.kernel.i18n import LOCALES, msg, nmsg, say
from register.kernel.identity import Identity
from register.kernel.running import Runner
from register.kernel.text import read_line
from register.people.store import person_by_email
from reports.extract import EXPORTER, checked, export_register
from reports.model import Audience, Exported, ExportRequest, FileFormat

TOKEN = "REGISTER_TOKEN"  # noqa: S105 - the name of the variable, not a token
_STATUSES = [str(status) for status in Status if status is not Status.DRAFT]
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("export")
@click.option("--kind", default="gift", show_default=True, type=click.Choice([str(each) for each in Kind]))
@click.option("--language", default="en", show_default=True, type=click.Choice(sorted(LOCALES)))
@click.option("--audience", required=True, type=click.Choice([str(audience) for audience in Audience]))
@click.option("--as", "email", metavar="EMAIL", help="For the desk: whose access key is asked for.")
@click.option("--from", "since", type=_DAY, help="First date of receipt, such as 2026-01-01.")
@click.option("--to", "until", type=_DAY, help="Last date of receipt.")
@click.option("--show", type=click.Choice([str(show) for show in Show]), help="Only one view of the desk, open cases.")
@click.option("--status", type=click.Choice(_STATUSES), help="Only cases with this status.")
@click.option("--effect", type=click.Choice([str(effect) for effect in Effect]), help="Only cases with this effect.")
@click.option("--category", type=click.Choice([str(each) for each in GiftCategory]), help="Only gifts that are this.")
@click.option("--band", metavar="BAND", help="Only this value band: its upper bound, above or not_valued.")
@click.option("--event-from", type=_DAY, help="Only cases of an event on this day or later.")
@click.option("--event-to", type=_DAY, help="Only cases of an event up to this day.")
@click.option("--filed-from", type=_DAY, help="Only cases filed on this day or later.")
@click.option("--filed-to", type=_DAY, help="Only cases filed up to this day.")
@click.option("--filter", "saved", type=click.UUID, help="For the desk: only what this saved filter holds.")
@click.option("--words", type=click.File(), help="For the desk: a file with words to search for, - for the input.")
@click.option(
    "--format",
    "file_format",
    type=click.Choice([str(each) for each in FileFormat]),
    help="Of the file; otherwise as its name ends, a workbook unless it ends in .csv.",
)
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.pass_obj
def export_command(
    runner: Runner, /, audience: str, email: str | None, output: Path, file_format: str | None, **asked: Any
) -> None:
    """Export the register: without names for the governing body, or what one officer may see.

    A workbook with cover, summary, register and method, or the register alone as comma-separated values.
    """
    request = _request(Audience(audience), FileFormat(file_format or _ending(output)), **asked)
    checked(request)
    if (email is not None) != (request.audience is Audience.DESK):
        raise click.UsageError(say(msg("--as EMAIL is required with --audience desk and used with nothing else.")))
    key = _key(email) if email else ""
    made = runner.run(lambda: _exported(request, email, key, output))
    click.echo(
        say(
            nmsg(
                "%(n)s declaration exported to %(file)s.", "%(n)s declarations exported to %(file)s.", made.rows,
                file=str(output),
            )
        )
    )  # fmt: skip


def _request(
    audience: Audience,
    file_format: FileFormat,
    *,
    kind: str,
    language: str,
    since: datetime | None,
    until: datetime | None,
    **chosen: Any,
) -> ExportRequest:
    return ExportRequest(
        kind=kind,
        audience=audience,
        language=language,
        since=_day(since),
        until=_day(until),
        format=file_format,
        asked=_asked(**chosen),
    )


def _asked(
    show: str | None, status: str | None, saved: UUID | None, words: TextIO | None, **more: str | datetime | None
) -> Asked | None:
    """The list that is exported; None where nothing is chosen. Words come from a file: commands are seen by others."""
    given: dict[str, Any] = {"show": Show(show)} if show else {}
    given |= {"status": Status(status)} if status else {}
    given |= {"words": read_line(words.read())} if words else {}
    given |= {name: _day(value) if isinstance(value, datetime) else value for name, value in more.items() if value}
    return Asked(**given, saved=saved) if given or saved else None


def _ending(output: Path) -> FileFormat:
    return FileFormat.CSV if output.suffix.lower() == ".csv" else FileFormat.XLSX


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _key(email: str) -> str:
    """The access key of a person: from the environment, else asked for where somebody can answer unseen."""
    given = os.environ.get(TOKEN, "")
    if not given and sys.stdin.isatty():
        given = click.prompt(say(msg("Access key of %(email)s", email=email)), hide_input=True)
    if not given:
        raise click.UsageError(
            say(msg("Put the access key of %(email)s into the variable %(variable)s.", variable=TOKEN, email=email))
        )
    return given.strip()


async def _exported(request: ExportRequest, email: str | None, key: str, output: Path) -> Exported:
    identity = EXPORTER if email is None else await _person(email, key)
    with replacing(output) as out, tqdm(unit=" rows", disable=not sys.stderr.isatty()) as bar:

        def told(rows: int) -> None:
            bar.update(rows)

        return await export_register(identity, request, out, told)


async def _person(email: str, key: str) -> Identity:
    """Whoever the key stands for. NotSignedIn unless that is the person with the address."""
    identity = await identity_of_key(key)
    refused = NotSignedIn(msg("This access key is not one of %(email)s, or it has ended.", email=email))
    if identity.person is None:
        raise refused
    async with transaction(identity) as tx:
        found = await person_by_email(tx, email)
    if found is None or found.id != identity.person:
        raise refused
    return identity


@contextlib.contextmanager
def replacing(output: Path) -> Iterator[BinaryIO]:
    """A file for its owner alone that takes the place of `output` when it is complete, and leaves nothing otherwise."""
    try:
        handle, name = tempfile.mkstemp(dir=output.absolute().parent, prefix=".export-", suffix=output.suffix)
    except OSError as error:
        raise click.ClickException(say(msg("Cannot write to %(file)s.", file=str(output)))) from error
    try:
        with os.fdopen(handle, "w+b") as out:
            yield out
        Path(name).replace(output)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
