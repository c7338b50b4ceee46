"""Which renewal of an authorization waits: for its person and for whoever may file for them, seen by them or not."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T17:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the renewal of an authorization that waits"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"

FORWARDS = f"""
create index declaration_renews on declaration (renews) where renews is not null;
create function renewal_waiting(of_declaration uuid, but uuid) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select d.id from declaration d
    where d.renews = of_declaration and d.status in ('submitted', 'under_review', 'information_requested')
      and d.id is distinct from but
      and (d.declarant = {ME} or d.declarant = any (my_principals()))
    order by d.filed_at, d.id limit 1
$$;
revoke all on function renewal_waiting(uuid, uuid) from public;
grant execute on function renewal_waiting(uuid, uuid) to register_app;
"""
BACKWARDS = """
drop function renewal_waiting(uuid, uuid);
drop index declaration_renews;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="filing", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
