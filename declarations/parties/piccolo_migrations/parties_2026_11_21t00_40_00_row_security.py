"""Row security of the directory: everybody who is somebody reads it, the administrator keeps it, officers add to it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T00:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of the directory of parties"

SOMEBODY = (
    "(select coalesce(current_setting('register.person', true), '') <> ''"
    " or coalesce(current_setting('register.service', true), '') <> '')"
)
LOADER = "(select current_setting('register.service', true) = 'loader')"


def _has(role: str) -> str:
    return f"(select '{role}' = any(string_to_array(current_setting('register.roles', true), ',')))"


KEEPER = f"({LOADER} or {_has('administrator')})"
OFFICER = _has("ethics_officer")

FORWARDS = f"""
alter table party_name alter column form type varchar(300) collate "C";
create index party_name_by_form on party_name (form);
create index party_by_list on party (source_list);

alter table party enable row level security;
alter table party force row level security;
alter table party_name enable row level security;
alter table party_name force row level security;
grant select, insert, update on party to register_app;
grant select, insert, delete on party_name to register_app;
create policy party_owner on party to register_owner using (true) with check (true);
create policy party_name_owner on party_name to register_owner using (true) with check (true);

create policy party_read on party for select to register_app using ({SOMEBODY});
create policy party_name_read on party_name for select to register_app using ({SOMEBODY});
create policy party_load on party for insert to register_app with check ({KEEPER});
create policy party_change on party for update to register_app using ({KEEPER}) with check ({KEEPER});
create policy party_promote on party for insert to register_app with check ({OFFICER} and source_list = 'promoted');
create policy party_name_load on party_name for insert to register_app with check ({KEEPER});
create policy party_name_clear on party_name for delete to register_app using ({KEEPER});
create policy party_name_promote on party_name for insert to register_app with check (
    {OFFICER} and exists (select from party p where p.id = party_name.party and p.source_list = 'promoted'));
"""

BACKWARDS = """
drop policy party_name_promote on party_name;
drop policy party_name_clear on party_name;
drop policy party_name_load on party_name;
drop policy party_promote on party;
drop policy party_change on party;
drop policy party_load on party;
drop policy party_name_read on party_name;
drop policy party_read on party;
drop policy party_name_owner on party_name;
drop policy party_owner on party;
revoke all on party, party_name from register_app;
alter table party_name no force row level security;
alter table party_name disable row level security;
alter table party no force row level security;
alter table party disable row level security;
drop index party_by_list;
drop index party_name_by_form;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="parties", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
