from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Date
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import UUID
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-21T07:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "absences and who stands in"


def _params(*, null: bool, primary_key: bool = False, index: bool = False) -> dict:
    return {
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
    ("person", UUID, _params(null=False, index=True)),
    ("since", Date, _params(null=False)),
    ("until", Date, _params(null=False)),
    ("delegate", UUID, _params(null=True, index=True)),
    ("delegation", UUID, _params(null=True)),
    ("recorded_at", Timestamptz, _params(null=False)),
    ("ended_at", Timestamptz, _params(null=True)),
]
CHECKS = {"absence_lasts_1": "since <= until", "absence_another_stands_in_1": "person <> delegate"}


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="review", description=DESCRIPTION)
    manager.add_table(class_name="Absence", tablename="absence", schema=None, columns=None)
    for name, column, params in COLUMNS:
        manager.add_column(
            table_class_name="Absence",
            tablename="absence",
            column_name=name,
            db_column_name=name,
            column_class_name=column.__name__,
            column_class=column,
            params=params,
            schema=None,
        )
    for name, condition in CHECKS.items():
        manager.add_constraint(
            table_class_name="Absence",
            tablename="absence",
            constraint_name=name,
            constraint_class=Check,
            params={"condition": condition, "name": name},
            schema=None,
        )
    return manager
