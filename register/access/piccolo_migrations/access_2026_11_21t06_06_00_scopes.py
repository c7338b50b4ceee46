"""A key made before there were scopes keeps what it could do; from now on a key without any is refused."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T06:06:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "access: scopes of keys"

FORWARDS = """
update api_token set scopes = array['declarations.read', 'declarations.change', 'desk.read', 'desk.change',
    'directory.read', 'directory.change', 'reports.read', 'administration.read', 'administration.change', 'audit.read'];
alter table api_token alter column scopes drop default;
alter table api_token add constraint scopes_are_chosen check (cardinality(scopes) > 0);
"""

BACKWARDS = """
alter table api_token drop constraint scopes_are_chosen;
alter table api_token alter column scopes set default '{}';
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="access", description=DESCRIPTION)

    async def run():
        await run_script(FORWARDS)

    async def run_backwards():
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
