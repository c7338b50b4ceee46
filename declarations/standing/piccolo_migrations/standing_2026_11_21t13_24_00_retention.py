"""Erasure of separations after their period: by one function, for the service that records it, never early."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T13:24:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "retention of separations"

REFUSE = """
    if current_setting('register.service', true) is distinct from 'retention' or before > now() - interval '364 days' then
        raise exception 'nothing is erased here' using errcode = 'insufficient_privilege';
    end if;
"""
RETENTION = "(select current_setting('register.service', true) = 'retention')"
FORWARDS = f"""
-- The period begins when the checklist was completed.
create function separations_over(before timestamptz) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select s.id from separation s where s.completed_at < before
      and not exists (select from declaration d where d.declarant = s.person and d.legal_hold)
$$;

create function separation_retention_due(before timestamptz) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from separations_over(before) where {RETENTION}
$$;

create function erase_separations(before timestamptz, most integer) returns table (erased text, record uuid)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    {REFUSE}
    return query delete from separation x where x.id in (select separations_over(before) limit most)
        returning 'separation', x.id;
end $$;
revoke all on function separations_over(timestamptz), separation_retention_due(timestamptz),
    erase_separations(timestamptz, integer) from public;
grant execute on function separation_retention_due(timestamptz), erase_separations(timestamptz, integer)
    to register_app;
"""

BACKWARDS = """
drop function erase_separations(timestamptz, integer);
drop function separation_retention_due(timestamptz);
drop function separations_over(timestamptz);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="standing", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
