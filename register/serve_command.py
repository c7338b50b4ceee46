"""What `register serve` does before and around serving."""

import asyncio
import os
import socket
import sys
from collections.abc import Mapping

import click

from register import demonstration, migration
from register.kernel.embedded import Embedded
from register.kernel.i18n import msg, say
from register.keys import open_keys, signing_key
from register.operations import logs
from register.operations.serving_figures import Shared, figures_of_children
from register.running import embedded_of, opened
from register.serving import Parent, bind
from register.settings import Settings
from register.work import transport


def serve(settings: Settings, host: str, port: int, *, demo: bool, empty: bool = False, no_past: bool = False) -> None:
    """Bind, prepare the database, then watch over the serving processes until told to stop."""
    if demo:
        demonstration.refuse_foreign_database(settings)
        settings = demonstration.demonstration_settings(settings)
    logs.configure(settings.log)
    listener = bind(host, port)
    settings.var.mkdir(parents=True, exist_ok=True)
    open_keys(settings)
    if settings.background:
        signing_key(settings)
    transport(settings)  # refused here in one line rather than in the log of a serving process
    begins = {"cases": not empty, "past": not no_past}
    with figures_of_children(settings.metrics) as figures:
        _serve(settings, listener, figures, f"http://{host}:{port}/", begins)


def _serve(
    settings: Settings, listener: socket.socket, figures: Shared, address: str, begins: Mapping[str, bool]
) -> None:
    """Watch over the serving processes on the database of the settings, which the embedded one is started for."""
    parent = Parent(listener, {}, settings.workers, None, settings.grace_seconds, figures.forget)
    if not settings.is_embedded:
        asyncio.run(_ready(settings, settings.database_url))
        parent.environment = _environment(settings, settings.database_url, figures)
        parent.serve()
        return
    with embedded_of(settings).use() as embedded:
        _prepare(settings, embedded, begins)
        _announce(settings, address)
        parent.environment = _environment(settings, embedded.url("register_app"), figures)
        parent.embedded = embedded
        parent.serve()


def _prepare(settings: Settings, embedded: Embedded, begins: Mapping[str, bool]) -> None:
    asyncio.run(migration.migrate(embedded.url("register_owner")))
    if settings.demonstration:
        asyncio.run(_load_demonstration(settings, embedded.url("register_app"), begins))


async def _load_demonstration(settings: Settings, url: str, begins: Mapping[str, bool]) -> None:
    async with opened(settings, url):
        await demonstration.load(settings, **begins)


async def _ready(settings: Settings, url: str) -> None:
    async with opened(settings, url):
        pass


def _environment(settings: Settings, url: str, figures: Shared) -> dict[str, str]:
    kept = dict(os.environ) | {"REGISTER_SERVING_URL": url, "REGISTER_VAR": str(settings.var)}
    return kept | dict(figures.environment) | ({"REGISTER_DEMONSTRATION": "true"} if settings.demonstration else {})


def _announce(settings: Settings, address: str) -> None:
    if settings.demonstration:
        click.echo(demonstration.printed_sign_ins(settings))
    click.echo(say(msg("The register is open at %(address)s", address=address)))
    sys.stdout.flush()
