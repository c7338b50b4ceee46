"""A typed name is heard when it is first kept for the search, and its keys are forgotten with it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:32:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: typed names are heard and forgotten together with what finds them"

_HOLDING = "perform from typed_giver where party_key = new.party_key limit 1 for key share; if not found then"
_LOOKING = "if not exists (select from typed_giver where party_key = new.party_key) then"
_HEARING = "insert into heard_name (form) values (new.party_key) on conflict do nothing;"
_KEEP = """
create or replace function keep_typed_giver() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    {look}
        insert into typed_giver (id, form, party_key)
        select gen_random_uuid(), form, new.party_key from forms_of_key(new.party_key) as form
        on conflict do nothing;
        {hear}
    end if;
    return null;
end $$;
"""

FORWARDS = f"""
{_KEEP.format(look=_HOLDING, hear="")}
create function hear_typed_giver() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into heard_name (form) values (new.party_key) on conflict do nothing;
    return null;
end $$;
-- A name of the directory stays heard: it is public among those who work here.
create function forget_heard_name() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from party_name where form = old.party_key and rank = 0) then
        delete from heard_name where form = old.party_key;
        delete from name_sound where form = old.party_key;
    end if;
    return null;
end $$;
revoke all on function hear_typed_giver(), forget_heard_name() from public;
create trigger typed_giver_heard after insert on typed_giver for each row when (new.form = new.party_key)
    execute function hear_typed_giver();
create trigger typed_giver_forgotten after delete on typed_giver for each row when (old.form = old.party_key)
    execute function forget_heard_name();
"""

BACKWARDS = f"""
drop trigger typed_giver_forgotten on typed_giver;
drop trigger typed_giver_heard on typed_giver;
drop function forget_heard_name();
drop function hear_typed_giver();
{_KEEP.format(look=_LOOKING, hear=_HEARING)}
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
