"""Row security of opinions: the desk of the case and the clerk that keeps the answer; neither declarant nor stranger."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:15:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of opinions"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"


def _service(name: str) -> str:
    return f"(select current_setting('register.service', true) = '{name}')"


CLERK, KEYS = _service("clerk"), _service("keys")
AT_THE_DESK = (
    "exists (select from declaration d where d.id = opinion.declaration"
    f" and d.declarant <> {ME} and d.filed_by <> {ME})"
)

FORWARDS = f"""
alter table opinion add constraint opinion_declaration_1
    foreign key (declaration) references declaration (id) on delete restrict deferrable initially deferred;

alter table opinion enable row level security;
alter table opinion force row level security;
grant select, insert on opinion to register_app;
grant update (answered_at, ended_at, stance, content, key_id, wrapped_key) on opinion to register_app;
create policy owner_all on opinion for all to register_owner using (true) with check (true);
create policy opinion_desk on opinion for select to register_app using ({AT_THE_DESK});
create policy opinion_asked on opinion for insert to register_app with check (asked_by = {ME} and {AT_THE_DESK});
create policy opinion_ended on opinion for update to register_app
    using ({AT_THE_DESK} and answered_at is null) with check (answered_at is null);
create policy opinion_clerk on opinion for select to register_app using ({CLERK});
create policy opinion_answered on opinion for update to register_app
    using ({CLERK} and answered_at is null) with check ({CLERK});
create policy opinion_keys on opinion for select to register_app using ({KEYS});
create policy opinion_keys_step on opinion for update to register_app using ({KEYS});

create function erase_opinions() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update opinion set wrapped_key = null where declaration = new.id;
    return null;
end $$;
revoke all on function erase_opinions() from public;
create trigger declaration_erases_opinions after update of wrapped_key on declaration
    for each row when (new.wrapped_key is null and old.wrapped_key is not null) execute function erase_opinions();
"""

BACKWARDS = """
drop trigger declaration_erases_opinions on declaration;
drop function erase_opinions();
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
