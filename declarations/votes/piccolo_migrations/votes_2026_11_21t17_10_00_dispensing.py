"""A dispensation says what it allows, and why it was withdrawn; somebody who stood aside may have kept silent."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import UUID, Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-21T17:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what a dispensation allows, its withdrawal, and what was done"

_PLAIN = {
    "default": None,
    "null": True,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}
_DONE = "did in ('speaks_and_votes','speaks','did_not_vote','leaves','papers_withheld','hands_over_chair','replaced')"
_DISPENSED = "not dispensed or (measure in ('speaks_and_votes','speaks') and citation <> '' and not by_matrix)"
_WITHDRAWN = (
    "(withdrawn_because is null) = (withdrawn_by is null)"
    " and (withdrawn_because is null or (dispensed and ended_at is not null and withdrawn_because <> ''))"
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="votes", description=DESCRIPTION)
    table = {"table_class_name": "StandingAside", "tablename": "standing_aside", "schema": None}
    manager.add_column(
        **table,
        column_name="withdrawn_because",
        db_column_name="withdrawn_because",
        column_class_name="Varchar",
        column_class=Varchar,
        params={"length": 300, **_PLAIN},
    )
    manager.add_column(
        **table,
        column_name="withdrawn_by",
        db_column_name="withdrawn_by",
        column_class_name="UUID",
        column_class=UUID,
        params=_PLAIN,
    )
    manager.drop_constraint(**table, constraint_name="standing_aside_did_1")
    for name, condition in (
        ("standing_aside_done_1", _DONE),
        ("standing_aside_dispensed_1", _DISPENSED),
        ("standing_aside_withdrawn_1", _WITHDRAWN),
    ):
        manager.add_constraint(
            **table, constraint_name=name, constraint_class=Check, params={"condition": condition}
        )
    return manager
