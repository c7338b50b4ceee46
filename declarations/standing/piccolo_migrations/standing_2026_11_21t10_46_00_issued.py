"""What stood in the letter at the end of service when it was issued: it never changes afterwards."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import UUID, Array, SmallInt
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T10:46:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what stood in a letter when it was issued"

_COMMON = {
    "default": None,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="standing", description=DESCRIPTION)
    listed = {"base_column": UUID(**{**_COMMON, "null": False}), "null": True, **_COMMON}
    for name, column, params in (("listed", Array, listed), ("months", SmallInt, {"null": True, **_COMMON})):
        manager.add_column(
            table_class_name="Separation",
            tablename="separation",
            column_name=name,
            db_column_name=name,
            column_class_name=column.__name__,
            column_class=column,
            params=params,
            schema=None,
        )
    return manager
