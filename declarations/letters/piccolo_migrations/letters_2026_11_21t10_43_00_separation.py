"""Standing words for the letter at the end of service."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.constraints import Check

ID = "2026-11-21T10:43:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "words for the letter at the end of service"

_USES = (
    "use in ('question','reasons','conditions','contest','giver_decline','giver_return','giver_thanks','separation')"
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="letters", description=DESCRIPTION)
    table = {"table_class_name": "StandingWordsRow", "tablename": "standing_words"}
    manager.drop_constraint(**table, constraint_name="standing_words_use")
    manager.add_constraint(
        **table,
        constraint_name="standing_words_known_use",
        constraint_class=Check,
        params={"condition": _USES},
    )
    return manager
