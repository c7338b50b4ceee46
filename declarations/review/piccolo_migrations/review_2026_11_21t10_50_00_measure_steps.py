"""Of their own measures, persons only say that they are carried out; the office confirms and lifts those of others."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: who takes which step of a measure"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
OWN = (
    "exists (select from declaration d where d.id = measure.declaration"
    f" and (d.declarant = {ME} or d.filed_by = {ME}))"
)
OTHERS = (
    "exists (select from declaration d where d.id = measure.declaration"
    f" and d.declarant <> {ME} and d.filed_by <> {ME})"
)

FORWARDS = f"""
drop policy measure_step on measure;
create policy measure_report on measure for update to register_app
    using (state = 'set' and carrier = 'declarant' and {OWN}) with check (state = 'reported' and {OWN});
create policy measure_office on measure for update to register_app using ({OTHERS}) with check ({OTHERS});
"""

BACKWARDS = f"""
drop policy measure_office on measure;
drop policy measure_report on measure;
create policy measure_step on measure for update to register_app using ({OWN} or {OTHERS}) with check ({OWN} or {OTHERS});
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="review", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
