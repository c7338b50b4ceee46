"""What the person says of it later: that it still is so, since when it no longer is; and that their function changed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Date, Timestamptz
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T10:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "still correct, ended, function changed"

_COLUMNS = {"still_correct_at": Timestamptz, "ended_on": Date, "function_changed_on": Date}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="filing", description=DESCRIPTION)
    for name, column in _COLUMNS.items():
        manager.add_column(
            table_class_name="Declaration",
            tablename="declaration",
            column_name=name,
            db_column_name=name,
            column_class_name=column.__name__,
            column_class=column,
            params={
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
    return manager
