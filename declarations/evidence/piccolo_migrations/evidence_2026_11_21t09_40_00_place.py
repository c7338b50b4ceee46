"""Whom the scanner's verdict is told, and where they read it; asked by the scanner alone."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T09:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "evidence: whom the scanner tells"

FORWARDS = """
create function evidence_beside(wanted uuid) returns table (reference text, declarant uuid, filed_by uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select d.reference, d.declarant, d.filed_by from evidence e join declaration d on d.id = e.declaration
    where e.id = wanted and (select current_setting('register.service', true) = 'scanner')
$$;
revoke all on function evidence_beside(uuid) from public;
grant execute on function evidence_beside(uuid) to register_app;
"""

BACKWARDS = """
drop function evidence_beside(uuid);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="evidence", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
