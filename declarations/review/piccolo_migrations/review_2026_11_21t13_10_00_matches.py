from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Numeric
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import UUID
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-21T13:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what was found elsewhere of the party of a case"


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


KEY = ("id", UUID, _params(null=False, primary_key=True))
TABLES = {
    ("CaseMatch", "case_match"): [
        KEY,
        ("declaration", UUID, _params(null=False)),
        ("other", UUID, _params(null=True, index=True)),
        ("party", UUID, _params(null=True, index=True)),
        ("ground", Varchar, _params(null=False, length=20)),
        ("reason", Varchar, _params(null=False, length=20)),
        ("score", Numeric, _params(null=False, digits=(4, 3))),
        ("found_at", Timestamptz, _params(null=False)),
        ("found_by", Varchar, _params(null=False, length=20)),
        ("told_at", Timestamptz, _params(null=True)),
    ],
    ("CaseMatchDue", "case_match_due"): [
        KEY,
        ("occasion", Varchar, _params(null=False, length=20)),
        ("due_at", Timestamptz, _params(null=False)),
    ],
    ("PartyMatchDue", "party_match_due"): [KEY, ("due_at", Timestamptz, _params(null=False))],
    ("CaseLook", "case_look"): [
        KEY,
        ("declaration", UUID, _params(null=False)),
        ("person", UUID, _params(null=False)),
        ("looked_at", Timestamptz, _params(null=False)),
    ],
}
CHECKS = {
    ("CaseMatch", "case_match"): {
        "case_match_one_1": "num_nonnulls(other, party) = 1 and other is distinct from declaration",
        "case_match_ground_1": "ground in ('person','others','reviewed','officer','party')",
        "case_match_found_by_1": "found_by in ('filed','amended','assigned','party_edited')",
    },
    ("CaseMatchDue", "case_match_due"): {
        "case_match_due_1": "occasion in ('filed','amended','assigned','party_edited')"
    },
}


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="review", description=DESCRIPTION)
    for (name, table), columns in TABLES.items():
        manager.add_table(class_name=name, tablename=table, schema=None, columns=None)
        for column_name, column, params in columns:
            manager.add_column(
                table_class_name=name,
                tablename=table,
                column_name=column_name,
                db_column_name=column_name,
                column_class_name=column.__name__,
                column_class=column,
                params=params,
                schema=None,
            )
    for (name, table), checks in CHECKS.items():
        for check, condition in checks.items():
            manager.add_constraint(
                table_class_name=name,
                tablename=table,
                constraint_name=check,
                constraint_class=Check,
                params={"condition": condition, "name": check},
                schema=None,
            )
    return manager
