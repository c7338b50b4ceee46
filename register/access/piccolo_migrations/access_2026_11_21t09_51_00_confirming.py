"""The access service alone writes when a session was confirmed: whoever holds a session cannot confirm it by itself."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T09:51:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "access: confirming a session"

FORWARDS = """
grant update (confirmed_at) on session to register_app;
create function only_access_confirms() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if current_setting('register.service', true) is distinct from 'access' then
        raise exception 'a session is confirmed by the password' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
revoke all on function only_access_confirms() from public;
create trigger session_is_confirmed_by_access before update of confirmed_at on session
    for each row execute function only_access_confirms();
"""

BACKWARDS = """
drop trigger session_is_confirmed_by_access on session;
drop function only_access_confirms();
revoke update (confirmed_at) on session from register_app;
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="access", description=DESCRIPTION)

    async def run():
        await run_script(FORWARDS)

    async def run_backwards():
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
