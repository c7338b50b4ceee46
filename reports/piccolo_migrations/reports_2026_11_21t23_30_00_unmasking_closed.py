"""Of a request to unmask: how many other rows carry the person's pseudonym; and it is closed when the audit is over."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Integer
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

from register.kernel.db import run_script
from reports.piccolo_migrations.reports_2026_11_21t20_31_00_engagement_rows import EXTRACTOR

ID = "2026-11-21T23:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what else an unmasked case names; requests that are closed unanswered"

_PLAIN = {
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
_CHECKS = {
    "unmasking_state_2": "state in ('asked','agreed','refused','closed')",
    "unmasking_answered_2": "num_nulls(answered_by, answered_at, answer) = case when state in ('asked','closed')"
    " then 3 else 0 end",
    "unmasking_others_1": "others >= 0",
}
FORWARDS = f"""
create policy unmasking_close on unmasking for update to register_app
    using ({EXTRACTOR} and state = 'asked') with check ({EXTRACTOR} and state = 'closed');
"""
BACKWARDS = "drop policy unmasking_close on unmasking;"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reports", description=DESCRIPTION)
    table = {"table_class_name": "Unmasking", "tablename": "unmasking", "schema": None}
    manager.add_column(
        **table,
        column_name="others",
        db_column_name="others",
        column_class_name="Integer",
        column_class=Integer,
        params=_PLAIN,
    )
    for name in ("unmasking_state_1", "unmasking_answered_1"):
        manager.drop_constraint(**table, constraint_name=name)
    for name, condition in _CHECKS.items():
        manager.add_constraint(**table, constraint_name=name, constraint_class=Check, params={"condition": condition})

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
