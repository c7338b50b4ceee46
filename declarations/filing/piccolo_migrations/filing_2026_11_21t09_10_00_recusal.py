from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import UUID
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T09:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "who has recused from which case"

COLUMNS = [("id", UUID, True), ("declaration", UUID, False), ("person", UUID, False), ("at", Timestamptz, False)]


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="filing", description=DESCRIPTION)
    manager.add_table(class_name="Recusal", tablename="recusal", schema=None, columns=None)
    for name, column, primary_key in COLUMNS:
        manager.add_column(
            table_class_name="Recusal",
            tablename="recusal",
            column_name=name,
            db_column_name=name,
            column_class_name=column.__name__,
            column_class=column,
            params={
                "default": None,
                "null": False,
                "primary_key": primary_key,
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
