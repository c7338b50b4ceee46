"""`register report`."""

import sys
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import click
from tqdm import tqdm

from register.kernel.db import Transaction, transaction
from register.kernel.i18n import LOCALES, Locale, msg, say
from register.kernel.running import Runner
from reports.commands import replacing
from reports.periodic import store_reports
from reports.periodic.catalogue import CATALOGUE
from reports.periodic.model import DataSet, Profile
from reports.periodic.publishing import Heading, publish
from reports.periodic.service.making import REPORTER, make_data_set
from reports.periodic.spans import period_before
from reports.periodic.words import Beside, not_beside
from reports.periodic.workbook import write_workbook
from reports.settings import organisation

THRESHOLD = 5
_STEPS = 2 + len(CATALOGUE)
"""Counting, protecting, and the tables."""
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("report")
@click.option("--from", "since", required=True, type=_DAY, help="First day of the period, such as 2026-01-01.")
@click.option("--to", "until", required=True, type=_DAY, help="Last day of the period.")
@click.option("--language", default="en", show_default=True, type=click.Choice(sorted(LOCALES)))
@click.option(
    "--profile",
    default=str(Profile.GENERAL_ASSEMBLY),
    show_default=True,
    type=click.Choice([str(each) for each in Profile]),
    help="For whom the report is.",
)
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.pass_obj
def report_command(
    runner: Runner, /, since: datetime, until: datetime, language: str, profile: str, output: Path
) -> None:
    """Count a period, keep the numbers as a data set, and write the report on it as a workbook.

    The workbook is marked as not released: a report is written, frozen and released on the pages, by two people.
    """
    period, locale = (since.date(), until.date()), LOCALES[language]
    kept = runner.run(lambda: written(period, Profile(profile), locale, output))
    told = msg(
        "The report was written to %(file)s. It is not released. Its data set: %(data_set)s.",
        file=str(output),
        data_set=str(kept),
    )
    click.echo(say(told))


async def _warned(tx: Transaction, counted: DataSet) -> list[Beside]:
    """The released reports that tell of the same days, after they were named on the error output."""
    span = (counted.since, counted.until)
    found = [each.beside for each in await store_reports.released_around(tx, span, period_before(*span))]
    if found:
        click.echo(say(not_beside(found)), err=True)
    return found


async def written(period: tuple[date, date], profile: Profile, locale: Locale, output: Path) -> UUID:
    """The id of the data set that was counted and kept. Raises Invalid for a period that cannot be counted."""
    with replacing(output) as out, tqdm(total=_STEPS, unit=" steps", disable=not sys.stderr.isatty()) as bar:

        def told() -> None:
            bar.update()

        kept = await make_data_set(REPORTER, *period)
        told()
        async with transaction(REPORTER) as tx:
            counted = (await store_reports.data_set(tx, kept)).opened()
            beside = await _warned(tx, counted)
        report = publish(counted, Heading(profile, "", {}), THRESHOLD)
        told()
        write_workbook(report, locale, organisation(), out, is_released=False, beside=beside, told=told)
    return kept
