from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import UUID
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T10:42:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what a question became, for nobody but the asker"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="advice", description=DESCRIPTION)
    manager.add_column(
        table_class_name="AdviceDraft",
        tablename="advice_draft",
        column_name="declaration",
        db_column_name="declaration",
        column_class_name="UUID",
        column_class=UUID,
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
