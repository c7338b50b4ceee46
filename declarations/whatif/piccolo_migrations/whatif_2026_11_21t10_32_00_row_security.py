"""Row security of what-ifs, and what the service `what_if` may read elsewhere."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:32:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of what-ifs"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
MY_ROLES = "((select string_to_array(current_setting('register.roles', true), ',')))"


def _service(name: str) -> str:
    return f"(select current_setting('register.service', true) = '{name}')"


WHAT_IF, KEYS = _service("what_if"), _service("keys")
ALONE = f"({WHAT_IF} and {ME} is null)"
MINE = f"(asked_by = {ME} and asked_as = any ({MY_ROLES}::text[]))"

FORWARDS = f"""
create index what_if_newest on what_if (asked_at desc, id desc);
create index what_if_waiting on what_if (asked_at) where status = 'waiting';

alter table what_if enable row level security;
alter table what_if force row level security;
grant select, insert, delete on what_if to register_app;
grant update (status, reached, progress, total, done_at, answer, key_id, wrapped_key) on what_if to register_app;
create policy owner_all on what_if for all to register_owner using (true) with check (true);
create policy what_if_own on what_if for select to register_app using ({MINE});
create policy what_if_ask on what_if for insert to register_app with check ({MINE} and status = 'waiting');
create policy what_if_discard on what_if for delete to register_app using ({MINE});
create policy what_if_work on what_if for select to register_app using ({WHAT_IF});
create policy what_if_work_step on what_if for update to register_app using ({WHAT_IF}) with check ({WHAT_IF});
create policy what_if_clear on what_if for delete to register_app using ({ALONE});
create policy what_if_keys on what_if for select to register_app using ({KEYS});
create policy what_if_keys_step on what_if for update to register_app using ({KEYS});

-- All declarations only where nobody's name stands beside the service: an officer's what-if counts what the officer may see.
create policy declaration_what_if on declaration for select to register_app using ({ALONE});
create policy person_what_if on person for select to register_app using ({WHAT_IF});
create policy role_grant_what_if on role_grant for select to register_app using ({WHAT_IF});
"""

BACKWARDS = """
drop policy role_grant_what_if on role_grant;
drop policy person_what_if on person;
drop policy declaration_what_if on declaration;
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="whatif", description=DESCRIPTION)

    async def run():
        await run_script(FORWARDS)

    async def run_backwards():
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
