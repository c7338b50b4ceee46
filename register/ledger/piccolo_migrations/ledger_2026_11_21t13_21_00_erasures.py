"""The auditor sees what was erased after its period: which class, how many, when."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T13:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "erasures for the auditor"

AUDITOR = "(select 'auditor' = any(string_to_array(current_setting('register.roles', true), ',')))"

FORWARDS = f"create policy event_erasures on event for select to register_app using (kind = 'retention' and {AUDITOR});"

BACKWARDS = "drop policy event_erasures on event;"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="ledger", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
