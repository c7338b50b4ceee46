"""`register evaluate` and `register rates load`."""

import os
import sys
from datetime import date, datetime
from pathlib import Path

import click
import msgspec

from declarations.codes import library
from declarations.codes.answer import answer
from declarations.codes.engine import NOTHING_TO_DECLARE, day_of, evaluate
from declarations.codes.facts import Facts, read_facts
from declarations.codes.model import Evaluation, Profile
from declarations.codes.rate_files import rates_from_file, read_rates
from declarations.codes.rates import NO_RATES
from declarations.codes.reading import NotLoadable
from declarations.codes.service import load_rates
from declarations.codes.vocabulary import Kind
from register.kernel.clock import today
from register.kernel.errors import Invalid
from register.kernel.i18n import LOCALES, msg, say
from register.kernel.running import Runner

_LARGEST_FACTS = 1_000_000


class BadInput(click.ClickException):
    """What was given cannot be used: one line, exit status 2."""

    exit_code = 2


@click.command("evaluate")
@click.argument("facts_file", metavar="FACTS.json")
@click.option("--profile", metavar="NAME|FILE", help="Judge by this profile instead of the one of the capacity.")
@click.option("--rates", metavar="FILE", help="Rates of exchange (UN, ECB or own layout).")
@click.option("--on", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="Use the version in force on this day.")
@click.option("--language", "-l", type=click.Choice(sorted(LOCALES)), default=None, help="Language of the messages.")
def evaluate_command(
    facts_file: str, profile: str | None, rates: str | None, on: datetime | None, language: str | None
) -> None:
    """Judge a facts file by the shipped codes and print the answer as JSON; `-` reads standard input.

    No database is opened, and nothing is kept.
    """
    facts = read_facts(_read(facts_file))
    try:
        evaluation = judge(facts, profile, Path(rates) if rates else None, on.date() if on else None)
    except NotLoadable as error:
        raise BadInput(str(error)) from error
    text = msgspec.json.encode(answer(evaluation, language))
    click.echo(msgspec.json.format(text, indent=2).decode())


def judge(facts: Facts, profile: str | None, rates: Path | None, on: date | None) -> Evaluation:
    """The evaluation of a facts file; one that holds no day at all is judged as of today.

    Raises Invalid, and NotLoadable for a profile that does not exist or cannot be used.
    """
    known = rates_from_file(rates) if rates else NO_RATES
    if facts.kind is Kind.NIL and profile is None and facts.capacity is None:
        return NOTHING_TO_DECLARE
    chosen = _profile(profile) if profile else library.profile_for(facts)
    day = on or day_of(facts) or today()
    return evaluate(facts, chosen, known, day)


def _profile(name: str) -> Profile:
    """A shipped profile, or one from a file; a name with a dot or a slash is a file."""
    known = library.shipped()
    if name in known.profiles or not {".", "/", os.sep} & set(name):
        return known.profile(name)
    return library.profile_from_file(Path(name), known)


def _read(name: str) -> bytes:
    try:
        raw = sys.stdin.buffer.read(_LARGEST_FACTS + 1) if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BadInput(say(msg("The file %(file)s cannot be read.", file=name))) from error
    if len(raw) > _LARGEST_FACTS:
        raise BadInput(say(msg("The file %(file)s is too large.", file=name)))
    return raw


@click.group("rates")
def rates_group() -> None:
    """Rates of exchange."""


@rates_group.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", metavar="NAME", help="Name of the source, for a layout of your own.")
@click.pass_obj
def load_command(runner: Runner, file: Path, source: str | None) -> None:
    """Load a file of rates: UN operational rates, ECB reference rates, or base, currency, effective_date, units.

    A file with a fault is not loaded at all; every fault is printed with its row (exit status 1).
    """
    try:
        found = read_rates(file, source)
    except Invalid as error:
        for fault in error.fields:
            click.echo(say(fault.message), err=True)
        raise click.exceptions.Exit(1) from error
    for left_out in found.skipped:
        click.echo(say(left_out), err=True)
    loaded = runner.run(lambda: load_rates(found))
    click.echo(
        say(
            msg(
                "%(source)s: rates in the file %(all)s, new %(added)s, changed %(changed)s.",
                source=found.source,
                all=len(found.quotes),
                added=loaded.added,
                changed=loaded.changed,
            )
        )
    )
