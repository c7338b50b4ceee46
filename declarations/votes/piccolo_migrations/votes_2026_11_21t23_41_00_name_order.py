"""Those of a delegation in the order of their names, as every list of a meeting has them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T23:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "those of a delegation in the order of their names"

PARTICIPANT = "(select nullif(current_setting('register.participant', true), '')::uuid)"


def _script(family: str, first: str, other: str) -> str:
    return f"""
create or replace function answered_of_my_delegation()
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
    group by p.id order by {family}, {first}, p.id
$$;
create or replace function my_alternates() returns table (id uuid, name text, function varchar)
language sql stable security definer set search_path = public, pg_temp as $$
    select o.id, concat_ws(' ', nullif(o.honorific, ''), nullif(o.first_name, ''), o.family_name), o.function
    from participant p
    join meeting_delegation d on d.id = p.delegation and d.votes and d.standing = 'member'
        and d.credentials = 'accepted'
    join participant o on o.delegation = d.id and o.id <> p.id and o.revoked_at is null
        and o.type = 'representative' and o.function in ('head', 'alternate', 'delegate')
    where p.id = {PARTICIPANT} and p.revoked_at is null
    order by (o.function <> 'alternate'), {other}, o.id
$$;
"""


FORWARDS = _script("name_order(p.family_name)", "name_order(p.first_name)", "name_order(o.family_name)")
BACKWARDS = _script("p.family_name", "p.first_name", "o.family_name")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="votes", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
