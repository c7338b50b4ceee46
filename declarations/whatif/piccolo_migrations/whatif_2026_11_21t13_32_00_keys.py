"""Earlier gifts of a typed giver are found by the index: keys are compared in the collation of the column."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from declarations.whatif.piccolo_migrations.whatif_2026_11_21t13_29_00_earlier import FORWARDS as BEFORE
from register.kernel.db import run_script

ID = "2026-11-21T13:32:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "earlier gifts for the what-if by an index"

FORWARDS = BEFORE.replace("create function", "create or replace function").replace(
    "select t.form from party_typed t where t.party", 'select t.form collate "default" from party_typed t where t.party'
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="whatif", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BEFORE.replace("create function", "create or replace function"))

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
