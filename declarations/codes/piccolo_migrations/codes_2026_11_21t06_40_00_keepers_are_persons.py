"""A role that is only claimed, without a person, sees no proposed version of a profile."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T06:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "codes: keepers of profiles are persons"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
ROLES = "string_to_array(current_setting('register.roles', true), ',')"
KEEPER = f"(select {ROLES} && array['policy_owner', 'executive_head'])"

FORWARDS = f"""
alter policy profile_version_keepers on profile_version using ({KEEPER} and {ME} is not null);
alter policy profile_version_decide on profile_version
    using ({KEEPER} and {ME} is not null and status = 'proposed') with check ({KEEPER} and decided_by = {ME});
"""

BACKWARDS = f"""
alter policy profile_version_keepers on profile_version using ({KEEPER});
alter policy profile_version_decide on profile_version
    using ({KEEPER} and status = 'proposed') with check ({KEEPER} and decided_by = {ME});
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
