"""Measures that are due as a view of the queue, and who keeps that day."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T13:27:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: measures due in the queue, reminders on days"

NEXT = "(select min(m.due_on) from measure m where m.declaration = {} and m.state = 'set')"

FORWARDS = f"""
create function keep_measure_due() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update declaration d set measure_due = {NEXT.format("d.id")}
    where d.id = new.declaration and d.measure_due is distinct from {NEXT.format("d.id")};
    return null;
end $$;
revoke all on function keep_measure_due() from public;
create trigger measure_keeps_day after insert or update of state, due_on on measure
    for each row execute function keep_measure_due();

update declaration d set measure_due = {NEXT.format("d.id")}
    where exists (select from measure m where m.declaration = d.id and m.state = 'set');
create index declaration_measure_due on declaration (route, measure_due, id)
    include (status, declarant, filed_by, referred_at, authority, recommended_by, recommendation) where measure_due is not null;

update measure set remind_on = greatest(due_on, (reminded_at at time zone 'UTC')::date + 1) where state = 'set';
grant update (remind_on) on measure to register_app;
create index measure_recalled on measure (remind_on, id) where state = 'set';
"""

BACKWARDS = """
drop index measure_recalled;
drop index declaration_measure_due;
drop trigger measure_keeps_day on measure;
drop function keep_measure_due();
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
