"""When the address behind a participant was last changed, and which gifts a session was the one to declare."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import UUID, Array, Timestamptz
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T17:35:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "since when an address stands behind a participant, and what was declared in a session"

_USUAL = {
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="meetings", description=DESCRIPTION)
    manager.add_column(
        table_class_name="Participant",
        tablename="participant",
        column_name="address_since",
        db_column_name="address_since",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={"default": None, "null": True, **_USUAL},
        schema=None,
    )
    manager.add_column(
        table_class_name="ParticipantSession",
        tablename="participant_session",
        column_name="declared",
        db_column_name="declared",
        column_class_name="Array",
        column_class=Array,
        params={"base_column": UUID(default=None), "default": list, "null": False, **_USUAL},
        schema=None,
    )
    return manager
