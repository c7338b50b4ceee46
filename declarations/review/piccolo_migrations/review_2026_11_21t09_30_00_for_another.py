"""Steps that were taken in the place of another: found fast, and told to the auditor without anything of the case."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T09:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: steps in the place of another"

AUDITOR = "(select 'auditor' = any(string_to_array(current_setting('register.roles', true), ',')))"
# What an assistant files says who the declarant is, which the auditor is not told.
STEPS = f"""
    select e.stream, e.seq, e.name, e.at, concat_ws(' ', a.first_name, a.family_name) as actor,
           concat_ws(' ', p.first_name, p.family_name) as principal
    from event e join declaration d on d.id = e.stream
    left join person a on a.id = e.actor left join person p on p.id = e.acting_for
    where e.kind = 'declaration' and e.acting_for is not null and e.acting_for <> d.declarant and {AUDITOR}"""

FORWARDS = f"""
create index event_for_another on event (at desc, stream desc) where acting_for is not null;
create function steps_for_another(place timestamptz, of_stream uuid, newer boolean, most int)
returns table (stream uuid, seq bigint, name text, at timestamptz, actor text, principal text)
language sql stable security definer set search_path = public, pg_temp as $$
    ({STEPS} and not newer and (place is null or (e.at, e.stream) < (place, of_stream))
     order by e.at desc, e.stream desc limit most)
    union all
    ({STEPS} and newer and (e.at, e.stream) > (place, of_stream) order by e.at, e.stream limit most)
$$;
revoke all on function steps_for_another(timestamptz, uuid, boolean, int) from public;
grant execute on function steps_for_another(timestamptz, uuid, boolean, int) to register_app;
"""

BACKWARDS = """
drop function steps_for_another(timestamptz, uuid, boolean, int);
drop index event_for_another;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="review", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
