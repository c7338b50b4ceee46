"""`register retention`."""

import click

from declarations.retention.erasing import count_due, erase_due
from register.kernel.i18n import msg, say
from register.kernel.running import Runner


@click.command("retention")
@click.option("--erase", is_flag=True, help="Erase what is over. Without it, only count.")
@click.pass_obj
def retention_command(runner: Runner, *, erase: bool) -> None:
    """Count what is kept longer than its period, and with --erase erase it. What was erased cannot be read again."""
    for due in runner.run(count_due):
        told = {"name": due.name, "years": due.years, "count": due.count}
        line = msg("%(name)s: years kept: %(years)s; over: %(count)s", **told)
        endless = msg("%(name)s: kept without end", name=due.name)
        click.echo(say(line if due.before else endless))
    if not erase:
        click.echo(say(msg("Nothing was erased. Add --erase to do it.")))
        return
    rows = sum(sum(each.rows.values()) for each in runner.run(erase_due))
    click.echo(say(msg("Erased rows: %(rows)s. Each has its event in the ledger.", rows=rows)))
