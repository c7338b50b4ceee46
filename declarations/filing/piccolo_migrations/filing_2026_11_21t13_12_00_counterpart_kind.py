"""With whom the dealings of a conflict are, in the row: natural persons are never matched by likeness of names."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T13:12:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the kind of counterpart of a conflict"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="filing", description=DESCRIPTION)
    manager.add_column(
        table_class_name="Declaration",
        tablename="declaration",
        column_name="counterpart_kind",
        db_column_name="counterpart_kind",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 20,
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
