"""The command `register`. Exit status 0: done; 1: the work found faults; 2: it could not be done, in one line."""

import os
import sys
from collections.abc import Callable
from typing import Any

import click

from register.kernel.errors import RegisterError
from register.kernel.i18n import negotiate, say, set_locale


class _Commands(click.Group):
    """Loads a command's room only when the command is called, so that `evaluate` opens nothing it does not need."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(_LOADERS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        loader = _LOADERS.get(cmd_name)
        return loader() if loader else None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def register(context: click.Context) -> None:
    """The declaration register of an international organisation."""
    from register import settings
    from register.running import CommandRunner

    if context.invoked_subcommand not in _WITHOUT_SETTINGS:
        context.obj = CommandRunner(settings.load(), may_make=context.invoked_subcommand in _MAKING)


def main() -> None:
    """Run a command; every error that the register knows is one line, in the language of the terminal."""
    set_locale(negotiate(None, None, os.environ.get("LC_ALL") or os.environ.get("LANG", "").replace("_", "-")))
    try:
        status = register.main(prog_name="register", standalone_mode=False)
    except click.exceptions.Exit as end:
        status = end.exit_code
    except click.Abort:
        status = 130
    except click.ClickException as error:
        click.echo(f"register: {' '.join(error.format_message().split())}", err=True)
        status = 2
    except RegisterError as error:
        _say(error)
        status = 2
    except BrokenPipeError:
        sys.stderr.close()
        status = 1
    sys.exit(status if isinstance(status, int) else 0)


def _say(error: RegisterError) -> None:
    lines = [": ".join(part for part in (fault.name, say(fault.message)) if part) for fault in error.fields]
    text = "; ".join(lines) or say(error.message)
    click.echo(f"register: {' '.join(text.split())}", err=True)


def _serve() -> click.Command:
    @click.command("serve")
    @click.option("--host", default="127.0.0.1", show_default=True)
    @click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
    @click.option("--demo", is_flag=True, help="Serve the demonstration organization.")
    @click.option("--empty", is_flag=True, help="Begin the demonstration without cases.")
    @click.option("--no-past", is_flag=True, help="Begin the demonstration without its years of history.")
    @click.pass_obj
    def serve(runner: Any, /, host: str, port: int, **of_demonstration: bool) -> None:
        """Serve the register, watch over what serves it, and start again what dies."""
        from register.serve_command import serve as served

        served(runner.settings, host, port, **of_demonstration)

    return serve


def _migrate() -> click.Command:
    @click.command("migrate")
    @click.pass_obj
    def migrate(runner: Any) -> None:
        """Bring the database to the present schema, as the owner of its tables."""
        import asyncio

        from register import migration
        from register.running import database

        if runner.settings.is_embedded:
            with database(runner.settings):
                return
        for name in asyncio.run(migration.migrate(runner.owner_url())):
            click.echo(name)

    return migrate


def _demo() -> click.Command:
    @click.command("demo")
    @click.pass_obj
    def demo(runner: Any) -> None:
        """Load the demonstration organization into the embedded database and print its sign-ins."""
        from register.demonstration import load, printed_sign_ins, refuse_foreign_database

        refuse_foreign_database(runner.settings)
        runner.run(lambda: load(runner.settings))
        click.echo(printed_sign_ins(runner.settings))

    return demo


def _worker() -> click.Command:
    @click.command("worker")
    @click.pass_obj
    def worker(runner: Any) -> None:
        """Send mail, seal the ledger and close what is due, until stopped; a server does this in its first process."""
        import contextlib

        from register.work import run_alone

        with contextlib.suppress(KeyboardInterrupt):
            runner.run(lambda: run_alone(runner.settings))

    return worker


def _verify() -> click.Command:
    from register.ledger.commands import verify_command
    from register.verifying import verified

    return verify_command(lambda asked: verified(click.get_current_context().obj, asked))


def _seals() -> click.Command:
    from register.checkpointing import send, write
    from register.ledger.commands import seals_group

    def runner() -> Any:
        return click.get_current_context().obj

    return seals_group(lambda output, since: write(runner(), output, since), lambda: send(runner()))


def _of(module: str, name: str) -> Callable[[], click.Command]:
    def load() -> click.Command:
        import importlib

        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    return load


_WITHOUT_SETTINGS = frozenset({"evaluate"})
_MAKING = frozenset({"demo", "migrate", "serve"})
"""The commands that make a register where there is none; every other works on one that is there."""
_LOADERS: dict[str, Callable[[], click.Command]] = {
    "backup": _of("register.backup.commands", "backup_command"),
    "demo": _demo,
    "evaluate": _of("declarations.codes.commands", "evaluate_command"),
    "export": _of("reports.commands", "export_command"),
    "import": _of("declarations.legacy.commands", "import_command"),
    "keys": _of("register.vault.commands", "keys_group"),
    "migrate": _migrate,
    "parties": _of("declarations.parties.commands", "parties_group"),
    "people": _of("register.access.commands", "people_group"),
    "rates": _of("declarations.codes.commands", "rates_group"),
    "retention": _of("declarations.retention.commands", "retention_command"),
    "report": _of("reports.periodic.commands", "report_command"),
    "restore": _of("register.backup.commands", "restore_command"),
    "seals": _seals,
    "serve": _serve,
    "verify": _verify,
    "what-if": _of("declarations.whatif.commands", "what_if_command"),
    "worker": _worker,
}
