"""A question ends with what it was about: with every new version, every decision and the withdrawal, whoever makes it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-22T03:33:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "questions to supervisors end with a new version and with a decision"

_WAITS = "('submitted', 'under_review', 'information_requested')"

FORWARDS = f"""
create function end_opinions() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update opinion set ended_at = now() where declaration = new.id and answered_at is null and ended_at is null;
    return null;
end $$;
revoke all on function end_opinions() from public;
create trigger declaration_ends_opinions after update of version, status on declaration
    for each row when (new.version <> old.version or new.status not in {_WAITS})
    execute function end_opinions();

update opinion o set ended_at = now() from declaration d
where d.id = o.declaration and o.answered_at is null and o.ended_at is null
  and (d.status not in {_WAITS}
       or exists (select from event e where e.stream = d.id and e.at > o.asked_at
                  and e.name in ('declaration:amended', 'declaration:change_reported', 'declaration:decided')));
"""

BACKWARDS = """
drop trigger declaration_ends_opinions on declaration;
drop function end_opinions();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="opinions", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
