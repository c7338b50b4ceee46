"""Whose an absence is, and that the executive head may name a delegate without an administrator."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T07:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: row security of absences"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"


def _has(*roles: str) -> str:
    held = "string_to_array(current_setting('register.roles', true), ',')"
    return f"(select {held} && array[{', '.join(repr(role) for role in roles)}]::text[])"


AWAY = _has("ethics_officer", "authorizing_official", "executive_head", "governing_body_designate")
DESK = _has(
    "ethics_officer", "authorizing_official", "executive_head", "recorded_delegate", "governing_body_designate"
)
HEAD = _has("executive_head")

FORWARDS = f"""
alter table absence enable row level security;
alter table absence force row level security;
grant select, insert, update (ended_at) on absence to register_app;
create policy absence_owner on absence to register_owner using (true) with check (true);
create policy absence_desk on absence for select to register_app using ({DESK});
create policy absence_record on absence for insert to register_app
    with check (person = {ME} and delegate is distinct from {ME} and {AWAY});
create policy absence_end on absence for update to register_app using (person = {ME}) with check (person = {ME});
create trigger absence_ended_once before update on absence for each row execute function ended_once();

create policy delegation_of_the_head_read on delegation for select to register_app
    using (recorded_by = {ME} and {HEAD});
create policy delegation_of_the_head on delegation for insert to register_app
    with check (recorded_by = {ME} and delegate <> {ME} and {HEAD});
create policy delegation_of_the_head_end on delegation for update to register_app
    using (recorded_by = {ME} and {HEAD}) with check (recorded_by = {ME});
"""

BACKWARDS = """
drop policy delegation_of_the_head_end on delegation;
drop policy delegation_of_the_head on delegation;
drop policy delegation_of_the_head_read on delegation;
drop trigger absence_ended_once on absence;
drop policy absence_end on absence;
drop policy absence_record on absence;
drop policy absence_desk on absence;
drop policy absence_owner on absence;
revoke all on absence from register_app;
alter table absence no force row level security;
alter table absence disable row level security;
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
