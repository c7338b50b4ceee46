"""Erasure after the period of a closed meeting: here of the browsers and codes by which participants came in."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T17:14:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "meetings that are over, and retention of their sessions"

REFUSE = """
    if current_setting('register.service', true) is distinct from 'retention' or before > now() - interval '364 days' then
        raise exception 'nothing is erased here' using errcode = 'insufficient_privilege';
    end if;
"""
RETENTION = "(select current_setting('register.service', true) = 'retention')"
FORWARDS = f"""
-- The period begins when a meeting is closed. A legal hold on anything that one of its participants declared keeps it.
create function meetings_over(before timestamptz) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select m.id from meeting m
    where m.status = 'closed' and m.closed_at < before
      and not exists (select from declaration d where d.meeting = m.id and d.legal_hold)
      and not exists (select from participant p join declaration d on d.declarant = p.person
          where p.meeting = m.id and d.legal_hold)
$$;

create function meeting_sessions_due(before timestamptz) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select (select count(*) from participant_session s where s.meeting in (select meetings_over(before)))
        + (select count(*) from arrival_code c join participant p on p.id = c.participant
            where p.meeting in (select meetings_over(before)))
    where {RETENTION}
$$;

create function erase_meeting_sessions(before timestamptz, most integer) returns table (erased text, record uuid)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    {REFUSE}
    return query delete from arrival_code x where x.id in (select c.id from arrival_code c
            join participant p on p.id = c.participant where p.meeting in (select meetings_over(before)) limit most)
        returning 'arrival_code', x.id;
    if found then return; end if;
    return query delete from participant_session x where x.id in (select s.id from participant_session s
            where s.meeting in (select meetings_over(before)) limit most)
        returning 'participant_session', x.id;
end $$;
revoke all on function meetings_over(timestamptz), meeting_sessions_due(timestamptz),
    erase_meeting_sessions(timestamptz, integer) from public;
grant execute on function meeting_sessions_due(timestamptz), erase_meeting_sessions(timestamptz, integer)
    to register_app;
"""

BACKWARDS = """
drop function erase_meeting_sessions(timestamptz, integer);
drop function meeting_sessions_due(timestamptz);
drop function meetings_over(timestamptz);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="meetings", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
