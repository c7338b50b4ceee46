"""Who came by a link is known as head of a delegation, so that the page of heads is a door of theirs alone."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T17:13:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "whether a participant heads a delegation"

FORWARDS = """
create function heads_a_delegation(of_participant uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from participant p where p.id = of_participant and p.revoked_at is null
        and p.function = 'head' and p.delegation is not null)
    where (select current_setting('register.service', true) = 'access')
$$;
revoke all on function heads_a_delegation(uuid) from public;
grant execute on function heads_a_delegation(uuid) to register_app;
"""
BACKWARDS = "drop function heads_a_delegation(uuid);"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="meetings", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
