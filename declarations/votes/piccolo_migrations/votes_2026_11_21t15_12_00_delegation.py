"""A head of delegation sees who of the delegation has answered, and on which item; never what."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T15:12:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "who of one's delegation has answered, for its head"

PARTICIPANT = "(select nullif(current_setting('register.participant', true), '')::uuid)"
FORWARDS = f"""
-- Rows for the head of a delegation alone, while their link works and the meeting is not closed: everyone of the
-- delegation, the items on which they have answered, and whether there is a statement for the whole meeting.
create function answered_of_my_delegation()
returns table (participant uuid, name text, function text, acknowledged_code text, items uuid[], has_statement boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, concat_ws(' ', nullif(p.honorific, ''), nullif(p.first_name, ''), p.family_name), p.function,
        p.acknowledged_code,
        coalesce(array_agg(distinct a.item) filter (where a.item is not null), '{{}}'),
        coalesce(bool_or(a.id is not null and a.item is null), false)
    from participant head
    join meeting m on m.id = head.meeting and m.status <> 'closed'
    join participant p on p.delegation = head.delegation and p.meeting = head.meeting and p.revoked_at is null
    left join meeting_answer a on a.participant = p.id
    where head.id = {PARTICIPANT} and head.function = 'head' and head.revoked_at is null
    group by p.id order by p.family_name, p.first_name, p.id
$$;
revoke all on function answered_of_my_delegation() from public;
grant execute on function answered_of_my_delegation() to register_app;
"""
BACKWARDS = "drop function answered_of_my_delegation();"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="votes", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
