"""Rotation of keys locks each keyed table, which PostgreSQL grants with a right on the whole table only.

A right to delete does it: no policy of these tables lets anybody delete a row.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:52:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "keyed tables of asset statements can be locked by the rotation of keys"

KEYED = "asset_designation, asset_version, asset_review, asset_consent"
CLERK = "(select current_setting('register.service', true) = 'clerk')"

FORWARDS = f"""
drop policy asset_designation_clerk on asset_designation;
create policy asset_designation_clerk on asset_designation for select to register_app using ({CLERK});
create policy asset_designation_clerk_step on asset_designation for update to register_app using ({CLERK});
grant delete on {KEYED} to register_app;
"""
BACKWARDS = f"""
revoke delete on {KEYED} from register_app;
drop policy asset_designation_clerk_step on asset_designation;
drop policy asset_designation_clerk on asset_designation;
create policy asset_designation_clerk on asset_designation to register_app using ({CLERK});
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
