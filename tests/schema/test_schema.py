"""The schema is what the models and the golden list of row policies say, nothing more and nothing less."""

import difflib
import os
from pathlib import Path

import asyncpg
import pytest
from piccolo.apps.migrations.auto.diffable_table import DiffableTable
from piccolo.apps.migrations.auto.schema_differ import SchemaDiffer
from piccolo.apps.migrations.commands.new import AutoMigrationManager

from register.piccolo_conf import APP_REGISTRY

GOLDEN = Path(__file__).with_name("row_policies.txt")
_POLICIES = """
select format('%s | %s | %s | %s | %s | using %s | check %s', tablename, policyname, cmd, array_to_string(roles, ','),
              permissive, coalesce(regexp_replace(qual, '\\s+', ' ', 'g'), '-'),
              coalesce(regexp_replace(with_check, '\\s+', ' ', 'g'), '-')) as line
from pg_policies where schemaname = 'public'
union all
select format('%s | row security %s, forced %s', relname, relrowsecurity, relforcerowsecurity)
from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
union all
select format('%s | grants %s', table_name, string_agg(privilege_type, ',' order by privilege_type))
from information_schema.role_table_grants where grantee = 'register_app' and table_schema = 'public' group by table_name
union all
select format('function %s | security %s', p.oid::regprocedure, case when prosecdef then 'definer' else 'invoker' end)
from pg_proc p where pronamespace = 'public'::regnamespace
"""


async def test_row_policies_are_those_of_the_golden_list(superuser: asyncpg.Connection) -> None:
    lines = sorted(row["line"] for row in await superuser.fetch(_POLICIES))
    found = "\n".join(lines) + "\n"
    if os.environ.get("REGISTER_ACCEPT_POLICIES"):
        GOLDEN.write_text(found)
    golden = GOLDEN.read_text()
    difference = "\n".join(
        difflib.unified_diff(golden.splitlines(), found.splitlines(), "golden", "found", lineterm="")
    )
    assert found == golden, f"Read the change, then accept it with REGISTER_ACCEPT_POLICIES=1:\n{difference}"


async def test_every_table_has_row_security_or_says_why_not(superuser: asyncpg.Connection) -> None:
    without = {
        row["relname"]
        for row in await superuser.fetch(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
            " and not (relrowsecurity and relforcerowsecurity)"
        )
    }
    assert without <= {"migration"}, "a table without forced row security must be named here with its reason"


@pytest.mark.parametrize("room", sorted(APP_REGISTRY.app_configs))
async def test_models_match_migrations(room: str) -> None:
    manager = AutoMigrationManager()
    config = APP_REGISTRY.get_app_config(room)
    assert config is not None
    statements = await manager.get_alter_statements(config)
    left = [line for statement in statements for line in statement.statements]
    assert left == [], f"make a migration of {room}"


def test_the_differ_would_notice_a_new_column() -> None:
    """The control of the test above."""
    from piccolo.columns import Varchar
    from piccolo.table import Table

    class Before(Table, tablename="thing"):
        name = Varchar()

    class After(Table, tablename="thing"):
        name = Varchar()
        more = Varchar()

    def of(table: type[Table]) -> DiffableTable:
        return DiffableTable("Thing", "thing", columns=list(table._meta.columns))

    assert SchemaDiffer([of(After)], [of(Before)]).add_columns.statements
