"""Participants of meetings, who have no account, append and read in their own name."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T14:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "ledger: participants act in their own name"

PARTICIPANT = "(select nullif(current_setting('register.participant', true), '')::uuid)"

FORWARDS = f"""
create policy event_append_participant on event for insert to register_app with check (actor = {PARTICIPANT});
create policy reading_append_participant on reading for insert to register_app with check (person = {PARTICIPANT});
"""

BACKWARDS = """
drop policy reading_append_participant on reading;
drop policy event_append_participant on event;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="ledger", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
