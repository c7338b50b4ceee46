"""Row security of changes of function and of separations, and the triggers that notice both in the people data."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:42:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of standing profiles"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
CLERK = "(select current_setting('register.service', true) = 'clerk')"
OFFICER = "(select 'ethics_officer' = any(string_to_array(current_setting('register.roles', true), ',')))"
OTHERS = f"(person <> {ME} and person <> all ((select my_superiors())::uuid[]))"

FORWARDS = f"""
alter table separation add constraint separation_person_1 foreign key (person) references person (id);
create index function_change_waiting on function_change (at, id) where handled_at is null;

alter table function_change enable row level security;
alter table function_change force row level security;
grant select, update (handled_at) on function_change to register_app;
create policy function_change_owner on function_change to register_owner using (true) with check (true);
create policy function_change_clerk on function_change for select to register_app using ({CLERK});
create policy function_change_handled on function_change for update to register_app using ({CLERK});

alter table separation enable row level security;
alter table separation force row level security;
grant select, insert, update (last_day, recorded_at, recorded_by, returned_at, letter_at, completed_at, completed_by)
    on separation to register_app;
create policy separation_owner on separation to register_owner using (true) with check (true);
create policy separation_own on separation for select to register_app using (person = {ME});
create policy separation_office on separation for select to register_app using ({OFFICER} and {OTHERS});
create policy separation_clerk on separation for select to register_app using ({CLERK});
create policy separation_recorded on separation for insert to register_app
    with check (({OFFICER} and {OTHERS} and recorded_by = {ME}) or ({CLERK} and recorded_by is null));
create policy separation_own_step on separation for update to register_app
    using (person = {ME}) with check (person = {ME});
create policy separation_office_step on separation for update to register_app
    using ({OFFICER} and {OTHERS}) with check ({OFFICER} and {OTHERS});
create policy separation_clerk_step on separation for update to register_app using ({CLERK}) with check ({CLERK});

create function separation_steps() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    if old.person = {ME} and (new.last_day, new.recorded_at, new.recorded_by, new.letter_at, new.completed_at,
        new.completed_by) is distinct from (old.last_day, old.recorded_at, old.recorded_by, old.letter_at,
        old.completed_at, old.completed_by) then
        raise exception 'only the office takes this step' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger separation_steps before update on separation for each row execute function separation_steps();

create function note_function_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    of_person uuid;
    changed text[] := '{{}}';
begin
    if tg_table_name = 'person' then
        of_person := new.id;
        if new.unit is distinct from old.unit then changed := changed || 'unit'::text; end if;
        if new.supervisor is distinct from old.supervisor then changed := changed || 'supervisor'::text; end if;
    else
        of_person := new.person;
        if not exists (select from person_capacity c where c.person = new.person and c.id <> new.id
            and c.capacity <> new.capacity) then
            return null;
        end if;
        changed := array['capacity'];
    end if;
    if cardinality(changed) > 0 and exists (select from declaration d where d.declarant = of_person) then
        insert into function_change (id, person, at, what) values (gen_random_uuid(), of_person, now(), changed);
    end if;
    return null;
end $$;
revoke all on function note_function_change() from public;
create trigger person_function_changed after update of unit, supervisor on person for each row
    when (new.unit is distinct from old.unit or new.supervisor is distinct from old.supervisor)
    execute function note_function_change();
create trigger person_capacity_changed after insert on person_capacity for each row
    execute function note_function_change();

create function end_authorization_of_ended() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update activity_authorization set validity = 'expired'
    where declaration = new.id and validity in ('in_force', 'suspended');
    return null;
end $$;
revoke all on function end_authorization_of_ended() from public;
create trigger declaration_ended after update of ended_on on declaration for each row
    when (new.ended_on is not null and old.ended_on is null and new.kind = 'outside_activity')
    execute function end_authorization_of_ended();
"""

BACKWARDS = """
drop trigger declaration_ended on declaration;
drop function end_authorization_of_ended();
drop trigger person_capacity_changed on person_capacity;
drop trigger person_function_changed on person;
drop function note_function_change();
drop trigger separation_steps on separation;
drop function separation_steps();
drop index function_change_waiting;
alter table separation drop constraint separation_person_1;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="standing", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
