"""Erasure of asset statements after their period: by one function, for the service that records it, never early."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T13:22:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "retention of asset statements"

REFUSE = """
    if current_setting('register.service', true) is distinct from 'retention' or before > now() - interval '364 days' then
        raise exception 'nothing is erased here' using errcode = 'insufficient_privilege';
    end if;
"""
RETENTION = "(select current_setting('register.service', true) = 'retention')"
HELD = "exists (select from declaration x where x.declarant = {person} and x.legal_hold)"
ENDED = "coalesce(d.ended_at, (d.ends_on + 1)::timestamptz) < before"

FORWARDS = f"""
-- A statement's period begins with its last version or review; the newest one of a designation waits for its end.
create function asset_statements_over(before timestamptz) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select s.id from asset_statement s join asset_designation d on d.id = s.designation
    where greatest(s.filed_at, s.reviewed_at) < before and not {HELD.format(person="s.filer")}
      and ({ENDED} or (s.reviewed_at is not null and exists (
          select from asset_statement n where n.designation = s.designation and n.due_on > s.due_on)))
$$;

create function asset_designations_over(before timestamptz) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select d.id from asset_designation d
    where {ENDED} and not {HELD.format(person="d.person")} and not exists (select from asset_statement s
        where s.designation = d.id and s.id not in (select asset_statements_over(before)))
$$;

create function asset_retention_due(before timestamptz) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select (select count(*) from asset_statements_over(before)) + (select count(*) from asset_designations_over(before))
    where {RETENTION}
$$;

create function erase_asset_statements(before timestamptz, most integer) returns table (erased text, record uuid)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    gone uuid[];
    ended uuid[];
begin
    {REFUSE}
    ended := array(select asset_designations_over(before) limit most);
    gone := array(select s from asset_statements_over(before) s limit most)
        || array(select s.id from asset_statement s where s.designation = any(ended));
    delete from asset_draft a where a.statement = any(gone) or a.designation = any(ended);
    delete from asset_content c using asset_version v where v.id = c.version and v.statement = any(gone);
    return query delete from asset_version a where a.statement = any(gone) returning 'asset_version', a.id;
    return query delete from asset_review a where a.statement = any(gone) returning 'asset_review', a.id;
    return query delete from asset_consent a where a.statement = any(gone) returning 'asset_consent', a.id;
    return query delete from asset_statement a where a.id = any(gone) returning 'asset_statement', a.id;
    return query delete from asset_designation a where a.id = any(ended) returning 'asset_designation', a.id;
end $$;
revoke all on function asset_statements_over(timestamptz), asset_designations_over(timestamptz),
    asset_retention_due(timestamptz), erase_asset_statements(timestamptz, integer) from public;
grant execute on function asset_retention_due(timestamptz), erase_asset_statements(timestamptz, integer)
    to register_app;
"""

BACKWARDS = """
drop function erase_asset_statements(timestamptz, integer);
drop function asset_retention_due(timestamptz);
drop function asset_designations_over(timestamptz);
drop function asset_statements_over(timestamptz);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
