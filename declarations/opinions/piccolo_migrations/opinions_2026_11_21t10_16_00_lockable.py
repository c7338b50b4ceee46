"""Rotation of keys locks each keyed table, which PostgreSQL grants with a right on the whole table only.

A right to delete does it: no policy lets anybody delete an opinion.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:16:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "opinions can be locked by the rotation of keys"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="opinions", description=DESCRIPTION)

    async def run() -> None:
        await run_script("grant delete on opinion to register_app;")

    async def run_backwards() -> None:
        await run_script("revoke delete on opinion from register_app;")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
