"""What is written stays written: triggers, row security and grants of the ledger."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import ENGINE

ID = "2026-11-21T00:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "ledger: row security, and no change of what is written"

TABLES = ("event", "reading", "seal", "seal_leaf")

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
SERVICE = "(select nullif(current_setting('register.service', true), ''))"
SEALER = "(select current_setting('register.service', true) = 'sealer')"
KEEPERS = "(select current_setting('register.service', true) in ('sealer', 'verifier'))"
AUDITOR = "(select 'auditor' = any(string_to_array(current_setting('register.roles', true), ',')))"
SOMEBODY = f"({ME} is not null or {SERVICE} is not null)"

FORWARDS = [
    """
    create function ledger_is_append_only() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
    begin
        raise exception 'what is written in % stays written', tg_table_name using errcode = 'insufficient_privilege';
    end $$
    """,
    "revoke execute on function ledger_is_append_only() from public",
    *(
        f"create trigger {table}_is_append_only before update or delete or truncate on {table}"
        " for each statement execute function ledger_is_append_only()"
        for table in TABLES
    ),
    *(f"alter table {table} enable row level security" for table in TABLES),
    *(f"alter table {table} force row level security" for table in TABLES),
    *(f"create policy owner_all on {table} for all to register_owner using (true) with check (true)" for table in TABLES),
    *(f"revoke all on {table} from public" for table in TABLES),
    *(f"grant select, insert on {table} to register_app" for table in TABLES),
    # Rooms add the policies by which people see the events and readings of their own streams.
    *(f"create policy {table}_keepers on {table} for select to register_app using ({KEEPERS})" for table in TABLES),
    # Nobody writes in another's name. What a rule does inside a person's transaction has no actor.
    "create policy event_append on event for insert to register_app with check ("
    f"(actor is not null and actor = {ME})"
    f" or (actor is null and (by = {SERVICE} or (by = 'rule' and {SOMEBODY}))))",
    "create policy reading_append on reading for insert to register_app with check ("
    f"(person is not null and person = {ME}) or (person is null and {ME} is null and by = {SERVICE}))",
    f"create policy reading_auditor on reading for select to register_app using ({AUDITOR})",
    f"create policy seal_append on seal for insert to register_app with check ({SEALER})",
    f"create policy seal_leaf_append on seal_leaf for insert to register_app with check ({SEALER})",
    # A seal says nothing of anybody, and every report carries one.
    f"create policy seal_everyone on seal for select to register_app using ({SOMEBODY})",
]

POLICIES = {
    "event": ("owner_all", "event_keepers", "event_append"),
    "reading": ("owner_all", "reading_keepers", "reading_append", "reading_auditor"),
    "seal": ("owner_all", "seal_keepers", "seal_append", "seal_everyone"),
    "seal_leaf": ("owner_all", "seal_leaf_keepers", "seal_leaf_append"),
}

BACKWARDS = [
    *(f"drop policy {policy} on {table}" for table, policies in POLICIES.items() for policy in policies),
    *(f"revoke all on {table} from register_app" for table in TABLES),
    *(f"alter table {table} no force row level security" for table in TABLES),
    *(f"alter table {table} disable row level security" for table in TABLES),
    *(f"drop trigger {table}_is_append_only on {table}" for table in TABLES),
    "drop function ledger_is_append_only()",
]


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="ledger", description=DESCRIPTION)

    async def run():
        for statement in FORWARDS:
            await ENGINE.run_ddl(statement)

    async def run_backwards():
        for statement in BACKWARDS:
            await ENGINE.run_ddl(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
