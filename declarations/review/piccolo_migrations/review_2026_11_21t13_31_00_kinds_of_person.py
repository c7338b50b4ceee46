"""What persons declared of other kinds than gifts is found by an index, also in a search for a unit of very many."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T13:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: declarations of a person by kind"

FORWARDS = """
create index declaration_person_kind on declaration (declarant, kind, filed_at desc, id desc) where kind <> 'gift';
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="review", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script("drop index declaration_person_kind;")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
