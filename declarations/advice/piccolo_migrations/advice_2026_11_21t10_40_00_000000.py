from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import UUID
from piccolo.columns.column_types import Boolean
from piccolo.columns.column_types import Bytea
from piccolo.columns.column_types import Date
from piccolo.columns.column_types import Integer
from piccolo.columns.column_types import SmallInt
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-21T10:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "advice, its thread, consents and drafts; guidance"

ID_COLUMN = ("id", UUID, {"primary_key": True})
KEY_COLUMNS = [("key_id", Varchar, {"length": 40}), ("wrapped_key", Bytea, {}), ("content", Bytea, {})]

TABLES = {
    ("Advice", "advice"): [
        ID_COLUMN,
        ("asker", UUID, {"null": True, "index": True}),
        ("route", Varchar, {"length": 10}),
        ("channel", Varchar, {"length": 12}),
        ("topic", Varchar, {"length": 24}),
        ("rule", Varchar, {"length": 40, "default": ""}),
        ("day", Date, {}),
        ("minutes", SmallInt, {"null": True}),
        ("status", Varchar, {"length": 10}),
        ("asked_at", Timestamptz, {}),
        ("due_on", Date, {"null": True}),
        ("noted_by", UUID, {"null": True}),
        ("version", Integer, {"default": 1}),
        *KEY_COLUMNS,
    ],
    ("AdviceMessage", "advice_message"): [
        ID_COLUMN,
        ("advice", UUID, {"index": True}),
        ("author", UUID, {}),
        ("from_office", Boolean, {}),
        ("at", Timestamptz, {}),
        ("content", Bytea, {}),
    ],
    ("AdviceConsent", "advice_consent"): [
        ID_COLUMN,
        ("advice", UUID, {"index": True}),
        ("agrees", Boolean, {}),
        ("at", Timestamptz, {}),
    ],
    ("AdviceDraft", "advice_draft"): [
        ID_COLUMN,
        ("advice", UUID, {}),
        ("draft", UUID, {"unique": True}),
        ("agrees", Boolean, {}),
        ("at", Timestamptz, {}),
    ],
    ("Guidance", "guidance"): [
        ID_COLUMN,
        ("advice", UUID, {"index": True}),
        ("status", Varchar, {"length": 10}),
        ("topic", Varchar, {"length": 24}),
        ("rule", Varchar, {"length": 40, "default": ""}),
        ("written_by", UUID, {}),
        ("written_at", Timestamptz, {}),
        ("published_by", UUID, {"null": True}),
        ("published_at", Timestamptz, {"null": True}),
        ("version", Integer, {"default": 1}),
        *KEY_COLUMNS,
    ],
}

CHECKS = {
    ("Advice", "advice"): [
        ("advice_status_1", "status in ('open', 'answered')"),
        ("advice_route_1", "route in ('office', 'designate')"),
        ("advice_channel_1", "channel in ('register', 'mail', 'telephone', 'in_person')"),
        (
            "advice_asked_or_noted_1",
            "(channel = 'register') = (asker is not null) and (asker is null) = (noted_by is not null)",
        ),
        ("advice_minutes_1", "minutes > 0"),
        ("advice_version_1", "version > 0"),
    ],
    ("Guidance", "guidance"): [
        ("guidance_status_1", "status in ('proposed', 'published', 'withdrawn')"),
        (
            "guidance_published_1",
            "status <> 'published' or (published_by is not null and published_at is not null)",
        ),
        ("guidance_version_1", "version > 0"),
    ],
}

ORDINARY = {
    "default": None,
    "null": False,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="advice", description=DESCRIPTION)
    for (class_name, tablename), columns in TABLES.items():
        manager.add_table(class_name=class_name, tablename=tablename, schema=None, columns=None)
        for name, column, params in columns:
            manager.add_column(
                table_class_name=class_name,
                tablename=tablename,
                column_name=name,
                db_column_name=name,
                column_class_name=column.__name__,
                column_class=column,
                params=ORDINARY | params,
                schema=None,
            )
    for (class_name, tablename), checks in CHECKS.items():
        for name, condition in checks:
            manager.add_constraint(
                table_class_name=class_name,
                tablename=tablename,
                constraint_name=name,
                constraint_class=Check,
                params={"condition": condition},
                schema=None,
            )
    return manager
