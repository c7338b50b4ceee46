"""Only the office says what stands in a letter, and once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:47:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "who says what stands in a letter"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"

FORWARDS = f"""
grant update (listed, months) on separation to register_app;
create function separation_issued() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    if (new.listed, new.months) is distinct from (old.listed, old.months)
        and (old.letter_at is not null or old.person = {ME}) then
        raise exception 'what a letter says is kept once, by the office' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger separation_issued before update on separation for each row execute function separation_issued();
"""

BACKWARDS = """
drop trigger separation_issued on separation;
drop function separation_issued();
revoke update (listed, months) on separation from register_app;
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
