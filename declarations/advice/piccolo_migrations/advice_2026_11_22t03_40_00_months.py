"""The office counts advice up to the end of last month, as the auditor does: a sum that grows today says who asked."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-22T03:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "figures of advice leave the running month out"

OFFICE = "(select 'ethics_officer' = any(string_to_array(current_setting('register.roles', true), ',')))"


def _counting(condition: str) -> str:
    return f"""
create or replace function advice_counts(since date, until date)
returns table (topic varchar, channel varchar, month smallint, questions bigint, minutes bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.topic, a.channel, extract(month from a.day)::smallint, count(*), coalesce(sum(a.minutes), 0)
    from advice a where a.day between since and until and {condition}{OFFICE} group by 1, 2, 3
$$;
"""


FORWARDS = _counting("a.day < date_trunc('month', current_date)::date and ")
BACKWARDS = _counting("")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="advice", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
