"""`register people …`: loading people, and the first administrator of a new installation."""

from pathlib import Path

import click

from register.access.service.links import make_first_administrator_link
from register.access.service.staffing import load_people_file
from register.kernel.errors import NotConfigured, RegisterError
from register.kernel.i18n import say
from register.kernel.running import Runner
from register.notices.configuration import mail_settings


@click.group("people")
def people_group() -> None:
    """Persons, units, reporting lines and roles."""


@people_group.command("load")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
def load(runner: Runner, file: Path) -> None:
    """Load people from a CSV or XLSX FILE: all of it or, when anything is wrong, nothing.

    Columns: email, family_name, first_name, unit, supervisor_email, capacity, languages, roles. A newer file updates
    whom it names; languages are taken when a person is added and are then that person's own choice.
    """
    try:
        report = runner.run(lambda: load_people_file(file))
    except NotConfigured:
        raise  # there is no register here: nothing is wrong with the file
    except RegisterError as error:
        _complain(error)
    else:
        click.echo(f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged")


@people_group.command("first-administrator")
@click.argument("email")
@click.pass_obj
def first_administrator(runner: Runner, email: str) -> None:
    """Print the one-time link of an administrator who has never signed in; everyone else gets theirs by mail."""
    path = runner.run(lambda: make_first_administrator_link(email))
    click.echo(mail_settings().base_url.rstrip("/") + path)


def _complain(error: RegisterError) -> None:
    click.echo(say(error.message), err=True)
    for field in error.fields:
        if field.message != error.message:
            click.echo(f"  {say(field.message)}", err=True)
    raise SystemExit(1)
