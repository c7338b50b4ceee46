"""Erasure of what was disclosed to a meeting, after its period: answers, standing aside and the snapshots of votes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T17:15:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "retention of disclosures"

REFUSE = """
    if current_setting('register.service', true) is distinct from 'retention' or before > now() - interval '364 days' then
        raise exception 'nothing is erased here' using errcode = 'insufficient_privilege';
    end if;
"""
RETENTION = "(select current_setting('register.service', true) = 'retention')"
TABLES = ("meeting_answer", "standing_aside", "vote_snapshot")
COUNTED = " + ".join(
    f"(select count(*) from {table} where meeting in (select meetings_over(before)))" for table in TABLES
)
ERASED = "".join(
    f"""
    return query delete from {table} x where x.id in (select r.id from {table} r
            where r.meeting in (select meetings_over(before)) limit most)
        returning '{table}', x.id;
    if found then return; end if;"""
    for table in TABLES
)
FORWARDS = f"""
create function meeting_disclosures_due(before timestamptz) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select {COUNTED} where {RETENTION}
$$;

create function erase_meeting_disclosures(before timestamptz, most integer) returns table (erased text, record uuid)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    {REFUSE}
    {ERASED}
end $$;
revoke all on function meeting_disclosures_due(timestamptz), erase_meeting_disclosures(timestamptz, integer)
    from public;
grant execute on function meeting_disclosures_due(timestamptz), erase_meeting_disclosures(timestamptz, integer)
    to register_app;
"""

BACKWARDS = """
drop function erase_meeting_disclosures(timestamptz, integer);
drop function meeting_disclosures_due(timestamptz);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="votes", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
