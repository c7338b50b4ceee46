"""Whoever set a report aside goes on seeing it, with the reason: a row that they write stays one that they read."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T18:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the second person sees what was set aside"

_HELD = "'report_reviewer' = any(string_to_array(current_setting('register.roles', true), ','))"
_ROLE = f"(select {_HELD} and nullif(current_setting('register.person', true), '') is not null)"


def _second(statuses: str) -> str:
    return f"""
drop policy periodic_report_second on periodic_report;
create policy periodic_report_second on periodic_report for select to register_app
    using ({_ROLE} and status in ({statuses}));
"""


FORWARDS = _second("'frozen', 'released', 'set_aside'")
BACKWARDS = _second("'frozen', 'released'")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reports", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
