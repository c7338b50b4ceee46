"""Checkpoints for outside parties: written to a file, and mailed to the addresses of `seals.checkpoint_to`."""

import os
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID, uuid5

import click

from register.auditing import ledger_settings
from register.kernel import clock
from register.kernel.db import REPEATABLE_READ, transaction
from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg, say
from register.kernel.identity import service
from register.ledger import checkpoints
from register.ledger.checkpoints import Checkpoint
from register.notices.configuration import mail_settings
from register.notices.errors import DeliveryError, explain
from register.notices.model import Notice, Recipient
from register.notices.rendering import compose
from register.notices.transports import Transport
from register.running import CommandRunner
from register.settings import Settings
from register.verifying import own_file

DAILY = timedelta(hours=24)
_LETTERS = UUID("6f6f1f0c-6c0e-4f0e-9a57-2f0a6b8f6b1d")
"""From which the ids of letters are made: a second copy of the same checkpoint is recognised as one."""


async def _newest(settings: Settings, since: Checkpoint | None = None) -> Checkpoint:
    names = {tag: settings.organisation.name(tag) for tag in ("ar", "en", "es", "fr")}
    async with transaction(service("verifier"), isolation=REPEATABLE_READ) as tx:
        return await checkpoints.newest(tx, ledger_settings(settings).keys(), names, since)


def write(runner: CommandRunner, output: Path, since: Path | None) -> int:
    """Write a checkpoint, with a proof from an earlier one; the number of its seal.

    Raises NotConfigured where there is no register or no seal, Conflict where the earlier one is of another history.
    """
    earlier = checkpoints.read(since) if since else None
    if since and earlier is None:
        raise NotConfigured(msg("%(file)s is no checkpoint.", file=str(since)))
    made = runner.run(lambda: _newest(runner.settings, earlier))
    with own_file(output) as out:
        out.write(made.written())
    return made.seal.n


def send(runner: CommandRunner) -> int:
    """Mail a checkpoint now; to how many. Raises NotConfigured where no address is set, ClickException unsent."""
    from register.work import transport  # which imports the daily round of this module

    if not runner.settings.seals.checkpoint_to:
        raise NotConfigured(msg("No address is set: seals.checkpoint_to."))
    try:
        return runner.run(lambda: _send(runner.settings, transport(runner.settings)))
    except DeliveryError as error:
        raise click.ClickException(say(explain(error.code))) from error


async def send_daily(settings: Settings, transport: Transport) -> None:
    """Mail a checkpoint where a day has passed since the last one and there is a new seal."""
    last = _last(settings)
    if not settings.seals.checkpoint_to or (last and clock.now() - _sent_at(settings) < DAILY):
        return
    try:
        newest = await _newest(settings)
    except NotConfigured:
        return  # nothing is sealed yet
    if last is None or newest.seal.n > last.seal.n:
        await _send(settings, transport)


def _kept(settings: Settings) -> Path:
    """The last checkpoint that was mailed: the next one proves that it only adds to it."""
    return settings.var / "checkpoint.json"


def _last(settings: Settings) -> Checkpoint | None:
    return checkpoints.read(_kept(settings)) if _kept(settings).exists() else None


def _sent_at(settings: Settings) -> datetime:
    return datetime.fromtimestamp(_kept(settings).stat().st_mtime, UTC)


async def _send(settings: Settings, transport: Transport) -> int:
    """Mail the newest checkpoint to every address and keep it once all were taken. Raises DeliveryError."""
    made = await _newest(settings, _last(settings))
    async with transport.session() as session:
        for address in settings.seals.checkpoint_to:
            await session.send(_letter(made, address, settings.organisation.default_language))
    with own_file(_kept(settings)) as out:
        out.write(made.written())
    moment = clock.now().timestamp()
    os.utime(_kept(settings), (moment, moment))
    return len(settings.seals.checkpoint_to)


def _letter(made: Checkpoint, address: str, language: str) -> EmailMessage:
    said = Notice(
        msg("Checkpoint of the register: seal %(n)s", n=str(made.seal.n)),
        (
            msg("Keep the attached file where nobody who runs the register can change it."),
            msg("It holds the newest seal: with it anybody can tell later whether the history was rewritten."),
        ),
        "/verification",
    )
    recipient = Recipient(person=UUID(int=0), email=address, name="", language=language, is_active=True)
    letter = compose(uuid5(_LETTERS, f"{made.seal.signature} {address}"), said, recipient, mail_settings())
    letter.add_attachment(
        made.written(), maintype="application", subtype="json", filename=f"checkpoint-{made.seal.n}.json"
    )
    return letter
