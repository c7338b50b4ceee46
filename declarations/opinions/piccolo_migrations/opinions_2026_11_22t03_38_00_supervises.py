"""Whether whoever was asked still is the declarant's supervisor: the clerk behind the link reads no people."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-22T03:38:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "only the present supervisor answers"

FORWARDS = """
create function asked_still_supervises(of_opinion uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from opinion o join declaration d on d.id = o.declaration join person p on p.id = d.declarant
        join person s on s.id = p.supervisor left join account a on a.person = s.id
        where o.id = of_opinion and s.id = o.supervisor and s.active and a.disabled_at is null
          and current_setting('register.service', true) = 'clerk')
$$;
revoke all on function asked_still_supervises(uuid) from public;
grant execute on function asked_still_supervises(uuid) to register_app;
"""

BACKWARDS = "drop function asked_still_supervises(uuid);"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="opinions", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
