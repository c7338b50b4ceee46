"""Erasure of advice after its period: by one function, for the service that records it, never early."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T13:23:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "retention of advice"

REFUSE = """
    if current_setting('register.service', true) is distinct from 'retention' or before > now() - interval '364 days' then
        raise exception 'nothing is erased here' using errcode = 'insufficient_privilege';
    end if;
"""
RETENTION = "(select current_setting('register.service', true) = 'retention')"
FORWARDS = f"""
-- The period begins with the last word. A question stays while it is open, and while guidance out of it is published.
create function advice_over(before timestamptz) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select a.id from advice a
    where a.status <> 'open' and a.asked_at < before
      and not exists (select from advice_message m where m.advice = a.id and m.at >= before)
      and not exists (select from guidance g where g.advice = a.id and g.status = 'published')
      and not exists (select from declaration d where d.declarant = a.asker and d.legal_hold)
$$;

create function advice_retention_due(before timestamptz) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from advice_over(before) where {RETENTION}
$$;

create function erase_advice(before timestamptz, most integer) returns table (erased text, record uuid)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    gone uuid[];
begin
    {REFUSE}
    gone := array(select advice_over(before) limit most);
    delete from advice_draft x where x.advice = any(gone);
    return query delete from guidance x where x.advice = any(gone) returning 'guidance', x.id;
    return query delete from advice_consent x where x.advice = any(gone) returning 'advice_consent', x.id;
    return query delete from advice_message x where x.advice = any(gone) returning 'advice_message', x.id;
    return query delete from advice x where x.id = any(gone) returning 'advice', x.id;
end $$;
revoke all on function advice_over(timestamptz), advice_retention_due(timestamptz),
    erase_advice(timestamptz, integer) from public;
grant execute on function advice_retention_due(timestamptz), erase_advice(timestamptz, integer) to register_app;
"""

BACKWARDS = """
drop function erase_advice(timestamptz, integer);
drop function advice_retention_due(timestamptz);
drop function advice_over(timestamptz);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="advice", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
