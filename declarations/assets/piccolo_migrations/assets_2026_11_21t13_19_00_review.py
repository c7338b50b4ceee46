"""Since when the ground of a designation may not stand any more."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Date
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T13:19:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "designations that are to be looked at again"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)
    manager.add_column(
        table_class_name="AssetDesignation",
        tablename="asset_designation",
        column_name="review_since",
        db_column_name="review_since",
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
