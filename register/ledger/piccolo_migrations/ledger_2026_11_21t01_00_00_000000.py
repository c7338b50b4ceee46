"""What the auditor's pages need: the log by time, the last verification, and the names of readers."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import ENGINE

ID = "2026-11-21T01:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "ledger: going through the reading log"

AUDITOR = "(select 'auditor' = any(string_to_array(current_setting('register.roles', true), ',')))"

FORWARDS = [
    "create index reading_newest on reading (at desc, id desc)",
    "create index reading_verification on reading (at desc, id desc) where kind = 'ledger'",
    # An auditor knows no persons but those who read: a policy on the table of persons would open every column.
    f"""
    create function log_reader_names(of_persons uuid[]) returns table (id uuid, name text)
    language sql stable security definer set search_path = public, pg_temp as $$
        select p.id, concat_ws(' ', p.first_name, p.family_name) from person p
        where p.id = any(of_persons) and {AUDITOR} and exists (select from reading r where r.person = p.id)
    $$
    """,
    "create index reading_person on reading (person) where person is not null",
    "revoke all on function log_reader_names(uuid[]) from public",
    "grant execute on function log_reader_names(uuid[]) to register_app",
]

BACKWARDS = [
    "drop function log_reader_names(uuid[])",
    "drop index reading_person",
    "drop index reading_verification",
    "drop index reading_newest",
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
