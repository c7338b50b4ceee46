from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-21T06:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the rule that decides the effect"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="filing", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="Declaration",
        tablename="declaration",
        column_name="leading_rule",
        db_column_name="leading_rule",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 60,
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
