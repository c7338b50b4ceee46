"""Running `register verify` over every room that keeps streams."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from register.auditing import ledger_settings
from register.kernel.db import REPEATABLE_READ, transaction
from register.kernel.i18n import msg, nmsg, say
from register.kernel.identity import service
from register.ledger.commands import Asked
from register.ledger.exporting import export_hashes
from register.ledger.findings import Answer, Report
from register.ledger.seal_log import SealLog
from register.ledger.standing import Standing, standing
from register.ledger.verification import examine
from register.running import CommandRunner
from register.settings import Settings


async def report(settings: Settings) -> Report:
    """Verify everything in one snapshot."""
    return (await _examined(settings, None))[0]


async def _examined(settings: Settings, export: Path | None) -> tuple[Report, int]:
    """The verification, and how many lines of hashes were written from the same snapshot."""
    told = ledger_settings(settings)
    mark = told.log.mark()
    async with transaction(service("verifier"), isolation=REPEATABLE_READ) as tx:
        found = await examine(tx, told.sources, told.keys(), told.log, mark)
        if export is None:
            return found, 0
        with own_file(export) as out:
            return found, await export_hashes(tx, told.sources, told.keys(), out)


@contextmanager
def own_file(path: Path) -> Iterator[BinaryIO]:
    """A file that nobody else may read. ClickException where it cannot be written."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise click.ClickException(say(msg("Cannot write to %(file)s.", file=str(path)))) from error
    with os.fdopen(handle, "wb") as out:
        yield out


async def _answered(settings: Settings, asked: Asked) -> tuple[Report, Sequence[Answer]]:
    found, lines = await _examined(settings, asked.export)
    answers = []
    if asked.export:
        said = nmsg(
            "%(n)s line of hashes, without any content, is in %(file)s.",
            "%(n)s lines of hashes, without any content, are in %(file)s.",
            lines,
            file=str(asked.export),
        )
        answers.append(Answer(said))
    if asked.seals:
        stands = await standing(SealLog(asked.seals))
        answers.append(Answer(stands.sentence, stands.is_whole))
    if asked.report:
        from reports.periodic.proving import check_workbook  # brings what writes workbooks

        answers += await check_workbook(asked.report)
    return found, answers


async def _both(settings: Settings, seals: SealLog | None) -> tuple[Report, Standing | None]:
    return await report(settings), await standing(seals) if seals else None


def report_and_standing(runner: CommandRunner, seals: SealLog | None) -> tuple[Report, Standing | None]:
    """The verification, and how the register stands to seals that were kept elsewhere.

    Raises NotConfigured where there is no register.
    """
    return runner.run(lambda: _both(runner.settings, seals))


def verified(runner: CommandRunner, asked: Asked) -> tuple[Report, Sequence[Answer]]:
    """The verification, and what was asked besides: hashes written, seals and a report compared.

    Raises NotConfigured where there is no register.
    """
    return runner.run(lambda: _answered(runner.settings, asked))
