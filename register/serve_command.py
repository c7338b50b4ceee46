"""What `register serve` does before and around serving."""

import asyncio
import os
import sys

import click

from register import demonstration, migration
from register.kernel.embedded import Embedded
from register.kernel.i18n import msg, say
from register.keys import open_keys, signing_key
from register.running import embedded_of, opened
from register.serving import Parent, bind
from register.settings import Settings
from register.work import transport


def serve(settings: Settings, host: str, port: int, *, demo: bool) -> None:
    """Bind, prepare the database, then watch over the serving processes until told to stop."""
    if demo:
        demonstration.refuse_foreign_database(settings)
        settings = demonstration.demonstration_settings(settings)
    listener = bind(host, port)
    settings.var.mkdir(parents=True, exist_ok=True)
    open_keys(settings)
    if settings.background:
        signing_key(settings)
    transport(settings)  # refused here in one line rather than in the log of a serving process
    if not settings.is_embedded:
        asyncio.run(_ready(settings, settings.database_url))
        environment = _environment(settings, settings.database_url, demo=False)
        Parent(listener, environment, settings.workers, grace_seconds=settings.grace_seconds).serve()
        return
    with embedded_of(settings).use() as embedded:
        _prepare(settings, embedded, demo=demo)
        _announce(settings, host, port, demo=demo)
        environment = _environment(settings, embedded.url("register_app"), demo=demo)
        Parent(listener, environment, settings.workers, embedded, settings.grace_seconds).serve()


def _prepare(settings: Settings, embedded: Embedded, *, demo: bool) -> None:
    asyncio.run(migration.migrate(embedded.url("register_owner")))
    if demo:
        asyncio.run(_load_demonstration(settings, embedded.url("register_app")))


async def _load_demonstration(settings: Settings, url: str) -> None:
    async with opened(settings, url):
        await demonstration.load(settings)


async def _ready(settings: Settings, url: str) -> None:
    async with opened(settings, url):
        pass


def _environment(settings: Settings, url: str, *, demo: bool) -> dict[str, str]:
    kept = dict(os.environ) | {"REGISTER_SERVING_URL": url, "REGISTER_VAR": str(settings.var)}
    return kept | ({"REGISTER_DEMONSTRATION": "true"} if demo else {})


def _announce(settings: Settings, host: str, port: int, *, demo: bool) -> None:
    if demo:
        click.echo(demonstration.printed_sign_ins(settings))
    click.echo(say(msg("The register is open at %(address)s", address=f"http://{host}:{port}/")))
    sys.stdout.flush()
