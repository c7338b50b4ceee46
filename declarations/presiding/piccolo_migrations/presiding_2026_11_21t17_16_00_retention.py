"""Erasure of what lay before the presiding officer, after its period: opinions, reports, reviews and measures."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T17:16:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "retention of opinions and matters"

REFUSE = """
    if current_setting('register.service', true) is distinct from 'retention' or before > now() - interval '364 days' then
        raise exception 'nothing is erased here' using errcode = 'insufficient_privilege';
    end if;
"""
RETENTION = "(select current_setting('register.service', true) = 'retention')"
FORWARDS = f"""
-- An opinion stays while guidance out of it is published, and whatever nobody has answered or reviewed.
create function meeting_opinions_over(before timestamptz) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select o.id from presiding_opinion o
    where o.meeting in (select meetings_over(before)) and o.answered_at is not null
      and not exists (select from opinion_guidance g where g.opinion = o.id and g.status = 'published')
$$;

create function meeting_reports_over(before timestamptz) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select m.id from reported_matter m where m.meeting in (select meetings_over(before))
      and not exists (select from reported_matter o where o.meeting = m.meeting and o.reviewed_at is null)
$$;

create function meeting_matters_due(before timestamptz) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select (select count(*) from meeting_opinions_over(before)) + (select count(*) from meeting_reports_over(before))
    where {RETENTION}
$$;

create function erase_meeting_matters(before timestamptz, most integer) returns table (erased text, record uuid)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    gone uuid[];
    whole uuid[];
begin
    {REFUSE}
    gone := array(select meeting_opinions_over(before) limit most);
    return query delete from opinion_guidance x where x.opinion = any(gone) returning 'opinion_guidance', x.id;
    return query delete from presiding_opinion x where x.id = any(gone) returning 'presiding_opinion', x.id;
    -- All reports of a meeting at once: some were reviewed with others.
    whole := array(select m.meeting from reported_matter m where m.id in (select meeting_reports_over(before)) limit 1);
    return query delete from participants_informed x where x.meeting = any(whole)
        returning 'participants_informed', x.id;
    return query delete from presiding_measure x where x.meeting = any(whole) returning 'presiding_measure', x.id;
    return query delete from reported_matter x where x.meeting = any(whole) returning 'reported_matter', x.id;
end $$;
revoke all on function meeting_opinions_over(timestamptz), meeting_reports_over(timestamptz),
    meeting_matters_due(timestamptz), erase_meeting_matters(timestamptz, integer) from public;
grant execute on function meeting_matters_due(timestamptz), erase_meeting_matters(timestamptz, integer)
    to register_app;
"""

BACKWARDS = """
drop function erase_meeting_matters(timestamptz, integer);
drop function meeting_matters_due(timestamptz);
drop function meeting_reports_over(timestamptz);
drop function meeting_opinions_over(timestamptz);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="presiding", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
