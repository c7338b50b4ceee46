"""Until when a person was authorized to work for an employer, for a declaration that does not say what it continues."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T13:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the end of an authorization with an employer"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"

FORWARDS = f"""
create function authorized_with(of_person uuid, of_party uuid, of_party_key text, begun date, today date) returns date
language sql stable security definer set search_path = public, pg_temp as $$
    select max(a.ends_on) from activity_authorization a join declaration d on d.id = a.declaration
    where a.declarant = of_person and a.validity in ('in_force', 'suspended', 'expired')
      and a.ends_on < today and a.ends_on >= begun - 1
      and (d.party = any ((select giver_parties(of_party, of_party_key))::uuid[])
        or (d.party_key <> '' and d.party_key = any ((select giver_keys(of_party, of_party_key))::text[])))
      and (of_person = {ME} or of_person = any (my_principals()))
$$;
revoke all on function authorized_with(uuid, uuid, text, date, date) from public;
grant execute on function authorized_with(uuid, uuid, text, date, date) to register_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="authorizations", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script("drop function authorized_with(uuid, uuid, text, date, date);")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
