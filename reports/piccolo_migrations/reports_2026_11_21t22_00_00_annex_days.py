"""The annex of a periodic report counts by the same day as its tables: of an older register, that of the event."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script
from reports.piccolo_migrations import reports_2026_11_21t18_05_00_counted as first
from reports.piccolo_migrations.reports_2026_11_21t18_06_00_counted_exactly import RECEIVED

ID = "2026-11-21T22:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the annex counts by the same day as the tables"

BEFORE = first.VIEWS["report_gift"]
NOW = BEFORE.replace(f"{first.FILED} as received", f"{RECEIVED} as received")


def _anew(view: str) -> str:
    return (
        f"drop view report_gift; create view report_gift with (security_barrier = true) as {view};"
        "revoke all on report_gift from public; grant select on report_gift to register_app;"
    )


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reports", description=DESCRIPTION)

    async def run() -> None:
        await run_script(_anew(NOW))

    async def run_backwards() -> None:
        await run_script(_anew(BEFORE))

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
