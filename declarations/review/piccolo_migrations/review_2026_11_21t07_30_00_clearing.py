"""Searches go after a day, also those of whoever never searches again."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T07:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: clearing of searches"

CLERK = "(select current_setting('register.service', true) = 'clerk')"

FORWARDS = f"""
create policy desk_filter_clerk on desk_filter for select to register_app using ({CLERK} and not is_kept);
create policy desk_filter_clearing on desk_filter for delete to register_app using ({CLERK} and not is_kept);
create index desk_filter_searches on desk_filter (made_at) where not is_kept;
"""

BACKWARDS = """
drop index desk_filter_searches;
drop policy desk_filter_clearing on desk_filter;
drop policy desk_filter_clerk on desk_filter;
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
