"""Cases go first to those who read the language in which they were declared: each language has its own order."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T07:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: open cases by the language of the words"

OPEN = "status in ('submitted', 'under_review', 'information_requested')"

FORWARDS = f"""
create index declaration_open_language on declaration (route, words_language, due_on, id) where {OPEN};
create index declaration_unassigned_language on declaration (route, words_language, due_on, id)
    where reviewer is null and {OPEN};
create index declaration_other_language on declaration (route, due_on, id)
    where words_language not in ('ar', 'en', 'es', 'fr') and {OPEN};
"""

BACKWARDS = """
drop index declaration_other_language;
drop index declaration_unassigned_language;
drop index declaration_open_language;
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
