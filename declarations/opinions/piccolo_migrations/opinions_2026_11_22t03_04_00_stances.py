"""Answers of a supervisor who is asked about an instruction or pressure from outside (ICSC 12)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.constraints import Check

ID = "2026-11-22T03:04:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "opinions on pressure from outside"

_STANCES = "stance in ('no_objection','objection','comment','no_threat','threat','cannot_tell')"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="opinions", description=DESCRIPTION)
    table = {"table_class_name": "Opinion", "tablename": "opinion"}
    manager.drop_constraint(**table, constraint_name="opinion_stance_1")
    manager.add_constraint(
        **table,
        constraint_name="opinion_stance_2",
        constraint_class=Check,
        params={"condition": _STANCES},
    )
    return manager
