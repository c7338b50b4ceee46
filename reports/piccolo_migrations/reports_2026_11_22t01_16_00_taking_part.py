"""Whoever discloses, speaks and votes does not stand aside: periodic reports count only what leaves something out."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script
from reports.piccolo_migrations.reports_2026_11_21t18_06_00_counted_exactly import VIEWS

ID = "2026-11-22T01:16:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "speaking and voting is no standing aside in reports"

BEFORE = VIEWS["report_item"]
_COUNTED = "s.ended_at is null and not s.dispensed)"
AFTER = BEFORE.replace(_COUNTED, "s.ended_at is null and not s.dispensed and s.measure <> 'speaks_and_votes')")
FORWARDS = f"create or replace view report_item with (security_barrier = true) as {AFTER}"
BACKWARDS = f"create or replace view report_item with (security_barrier = true) as {BEFORE}"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reports", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
