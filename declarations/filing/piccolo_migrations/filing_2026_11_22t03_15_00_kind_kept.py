"""A declaration keeps its kind: every version of it says by the rules of which kind it was judged, and only its own may.

A version is an encrypted event, which the database cannot read; the row that stands for the present one it can.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

from register.kernel.db import run_script

ID = "2026-11-22T03:15:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a declaration keeps its kind"

FORWARDS = """
create function keep_kind() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if new.kind is distinct from old.kind
        or (new.version is distinct from old.version and new.judged_as is distinct from new.kind) then
        raise exception 'a declaration keeps its kind' using errcode = 'check_violation';
    end if;
    return new;
end $$;
revoke all on function keep_kind() from public;
create trigger declaration_keeps_kind before update of kind, version on declaration
    for each row execute function keep_kind();
"""

BACKWARDS = """
drop trigger declaration_keeps_kind on declaration;
drop function keep_kind();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="filing", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    table = {"table_class_name": "Declaration", "tablename": "declaration"}
    manager.add_column(
        **table,
        column_name="judged_as",
        db_column_name="judged_as",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 20,
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
    manager.add_constraint(
        **table,
        constraint_name="declaration_judged_as_1",
        constraint_class=Check,
        params={"condition": "judged_as is null or judged_as = kind"},
    )
    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
