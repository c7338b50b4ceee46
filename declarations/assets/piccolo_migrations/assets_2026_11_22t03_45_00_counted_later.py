"""The auditor's counts up to the end of last month, of every class: no number grows at the moment of what it counts."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-22T03:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "counts for the auditor leave the running month out"

AUDITOR = "(select 'auditor' = any(string_to_array(current_setting('register.roles', true), ',')))"
MONTH = "date_trunc('month', current_date)::date"


def _counting(before: str, stands: str) -> str:
    """`before` closes the count of a moment or day; `stands` is whether a designation is in force."""

    def told(column: str) -> str:
        return before.format(column=column)

    return f"""
create or replace function register_counts() returns table (list text, code text, many bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with told as (select * from advice where day < {MONTH}),
    in_force as (select *, {stands} as stands from asset_designation where {told("designated_at")})
    select found.* from (
        select 'assets', 'designations_in_force', count(*) from in_force where stands
        union all select 'assets', 'designations_ended', count(*) from in_force where not stands
        union all select 'assets', 'statements', count(distinct statement) from asset_version where {told("filed_at")}
        union all select 'assets', 'versions', count(*) from asset_version where {told("filed_at")}
        union all select 'assets', 'reviews', count(*) from asset_review where {told("at")}
        union all select 'assets', 'consents_asked', count(*) from asset_consent where {told("asked_at")}
        union all select 'assets', 'consents_given', count(*) from asset_consent where granted and {told("answered_at")}
        union all select 'topics', topic, count(*) from told group by topic
        union all select 'channels', channel, count(*) from told group by channel
        union all select 'noted', case when named then 'with_name' else 'without_name' end, count(*) from told
            where named is not null group by named
        union all select 'opinions', 'asked', count(*) from opinion where {told("asked_at")}
        union all select 'opinions', 'answered', count(*) from opinion
            where answered_at is not null and {told("answered_at")}
        union all select 'separations', 'recorded', count(*) from separation where {told("recorded_at")}
        union all select 'separations', 'letters', count(*) from separation
            where letter_at is not null and {told("letter_at")}
        union all select 'separations', 'completed', count(*) from separation
            where completed_at is not null and {told("completed_at")}
    ) as found where {AUDITOR}
$$;
"""


FORWARDS = _counting(
    f"{{column}} < {MONTH}",
    f"(ended_at is null or ended_at >= {MONTH}) and (ends_on is null or ends_on >= {MONTH})",
)
BACKWARDS = _counting("true", "ended_at is null and (ends_on is null or ends_on >= current_date)")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
