"""Records that keep no end of their stream ask for it; it says nothing but how many steps there were."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T13:15:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the end of a stream"


FORWARDS = """
create function record_head(wanted uuid) returns table (seq bigint, hash bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select e.seq, e.hash from event e where e.stream = wanted order by e.seq desc limit 1
$$;
revoke all on function record_head(uuid) from public;
grant execute on function record_head(uuid) to register_app;
"""
BACKWARDS = "drop function record_head(uuid);"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="ledger", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
