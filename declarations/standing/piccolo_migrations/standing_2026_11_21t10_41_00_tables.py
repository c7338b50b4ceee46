"""Changes of function that wait for a look, and separations."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import Column
from piccolo.columns.column_types import UUID, Array, Date, Text, Timestamptz
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T10:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "changes of function, separations"


def _params(**said: Any) -> dict[str, Any]:
    return {
        "default": None,
        "null": False,
        "primary_key": False,
        "unique": False,
        "index": False,
        "index_method": IndexMethod.btree,
        "choices": None,
        "db_column_name": None,
        "secret": False,
        **said,
    }


COLUMNS: dict[tuple[str, str], list[tuple[str, type[Column], dict[str, Any]]]] = {
    ("FunctionChange", "function_change"): [
        ("id", UUID, _params(primary_key=True)),
        ("person", UUID, _params(index=True)),
        ("at", Timestamptz, _params()),
        ("what", Array, _params(base_column=Text(**_params(default="")))),
        ("handled_at", Timestamptz, _params(null=True)),
    ],
    ("Separation", "separation"): [
        ("id", UUID, _params(primary_key=True)),
        ("person", UUID, _params(unique=True)),
        ("last_day", Date, _params()),
        ("recorded_at", Timestamptz, _params()),
        ("recorded_by", UUID, _params(null=True)),
        ("returned_at", Timestamptz, _params(null=True)),
        ("letter_at", Timestamptz, _params(null=True)),
        ("completed_at", Timestamptz, _params(null=True)),
        ("completed_by", UUID, _params(null=True)),
    ],
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="standing", description=DESCRIPTION)
    for (class_name, tablename), columns in COLUMNS.items():
        manager.add_table(class_name=class_name, tablename=tablename, schema=None, columns=None)
        for name, column, params in columns:
            manager.add_column(
                table_class_name=class_name,
                tablename=tablename,
                column_name=name,
                db_column_name=name,
                column_class_name=column.__name__,
                column_class=column,
                params=params,
                schema=None,
            )
    return manager
