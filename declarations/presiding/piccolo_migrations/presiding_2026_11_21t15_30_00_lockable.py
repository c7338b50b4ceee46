"""Rotation of keys locks each keyed table, which PostgreSQL grants with a right on the whole table only.

A right to delete does it: no policy lets anybody delete a row of these.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T15:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "presiding: tables can be locked by the rotation of keys"

TABLES = "presiding_opinion, opinion_guidance, reported_matter, presiding_measure, participants_informed"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="presiding", description=DESCRIPTION)

    async def run() -> None:
        await run_script(f"grant delete on {TABLES} to register_app;")

    async def run_backwards() -> None:
        await run_script(f"revoke delete on {TABLES} from register_app;")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
