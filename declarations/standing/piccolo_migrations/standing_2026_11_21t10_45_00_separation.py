"""A change of capacity says whether it ends a service; whoever looks at it reads no people data."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a change of capacity says whether it ends a service"

FORWARDS = """
create or replace function note_function_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    of_person uuid;
    changed text[] := '{}';
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
        if new.capacity = 'former_staff' then changed := changed || 'separation'::text; end if;
    end if;
    if cardinality(changed) > 0 and exists (select from declaration d where d.declarant = of_person) then
        insert into function_change (id, person, at, what) values (gen_random_uuid(), of_person, now(), changed);
    end if;
    return null;
end $$;
"""

BACKWARDS = """
create or replace function note_function_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    of_person uuid;
    changed text[] := '{}';
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
