"""Row security of the codes room: rates are no secret, and only the loader writes them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T00:40:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "row security of rates of exchange"

TABLES = ("rate_source", "rate")
LOADER = "(select current_setting('register.service', true) = 'loader')"

FORWARDS = "".join(
    f"""
alter table {table} enable row level security;
alter table {table} force row level security;
revoke all on {table} from public;
grant select, insert, update on {table} to register_app;
create policy owner_all on {table} for all to register_owner using (true) with check (true);
create policy {table}_everyone on {table} for select to register_app using (true);
create policy {table}_load on {table} for insert to register_app with check ({LOADER});
create policy {table}_correct on {table} for update to register_app using ({LOADER}) with check ({LOADER});
"""
    for table in TABLES
)

BACKWARDS = "".join(
    f"""
drop policy {table}_correct on {table};
drop policy {table}_load on {table};
drop policy {table}_everyone on {table};
drop policy owner_all on {table};
revoke all on {table} from register_app;
alter table {table} no force row level security;
alter table {table} disable row level security;
"""
    for table in TABLES
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="codes", description=DESCRIPTION)

    async def run():
        await run_script(FORWARDS)

    async def run_backwards():
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
