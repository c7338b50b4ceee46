"""A meeting is not closed while a report waits that came after it was completed: its reviewer would lose access."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-22T01:02:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a report that waits keeps a completed meeting from being closed"


def _trigger(when: str) -> str:
    return f"""
drop trigger meeting_completed_when_done on meeting;
create trigger meeting_completed_when_done before update on meeting for each row
    when ({when}) execute function refuse_completing();
"""


FORWARDS = _trigger("old.status is distinct from new.status and new.status in ('completed', 'closed')")
BACKWARDS = _trigger("old.status in ('prepared', 'open') and new.status in ('completed', 'closed')")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="presiding", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
