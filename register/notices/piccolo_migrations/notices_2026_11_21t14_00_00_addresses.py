"""Where a notice goes follows from one function, which a room that knows other people than persons adds to."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T14:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "notices: addresses by a function"

FORWARDS = """
create function notice_addresses(wanted uuid[])
returns table (id uuid, email text, name text, language text, is_active boolean)
language sql stable set search_path = public, pg_temp as $$
    select p.id, p.email, concat_ws(' ', nullif(p.first_name, ''), p.family_name), p.language,
        p.active and a.disabled_at is null
    from person p left join account a on a.person = p.id where p.id = any(wanted)
$$;
revoke all on function notice_addresses(uuid[]) from public;
grant execute on function notice_addresses(uuid[]) to register_app;
"""

BACKWARDS = "drop function notice_addresses(uuid[]);"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notices", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
