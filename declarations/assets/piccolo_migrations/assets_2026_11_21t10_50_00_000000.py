from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import UUID
from piccolo.columns.column_types import Array
from piccolo.columns.column_types import Boolean
from piccolo.columns.column_types import Bytea
from piccolo.columns.column_types import Date
from piccolo.columns.column_types import Integer
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-21T10:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "asset statements of designated filers"

TABLES = {
    ("AssetDesignation", "asset_designation"): [
        ("id", UUID, {"primary_key": True}),
        ("person", UUID, {"index": True}),
        ("designated_by", UUID, {}),
        ("designated_at", Timestamptz, {}),
        ("ground", Varchar, {"length": 10}),
        ("starts_on", Date, {}),
        ("ends_on", Date, {"null": True}),
        ("due_on", Date, {}),
        ("reminded_on", Date, {"null": True}),
        ("ended_at", Timestamptz, {"null": True}),
        ("ended_by", UUID, {"null": True}),
        ("version", Integer, {"default": 1}),
        ("key_id", Varchar, {"length": 40}),
        ("wrapped_key", Bytea, {}),
        ("content", Bytea, {}),
    ],
    ("AssetDraft", "asset_draft"): [
        ("id", UUID, {"primary_key": True}),
        ("designation", UUID, {"unique": True}),
        ("filer", UUID, {}),
        ("statement", UUID, {"null": True}),
        ("saved_at", Timestamptz, {}),
        ("version", Integer, {"default": 1}),
        ("key_id", Varchar, {"length": 40}),
        ("wrapped_key", Bytea, {}),
        ("content", Bytea, {}),
    ],
    ("AssetStatement", "asset_statement"): [
        ("id", UUID, {"primary_key": True}),
        ("designation", UUID, {"index": True}),
        ("filer", UUID, {"index": True}),
        ("due_on", Date, {}),
        ("filed_at", Timestamptz, {}),
        ("number", Integer, {"default": 1}),
        ("reviewed_at", Timestamptz, {"null": True}),
        ("version", Integer, {"default": 1}),
    ],
    ("AssetVersion", "asset_version"): [
        ("id", UUID, {"primary_key": True}),
        ("statement", UUID, {}),
        ("number", Integer, {}),
        ("filed_at", Timestamptz, {}),
        ("purposes", Array, {"base_column": Varchar(length=255), "default": list}),
        ("key_id", Varchar, {"length": 40}),
        ("wrapped_key", Bytea, {}),
    ],
    ("AssetContent", "asset_content"): [
        ("version", UUID, {"primary_key": True}),
        ("content", Bytea, {}),
    ],
    ("AssetReview", "asset_review"): [
        ("id", UUID, {"primary_key": True}),
        ("statement", UUID, {"index": True}),
        ("number", Integer, {}),
        ("reviewer", UUID, {}),
        ("at", Timestamptz, {}),
        ("key_id", Varchar, {"length": 40}),
        ("wrapped_key", Bytea, {}),
        ("content", Bytea, {}),
    ],
    ("AssetConsent", "asset_consent"): [
        ("id", UUID, {"primary_key": True}),
        ("statement", UUID, {"index": True}),
        ("filer", UUID, {"index": True}),
        ("asked_by", UUID, {}),
        ("asked_at", Timestamptz, {}),
        ("use", Varchar, {"length": 14}),
        ("until", Date, {"null": True}),
        ("answered_at", Timestamptz, {"null": True}),
        ("granted", Boolean, {"null": True}),
        ("revoked_at", Timestamptz, {"null": True}),
        ("key_id", Varchar, {"length": 40}),
        ("wrapped_key", Bytea, {}),
        ("content", Bytea, {}),
    ],
}

CHECKS = {
    ("AssetDesignation", "asset_designation"): [
        ("asset_designation_ground_1", "ground in ('position', 'function')"),
        ("asset_designation_days_1", "ends_on is null or ends_on >= starts_on"),
        ("asset_designation_ended_1", "(ended_at is null) = (ended_by is null)"),
        ("asset_designation_others_1", "designated_by <> person"),
    ],
    ("AssetConsent", "asset_consent"): [
        ("asset_consent_use_1", "use in ('procurement', 'investigation', 'publication', 'other')"),
        ("asset_consent_answer_1", "(answered_at is null) = (granted is null)"),
        ("asset_consent_revoked_1", "revoked_at is null or granted"),
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
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)
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
