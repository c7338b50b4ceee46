"""A participant acknowledges by the link alone; only the secretary records what was signed on paper."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T15:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a participant acknowledges by the link alone"

PARTICIPANT = "(select nullif(current_setting('register.participant', true), '')::uuid)"
FORWARDS = f"""
grant update (acknowledged_medium, acknowledged_language) on participant to register_app;
create function refuse_claimed_paper() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if old.id = {PARTICIPANT} and old.meeting <> all ((select my_meetings(array['secretary']))::uuid[])
        and new.acknowledged_medium is distinct from old.acknowledged_medium and new.acknowledged_medium <> 'link'
    then
        raise exception 'a participant acknowledges by the link' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger participant_acknowledges before update on participant
    for each row execute function refuse_claimed_paper();
revoke all on function refuse_claimed_paper() from public;
"""
BACKWARDS = """
drop trigger participant_acknowledges on participant;
drop function refuse_claimed_paper();
revoke update (acknowledged_medium, acknowledged_language) on participant from register_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="meetings", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
