"""The share of those entitled that the body's rule asks to be present."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-21T17:12:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the quorum as a fraction of those entitled"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="meetings", description=DESCRIPTION)
    manager.add_column(
        table_class_name="Meeting",
        tablename="meeting",
        column_name="quorum",
        db_column_name="quorum",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 8,
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )
    manager.add_constraint(
        table_class_name="Meeting",
        tablename="meeting",
        constraint_name="meeting_quorum_1",
        constraint_class=Check,
        params={"condition": "quorum is null or (quorum ~ '^>?[1-9][0-9]{0,2}/[1-9][0-9]{0,2}$' and counts_rule <> '')"},
        schema=None,
    )
    return manager
