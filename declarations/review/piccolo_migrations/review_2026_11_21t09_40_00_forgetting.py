"""A giver's typed name is forgotten with the last declaration that says it: when it is erased, corrected or removed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T09:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: names of givers go with the declarations that said them"

KEEP = """
create or replace function keep_typed_giver() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    {look}
        insert into typed_giver (id, form, party_key)
        select gen_random_uuid(), form, new.party_key from forms_of_key(new.party_key) as form
        on conflict do nothing;
    end if;
    return null;
end $$;
"""
_LOOK = "if not exists (select from typed_giver where party_key = new.party_key) then"
# Held until the declaration is there to be seen, as a foreign key would be: whoever forgets the name waits for it.
_LOOK_AND_HOLD = "perform from typed_giver where party_key = new.party_key limit 1 for key share; if not found then"

ORPHANED = """not exists (select from declaration d
    where d.party_key = {key} and d.party_key <> '' and d.party is null and d.wrapped_key is not null)"""

FORWARDS = f"""
{KEEP.format(look=_LOOK_AND_HOLD)}
create function forget_typed_giver() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform from typed_giver where party_key = old.party_key order by id for update;
    delete from typed_giver where party_key = old.party_key and {ORPHANED.format(key="old.party_key")};
    return null;
end $$;
revoke all on function forget_typed_giver() from public;
create trigger declaration_giver_forgotten after update of party_key, party, wrapped_key on declaration for each row
    when (old.party_key <> '' and old.party is null and old.wrapped_key is not null
        and (new.party_key <> old.party_key or new.party is not null or new.wrapped_key is null))
    execute function forget_typed_giver();
create trigger declaration_giver_removed after delete on declaration for each row
    when (old.party_key <> '' and old.party is null) execute function forget_typed_giver();
delete from typed_giver t where {ORPHANED.format(key="t.party_key")};
"""

BACKWARDS = f"""
drop trigger declaration_giver_removed on declaration;
drop trigger declaration_giver_forgotten on declaration;
drop function forget_typed_giver();
{KEEP.format(look=_LOOK)}
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
