"""A change of function is noticed for designated filers too; the clerk asks for a look, or ends what ends with service."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T13:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "designations and changes of function"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
CLERK = "(select current_setting('register.service', true) = 'clerk')"
DECLARED = "exists (select from declaration d where d.declarant = of_person)"
DESIGNATED = "exists (select from asset_designation a where a.person = of_person and a.ended_at is null)"


def _noticing(condition: str) -> str:
    return f"""
create or replace function note_function_change() returns trigger
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
        if new.capacity = 'former_staff' then changed := changed || 'separation'::text; end if;
    end if;
    if cardinality(changed) > 0 and ({condition}) then
        insert into function_change (id, person, at, what) values (gen_random_uuid(), of_person, now(), changed);
    end if;
    return null;
end $$;
"""


FORWARDS = f"""
{_noticing(f"{DECLARED} or {DESIGNATED}")}
grant update (ends_on, review_since) on asset_designation to register_app;

-- Only the clerk shortens a designation, when a service ends; nobody says of their own that its ground stands.
create function refuse_designation_change() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if new.ends_on is distinct from old.ends_on and not {CLERK} then
        raise exception 'the last day of a designation stays' using errcode = 'check_violation';
    end if;
    if new.review_since is distinct from old.review_since and old.person = {ME} then
        raise exception 'the office looks at it' using errcode = 'check_violation';
    end if;
    return new;
end $$;
revoke all on function refuse_designation_change() from public;
create trigger asset_designation_changes before update of ends_on, review_since on asset_designation
    for each row execute function refuse_designation_change();
"""

BACKWARDS = f"""
drop trigger asset_designation_changes on asset_designation;
drop function refuse_designation_change();
revoke update (ends_on, review_since) on asset_designation from register_app;
{_noticing(DECLARED)}
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
