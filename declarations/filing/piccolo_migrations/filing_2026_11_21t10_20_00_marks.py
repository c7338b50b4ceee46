"""The three marks of a conflict, and with how much care a declaration is reviewed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Timestamptz, Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T10:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "marks of conflicts, class of review"

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
_MARKS = ("disclosed_at", "addressed_at", "resolved_at")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="filing", description=DESCRIPTION)
    for name in _MARKS:
        _add(manager, name, Timestamptz, _COMMON)
    _add(manager, "review_class", Varchar, {"length": 20, **_COMMON})
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
