"""A measure is seen by whoever sees its declaration, and set by nobody in their own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:22:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: row security of measures"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
CLERK = "(select current_setting('register.service', true) = 'clerk')"
CASE = "exists (select from declaration d where d.id = measure.declaration{})"
OTHERS = f" and d.declarant = measure.declarant and d.declarant <> {ME} and d.filed_by <> {ME}"

FORWARDS = f"""
alter table measure add constraint measure_declaration_1
    foreign key (declaration) references declaration (id) on delete restrict;
create index measure_waiting on measure (due_on, id) where state in ('set', 'reported');

alter table measure enable row level security;
alter table measure force row level security;
grant select, insert, update (state, done_at, reminded_at) on measure to register_app;
create policy measure_owner on measure to register_owner using (true) with check (true);
create policy measure_seen on measure for select to register_app using ({CASE.format("")});
create policy measure_set on measure for insert to register_app with check ({CASE.format(OTHERS)});
create policy measure_step on measure for update to register_app
    using ({ME} is not null and {CASE.format("")}) with check ({CASE.format("")});
create policy measure_clerk on measure for update to register_app using ({CLERK}) with check ({CLERK});
"""

BACKWARDS = """
drop policy measure_clerk on measure;
drop policy measure_step on measure;
drop policy measure_set on measure;
drop policy measure_seen on measure;
drop policy measure_owner on measure;
revoke all on measure from register_app;
alter table measure no force row level security;
alter table measure disable row level security;
drop index measure_waiting;
alter table measure drop constraint measure_declaration_1;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="review", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
