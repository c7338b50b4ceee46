"""Separations come into the ledger."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script
from register.ledger.records import RecordClass, adopt

ID = "2026-11-21T13:16:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "separations in the ledger"

VERIFIER = "(select current_setting('register.service', true) = 'verifier')"
SEPARATION = (
    *("person", "last_day", "recorded_at", "recorded_by", "returned_at", "letter_at", "completed_at"),
    *("completed_by", "listed", "months"),
)
RECORDS = [RecordClass("separation", "separation", SEPARATION)]

FORWARDS = f"""
create policy separation_verifier on separation for select to register_app using ({VERIFIER});
"""
BACKWARDS = "drop policy separation_verifier on separation;"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="standing", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)
        for each in RECORDS:
            await adopt(each)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
