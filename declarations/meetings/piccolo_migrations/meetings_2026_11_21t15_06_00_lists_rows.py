"""Row security of lists of participants: their meeting's secretary alone; and the day of an invitation."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T15:06:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of lists of participants"

KEPT = "any ((select my_meetings(array['secretary']))::uuid[])"
KEYS = "(select current_setting('register.service', true) = 'keys')"
FORWARDS = f"""
alter table participant_list enable row level security;
alter table participant_list force row level security;
create policy participant_list_owner on participant_list to register_owner using (true) with check (true);
grant select, insert, delete on participant_list to register_app;
grant update (key_id, wrapped_key) on participant_list to register_app;
grant update (invited_at) on participant to register_app;
alter table participant_list add constraint participant_list_meeting_1 foreign key (meeting) references meeting (id);
create policy participant_list_kept on participant_list to register_app
    using (meeting = {KEPT}) with check (meeting = {KEPT});
create policy participant_list_keys on participant_list for select to register_app using ({KEYS});
create policy participant_list_keys_step on participant_list for update to register_app using ({KEYS});
create index participant_delegation_names on participant (delegation, family_name, id);
create index meeting_delegation_order on meeting_delegation (meeting, lower(name), id);
"""
BACKWARDS = """
drop index meeting_delegation_order;
drop index participant_delegation_names;
revoke update (invited_at) on participant from register_app;
drop policy participant_list_keys_step on participant_list;
drop policy participant_list_keys on participant_list;
drop policy participant_list_kept on participant_list;
drop policy participant_list_owner on participant_list;
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
