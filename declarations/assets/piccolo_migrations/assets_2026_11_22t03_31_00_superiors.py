"""Nobody in the office ends or changes a designation of somebody whom they report to, as nobody does of their own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-22T03:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "steps on the designation of a superior are for somebody else"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
OFFICER = "(select 'ethics_officer' = any(string_to_array(current_setting('register.roles', true), ',')))"
ANOTHER = f"({OFFICER} and person is distinct from {ME} and {ME} is not null{{below}})"
BELOW_NOBODY = " and person <> all ((select my_superiors())::uuid[])"


def _step(below: str) -> str:
    return f"""
alter policy asset_designation_step on asset_designation using ({ANOTHER.format(below=below)} or person = {ME});
"""


FORWARDS = _step(BELOW_NOBODY)
BACKWARDS = _step("")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
