from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Date
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import UUID
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-21T10:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "measures on conflicts of interest"


def _params(*, null: bool, primary_key: bool = False, index: bool = False, **more: object) -> dict:
    return {
        **more,
        "default": None,
        "null": null,
        "primary_key": primary_key,
        "unique": False,
        "index": index,
        "index_method": IndexMethod.btree,
        "choices": None,
        "db_column_name": None,
        "secret": False,
    }


COLUMNS = [
    ("id", UUID, _params(null=False, primary_key=True)),
    ("declaration", UUID, _params(null=False, index=True)),
    ("declarant", UUID, _params(null=False, index=True)),
    ("code", Varchar, _params(null=False, length=30)),
    ("carrier", Varchar, _params(null=False, length=20)),
    ("due_on", Date, _params(null=False)),
    ("state", Varchar, _params(null=False, length=20)),
    ("set_at", Timestamptz, _params(null=False)),
    ("done_at", Timestamptz, _params(null=True)),
    ("reminded_at", Timestamptz, _params(null=True)),
]
CHECKS = {"measure_state_1": "state in ('set','reported','done','lifted')"}


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="review", description=DESCRIPTION)
    manager.add_table(class_name="Measure", tablename="measure", schema=None, columns=None)
    for name, column, params in COLUMNS:
        manager.add_column(
            table_class_name="Measure",
            tablename="measure",
            column_name=name,
            db_column_name=name,
            column_class_name=column.__name__,
            column_class=column,
            params=params,
            schema=None,
        )
    for name, condition in CHECKS.items():
        manager.add_constraint(
            table_class_name="Measure",
            tablename="measure",
            constraint_name=name,
            constraint_class=Check,
            params={"condition": condition, "name": name},
            schema=None,
        )
    return manager
