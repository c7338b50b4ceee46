"""The next day on which a measure is recalled."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Date
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T13:26:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: the next reminder of a measure"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="review", description=DESCRIPTION)
    manager.add_column(
        table_class_name="Measure",
        tablename="measure",
        column_name="remind_on",
        db_column_name="remind_on",
        column_class_name="Date",
        column_class=Date,
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
