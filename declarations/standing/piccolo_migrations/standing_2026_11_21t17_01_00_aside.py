"""Changes of function that could not be carried over, kept until they are, or until the office closes them."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import Column
from piccolo.columns.column_types import UUID, Array, Integer, Text, Timestamptz
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T17:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "changes of function that are set aside"


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


COLUMNS: list[tuple[str, type[Column], dict[str, Any]]] = [
    ("id", UUID, _params(primary_key=True)),
    ("person", UUID, _params(index=True)),
    ("at", Timestamptz, _params()),
    ("what", Array, _params(base_column=Text(**_params(default="")))),
    ("failures", Integer, _params()),
    ("fault", Text, _params()),
    ("first_at", Timestamptz, _params()),
    ("last_at", Timestamptz, _params()),
    ("try_after", Timestamptz, _params()),
    ("settled_at", Timestamptz, _params(null=True)),
    ("retried_at", Timestamptz, _params(null=True)),
    ("retried_by", UUID, _params(null=True)),
    ("closed_at", Timestamptz, _params(null=True)),
    ("closed_by", UUID, _params(null=True)),
    ("reason", Text, _params(null=True)),
]


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="standing", description=DESCRIPTION)
    manager.add_table(class_name="ChangeAside", tablename="change_aside", schema=None, columns=None)
    for name, column, params in COLUMNS:
        manager.add_column(
            table_class_name="ChangeAside",
            tablename="change_aside",
            column_name=name,
            db_column_name=name,
            column_class_name=column.__name__,
            column_class=column,
            params=params,
            schema=None,
        )
    return manager
