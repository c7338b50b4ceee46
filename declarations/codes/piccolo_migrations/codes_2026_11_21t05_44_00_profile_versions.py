"""Row security of adopted versions: anyone reads what was adopted, its keepers what was proposed; nothing is edited."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T05:44:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of adopted versions of profiles"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
ROLES = "string_to_array(current_setting('register.roles', true), ',')"
OWNER = f"(select 'policy_owner' = any({ROLES}))"
KEEPER = f"(select {ROLES} && array['policy_owner', 'executive_head'])"
VERIFIER = "(select current_setting('register.service', true) = 'verifier')"

FORWARDS = f"""
create unique index profile_version_once on profile_version (profile, effective_from)
    where status in ('proposed', 'adopted');
create index profile_version_newest on profile_version (proposed_at desc, id);
alter table profile_version enable row level security;
alter table profile_version force row level security;
revoke all on profile_version from public;
grant select, insert on profile_version to register_app;
grant update (status, decided_by, decider_name, decided_at, reason, head_seq, head_hash)
    on profile_version to register_app;
create policy owner_all on profile_version for all to register_owner using (true) with check (true);
create policy profile_version_adopted on profile_version for select to register_app using (status = 'adopted');
create policy profile_version_keepers on profile_version for select to register_app using ({KEEPER});
create policy profile_version_verifier on profile_version for select to register_app using ({VERIFIER});
create policy profile_version_propose on profile_version for insert to register_app
    with check ({OWNER} and proposed_by = {ME} and status = 'proposed');
create policy profile_version_decide on profile_version for update to register_app
    using ({KEEPER} and status = 'proposed') with check ({KEEPER} and decided_by = {ME});
create policy event_profile_version on event for select to register_app
    using (kind = 'profile_version' and exists (select from profile_version p where p.id = event.stream));
"""

BACKWARDS = """
drop policy event_profile_version on event;
drop policy profile_version_decide on profile_version;
drop policy profile_version_propose on profile_version;
drop policy profile_version_verifier on profile_version;
drop policy profile_version_keepers on profile_version;
drop policy profile_version_adopted on profile_version;
drop policy owner_all on profile_version;
revoke all on profile_version from register_app;
alter table profile_version no force row level security;
alter table profile_version disable row level security;
drop index profile_version_newest;
drop index profile_version_once;
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="codes", description=DESCRIPTION)

    async def run():
        await run_script(FORWARDS)

    async def run_backwards():
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
