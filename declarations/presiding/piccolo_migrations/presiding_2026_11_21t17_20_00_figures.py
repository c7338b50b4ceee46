"""What came before the presiding officer of a meeting, in numbers for its report; nobody learns of whom or of what.

Only once the meeting is completed: while it sits, a number that rises would tell that somebody has just asked.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T17:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "presiding: figures for the report of a meeting"

FORWARDS = """
create function presiding_figures(of_meeting uuid) returns table (of text, name text, n bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select f.of, f.name, count(*) from (
        select 'asked' as of, 'all' as name from presiding_opinion where meeting = of_meeting
        union all
        select 'opinion', verdict from presiding_opinion where meeting = of_meeting and answered_at is not null
        union all
        select 'matter', finding from reported_matter where meeting = of_meeting and reviewed_at is not null
        union all
        select 'measure', m.kind from presiding_measure m join reported_matter r on r.id = m.matter
            where m.meeting = of_meeting and r.reviewed_at is not null
    ) as f
    where of_meeting = any(my_meetings(array['secretary', 'presiding_officer', 'deputy']))
        and exists (select from meeting where id = of_meeting and status in ('completed', 'closed'))
    group by f.of, f.name order by f.of, f.name
$$;
revoke all on function presiding_figures(uuid) from public;
grant execute on function presiding_figures(uuid) to register_app;
"""
BACKWARDS = "drop function presiding_figures(uuid);"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="presiding", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
