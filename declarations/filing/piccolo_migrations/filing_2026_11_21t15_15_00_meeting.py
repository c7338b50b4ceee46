"""The meeting and the item of its agenda for which a participant declared a gift from a personal link."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import UUID
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T15:15:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the meeting of a gift that a participant declared"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="filing", description=DESCRIPTION)
    for name in ("meeting", "agenda_item"):
        manager.add_column(
            table_class_name="Declaration",
            tablename="declaration",
            column_name=name,
            db_column_name=name,
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
