"""Whether advice that was given elsewhere was noted with a name, for counting; the name itself is encrypted."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Boolean
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T13:24:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "advice that was noted with a name"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="advice", description=DESCRIPTION)
    manager.add_column(
        table_class_name="Advice",
        tablename="advice",
        column_name="named",
        db_column_name="named",
        column_class_name="Boolean",
        column_class=Boolean,
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
