"""Columns that kinds other than a gift need for queues, matching and reports."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Date, Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T09:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "columns of outside activities, conflicts and requests"

_WORDS = {"activity_class": 30, "subject": 30, "domain": 30, "nature_declared": 20, "nature_assessed": 20}
_DAYS = ("start_date", "end_date")
_COMMON = {
    "default": None,
    "null": True,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="filing", description=DESCRIPTION)
    for name, length in _WORDS.items():
        _add(manager, name, Varchar, {"length": length, **_COMMON})
    for name in _DAYS:
        _add(manager, name, Date, _COMMON)
    return manager


def _add(manager: MigrationManager, name: str, column: type, params: dict[str, object]) -> None:
    manager.add_column(
        table_class_name="Declaration",
        tablename="declaration",
        column_name=name,
        db_column_name=name,
        column_class_name=column.__name__,
        column_class=column,
        params=params,
        schema=None,
    )
