"""Where a giver of very many gifts is an employer or a counterpart is found without reading the gifts."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: other parties of what is no gift"

FORWARDS = """
create index declaration_other_party on declaration (party, filed_at desc, id desc)
    where party is not null and kind <> 'gift';
create index declaration_other_typed on declaration (party_key, filed_at desc, id desc)
    where party_key <> '' and kind <> 'gift';
"""

BACKWARDS = """
drop index declaration_other_typed;
drop index declaration_other_party;
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
