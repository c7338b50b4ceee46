"""What an auditor counts of records that are closed to them: numbers alone leave, never a row."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T13:24:02:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "counts for the auditor"

AUDITOR = "(select 'auditor' = any(string_to_array(current_setting('register.roles', true), ',')))"
MONTH = "date_trunc('month', current_date)::date"
"""Advice is counted up to the end of last month: a number that grows by one today would say who was in the corridor."""

FORWARDS = f"""
create function register_counts() returns table (list text, code text, many bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with told as (select * from advice where day < {MONTH}),
    in_force as (select *, ended_at is null and (ends_on is null or ends_on >= current_date) as stands
        from asset_designation)
    select found.* from (
        select 'assets', 'designations_in_force', count(*) from in_force where stands
        union all select 'assets', 'designations_ended', count(*) from in_force where not stands
        union all select 'assets', 'statements', count(*) from asset_statement
        union all select 'assets', 'versions', count(*) from asset_version
        union all select 'assets', 'reviews', count(*) from asset_review
        union all select 'assets', 'consents_asked', count(*) from asset_consent
        union all select 'assets', 'consents_given', count(*) from asset_consent where granted
        union all select 'topics', topic, count(*) from told group by topic
        union all select 'channels', channel, count(*) from told group by channel
        union all select 'noted', case when named then 'with_name' else 'without_name' end, count(*) from told
            where named is not null group by named
        union all select 'opinions', 'asked', count(*) from opinion
        union all select 'opinions', 'answered', count(*) from opinion where answered_at is not null
        union all select 'separations', 'recorded', count(*) from separation
        union all select 'separations', 'letters', count(*) from separation where letter_at is not null
        union all select 'separations', 'completed', count(*) from separation where completed_at is not null
    ) as found where {AUDITOR}
$$;
revoke all on function register_counts() from public;
grant execute on function register_counts() to register_app;
"""

BACKWARDS = "drop function register_counts();"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
