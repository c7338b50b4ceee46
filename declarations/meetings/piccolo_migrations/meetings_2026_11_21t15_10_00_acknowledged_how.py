"""How the code was acknowledged: by the link, or on paper or a list that the secretary has before them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-21T15:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "how the code was acknowledged, and in which language it was read"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="meetings", description=DESCRIPTION)
    for name, length in (("acknowledged_medium", 5), ("acknowledged_language", 2)):
        manager.add_column(
            table_class_name="Participant",
            tablename="participant",
            column_name=name,
            db_column_name=name,
            column_class_name="Varchar",
            column_class=Varchar,
            params={
                "length": length,
                "default": "",
                "null": False,
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
    manager.add_constraint(
        table_class_name="Participant",
        tablename="participant",
        constraint_name="participant_acknowledged_medium_1",
        constraint_class=Check,
        params={"condition": "acknowledged_medium in ('','link','paper','list')"},
        schema=None,
    )
    return manager
