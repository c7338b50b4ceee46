"""Names of persons and units are found by the desk and written by the loader; those that are there already too."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.querystring import QueryString

from register.kernel.db import ENGINE, run_script
from register.kernel.names import forms_of, forms_of_person

ID = "2026-11-21T06:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of known names, and the names known so far"

STAFF_OF_THE_DESK = (
    "(select string_to_array(current_setting('register.roles', true), ',') && array['ethics_officer',"
    " 'authorizing_official', 'executive_head', 'recorded_delegate', 'governing_body_designate', 'administrator'])"
)
LOADER = "(select current_setting('register.service', true) = 'loader')"

FORWARDS = f"""
alter table known_name alter column form type varchar(300) collate "C";
create index known_name_by_form on known_name (form);
create index person_by_unit on person (unit);
alter table known_name enable row level security;
alter table known_name force row level security;
grant select, insert, delete on known_name to register_app;
create policy owner_all on known_name for all to register_owner using (true) with check (true);
create policy known_name_read on known_name for select to register_app using ({STAFF_OF_THE_DESK} or {LOADER});
create policy known_name_load on known_name for insert to register_app with check ({LOADER});
create policy known_name_clear on known_name for delete to register_app using ({LOADER});
"""

BACKWARDS = """
drop policy known_name_clear on known_name;
drop policy known_name_load on known_name;
drop policy known_name_read on known_name;
drop policy owner_all on known_name;
revoke all on known_name from register_app;
alter table known_name no force row level security;
alter table known_name disable row level security;
drop index person_by_unit;
drop index known_name_by_form;
"""


async def name_everybody() -> None:
    persons = await ENGINE.run_ddl("select id, first_name, family_name from person")
    units = await ENGINE.run_ddl("select id, name from unit")
    found = [("person", row["id"], form) for row in persons for form in forms_of_person(row["first_name"], row["family_name"])]
    found += [("unit", row["id"], form) for row in units for form in {form for form, _ in forms_of(row["name"])}]
    for kind, subject, form in found:
        insert = QueryString("insert into known_name (id, kind, subject, form) values (gen_random_uuid(), {}, {}, {})", kind, subject, form)
        await ENGINE.run_querystring(insert)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="people", description=DESCRIPTION)

    async def run():
        await run_script(FORWARDS)
        await name_everybody()

    async def run_backwards():
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
