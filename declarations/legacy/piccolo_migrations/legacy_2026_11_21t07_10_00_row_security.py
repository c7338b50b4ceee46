"""Row security of imports, and what the service `importer` may do elsewhere."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T07:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of imports"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
OFFICER = (
    f"((select 'ethics_officer' = any(string_to_array(current_setting('register.roles', true), ','))) and {ME} is not null)"
)


def _service(*names: str) -> str:
    listed = ", ".join(f"'{name}'" for name in names)
    return f"(select current_setting('register.service', true) in ({listed}))"


IMPORTER = _service("importer")
KEYS = _service("keys")

FORWARDS = f"""
create unique index legacy_entry_once on legacy_entry (register, entry_key);
create unique index legacy_step_once on legacy_step (run, entry);
create index legacy_run_newest on legacy_run (created_at desc, id desc);
create index legacy_run_waiting on legacy_run (created_at) where status in ('waiting', 'undoing');
create index declaration_imported on declaration (imported) where imported is not null;

alter table legacy_run enable row level security;
alter table legacy_run force row level security;
alter table legacy_entry enable row level security;
alter table legacy_entry force row level security;
alter table legacy_step enable row level security;
alter table legacy_step force row level security;
grant select, insert, update, delete on legacy_run to register_app;
grant select, insert, update on legacy_entry to register_app;
grant select, insert on legacy_step to register_app;
create policy owner_all on legacy_run for all to register_owner using (true) with check (true);
create policy owner_all on legacy_entry for all to register_owner using (true) with check (true);
create policy owner_all on legacy_step for all to register_owner using (true) with check (true);

create policy legacy_run_office on legacy_run for select to register_app using ({OFFICER});
create policy legacy_run_open on legacy_run for insert to register_app with check ({OFFICER} and created_by = {ME});
create policy legacy_run_decide on legacy_run for update to register_app using ({OFFICER}) with check ({OFFICER});
create policy legacy_run_discard on legacy_run for delete to register_app using ({OFFICER} and status = 'looked_at');
create policy legacy_run_importer on legacy_run for all to register_app using ({IMPORTER}) with check ({IMPORTER});
create policy legacy_run_keys on legacy_run for select to register_app using ({KEYS});
create policy legacy_run_keys_step on legacy_run for update to register_app using ({KEYS});
create policy legacy_entry_office on legacy_entry for select to register_app using ({OFFICER});
create policy legacy_entry_importer on legacy_entry for all to register_app using ({IMPORTER}) with check ({IMPORTER});
create policy legacy_step_importer on legacy_step for all to register_app using ({IMPORTER}) with check ({IMPORTER});

create policy declaration_importer on declaration for select to register_app using ({IMPORTER});
create policy declaration_import on declaration for insert to register_app
    with check ({IMPORTER} and imported is not null and status = 'closed' and filed_by = declarant);
create policy declaration_import_step on declaration for update to register_app
    using ({IMPORTER} and imported is not null) with check ({IMPORTER} and imported is not null);
create policy person_importer on person for select to register_app using ({IMPORTER});
create policy person_import on person for insert to register_app with check ({IMPORTER} and not active);
create policy unit_import on unit for insert to register_app with check ({IMPORTER});
create policy known_name_importer on known_name for select to register_app using ({IMPORTER});
create policy known_name_import on known_name for insert to register_app with check ({IMPORTER});
"""

BACKWARDS = """
drop policy known_name_import on known_name;
drop policy known_name_importer on known_name;
drop policy unit_import on unit;
drop policy person_import on person;
drop policy person_importer on person;
drop policy declaration_import_step on declaration;
drop policy declaration_import on declaration;
drop policy declaration_importer on declaration;
drop index declaration_imported;
"""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="legacy", description=DESCRIPTION)

    async def run():
        await run_script(FORWARDS)

    async def run_backwards():
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
