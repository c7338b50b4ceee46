"""The earliest day of a measure still to be carried out, for the queue; the room of the desk keeps it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Date
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T13:25:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the day of the next measure"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="filing", description=DESCRIPTION)
    manager.add_column(
        table_class_name="Declaration",
        tablename="declaration",
        column_name="measure_due",
        db_column_name="measure_due",
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
