"""`register keys`: list, rotate, retire."""

import click
from tqdm import tqdm

from register import vault
from register.kernel.i18n import msg, say
from register.kernel.running import Runner
from register.vault import rotation


@click.group("keys")
def keys_group() -> None:
    """The master keys, which open everything that was declared."""


@keys_group.command("list")
@click.pass_obj
def list_keys(runner: Runner) -> None:
    """Each key that is held, and how many rows it opens."""

    async def counted() -> dict[str, int]:
        return await rotation.rows_by_key(vault.keyring())

    for place, (key, rows) in enumerate(runner.run(counted).items()):
        line = msg("Key %(key)s: current, rows: %(rows)s", key=key, rows=rows)
        click.echo(say(msg("Key %(key)s: old, rows: %(rows)s", key=key, rows=rows) if place else line))


@keys_group.command("rotate")
@click.pass_obj
def rotate_keys(runner: Runner) -> None:
    """Make a new master key and wrap every data key with it, while the register serves.

    A rotation that was stopped is finished first. Where the keys come from the environment, put the new key in front
    there, start again, and run this.
    """

    async def rotate() -> tuple[bool, int]:
        ring = vault.keyring()
        left = await rotation.rows_to_rewrap(ring.current)
        is_new = ring.path is not None and not left
        if is_new:
            await rotation.begin_rotation(ring)
            left = await rotation.rows_to_rewrap(ring.current)
        with tqdm(total=left, disable=None, unit=" rows") as bar:
            return is_new, await rotation.rewrap_all(ring, bar.update)

    is_new, rows = runner.run(rotate)
    begun = msg("A new master key is in use; rows wrapped anew: %(rows)s.", rows=rows)
    ended = msg("Every row is under the current master key; rows wrapped anew: %(rows)s.", rows=rows)
    click.echo(say(begun if is_new else ended))
    click.echo(say(msg("Old keys stay until they are retired: backups made before may need them.")))


@keys_group.command("retire")
@click.argument("key", metavar="KEY")
@click.pass_obj
def retire_key(runner: Runner, key: str) -> None:
    """Remove an old key that no row needs any more; older backups then cannot be read."""
    runner.run(lambda: rotation.retire(vault.keyring(), key))
    click.echo(say(msg("The key %(key)s is removed.", key=key)))
