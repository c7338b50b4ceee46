"""A name typed for the first time is kept for the worker to hear; one that is known already costs filing nothing."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:13:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: typed names are heard"

_KEEP = """
create or replace function keep_typed_giver() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from typed_giver where party_key = new.party_key) then
        insert into typed_giver (id, form, party_key)
        select gen_random_uuid(), form, new.party_key from forms_of_key(new.party_key) as form
        on conflict do nothing;%s
    end if;
    return null;
end $$;
"""
_HEAR = """
        insert into heard_name (form) values (new.party_key) on conflict do nothing;"""
_TYPED = """
insert into heard_name (form) select distinct party_key from declaration where party_key <> '' and party is null
    on conflict do nothing;
"""

FORWARDS = _KEEP % _HEAR + _TYPED
BACKWARDS = _KEEP % ""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="review", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
