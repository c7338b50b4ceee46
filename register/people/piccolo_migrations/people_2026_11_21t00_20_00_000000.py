"""Row security of persons, and the reporting line that follows every change of a supervisor."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import ENGINE

ID = "2026-11-21T00:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "people: row security and reporting line"

TABLES = ("unit", "person", "person_capacity", "body_role", "reporting_line", "assistant_link")

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
MY_PRINCIPALS = f"(select array(select principal from assistant_link where assistant = {ME} and ended_at is null))"
MY_ASSISTANTS = f"(select array(select assistant from assistant_link where principal = {ME} and ended_at is null))"
SOMEBODY = (
    "(select coalesce(current_setting('register.person', true), '') <> ''"
    " or coalesce(current_setting('register.service', true), '') <> '')"
)
STAFF_OF_THE_DESK = (
    "(select string_to_array(current_setting('register.roles', true), ',') && array['ethics_officer',"
    " 'authorizing_official', 'executive_head', 'recorded_delegate', 'governing_body_designate', 'administrator'])"
)
ADMINISTRATOR = "(select 'administrator' = any(string_to_array(current_setting('register.roles', true), ',')))"


def serving(*names: str) -> str:
    """The condition that one of the register's own services runs the transaction."""
    listed = ", ".join(f"'{name}'" for name in names)
    return f"(select current_setting('register.service', true) in ({listed}))"


def known_to(column: str, *services: str) -> str:
    """Oneself, whom one assists, one's assistants, those who work at the desk or keep people, named services."""
    return (
        f"{column} = {ME} or {column} = any({MY_PRINCIPALS}::uuid[]) or {column} = any({MY_ASSISTANTS}::uuid[])"
        f" or {STAFF_OF_THE_DESK} or {serving(*services)}"
    )


LOADER = serving("loader")

FORWARDS = [
    *(f"alter table {table} enable row level security" for table in TABLES),
    *(f"alter table {table} force row level security" for table in TABLES),
    *(f"create policy owner_all on {table} for all to register_owner using (true) with check (true)" for table in TABLES),
    # A person is added and changed by the loader; their languages by themselves, through the access service.
    f"create policy unit_read on unit for select to register_app using ({SOMEBODY})",
    f"create policy unit_load on unit for insert to register_app with check ({LOADER})",
    f"create policy person_read on person for select to register_app using ({known_to('id', 'access', 'loader', 'mailer')})",
    f"create policy person_load on person for insert to register_app with check ({LOADER})",
    f"create policy person_change on person for update to register_app using ({serving('loader', 'access')})",
    "create policy person_capacity_read on person_capacity for select to register_app"
    f" using ({known_to('person', 'access', 'loader')})",
    f"create policy person_capacity_load on person_capacity for insert to register_app with check ({LOADER})",
    f"create policy person_capacity_end on person_capacity for update to register_app using ({LOADER})",
    f"create policy body_role_read on body_role for select to register_app using ({known_to('person', 'access', 'loader')})",
    f"create policy body_role_load on body_role for insert to register_app with check ({LOADER})",
    f"create policy body_role_end on body_role for update to register_app using ({LOADER})",
    "create policy reporting_line_read on reporting_line for select to register_app"
    f" using ({known_to('person', 'access', 'loader')})",
    "create policy assistant_link_read on assistant_link for select to register_app"
    f" using (assistant = {ME} or principal = {ME} or {STAFF_OF_THE_DESK} or {serving('access', 'loader')})",
    "create policy assistant_link_record on assistant_link for insert to register_app"
    f" with check (({ADMINISTRATOR} and assistant is distinct from {ME}) or {LOADER})",
    f"create policy assistant_link_end on assistant_link for update to register_app using ({ADMINISTRATOR} or {LOADER})",
    "grant select, insert on unit to register_app",
    "grant select, insert on person, person_capacity, body_role, assistant_link to register_app",
    "grant update (family_name, first_name, unit, supervisor, language, languages_read, active, updated_at)"
    " on person to register_app",
    "grant update (until) on person_capacity, body_role to register_app",
    "grant update (ended_at, ended_by) on assistant_link to register_app",
    "grant select on reporting_line to register_app",
    "create unique index person_capacity_one_in_force on person_capacity (person) where until is null",
    "create unique index body_role_once_in_force on body_role (person, role) where until is null",
    "create unique index assistant_link_once_in_force on assistant_link (assistant, principal) where ended_at is null",
    "create index person_by_name on person (family_name collate \"C\", id)",
    """
    create function reporting_line_follow(changed uuid[]) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
        affected uuid[];
    begin
        if cardinality(changed) = 0 then
            return;
        end if;
        -- Two changes at once could each be free of a cycle and close one together.
        perform pg_advisory_xact_lock(hashtext('reporting_line'));
        select array_agg(distinct id) into affected from (
            select unnest(changed) as id union all select person from reporting_line where superior = any(changed)
        ) as below;
        delete from reporting_line where person = any(affected);
        insert into reporting_line (person, superior, depth)
        with recursive up (person, superior, depth) as (
            select id, supervisor, 1 from person where id = any(affected) and supervisor is not null
            union all
            select up.person, above.supervisor, up.depth + 1 from up
            join person above on above.id = up.superior
            where above.supervisor is not null and up.superior <> up.person and up.depth < 64
        )
        select distinct on (person, superior) person, superior, depth from up order by person, superior, depth;
    end $$
    """,
    """
    create function reporting_line_of_new() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
        perform reporting_line_follow(
            coalesce((select array_agg(id) from fresh where supervisor is not null), '{}'));
        return null;
    end $$
    """,
    """
    create function reporting_line_of_changed() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
        perform reporting_line_follow(coalesce((
            select array_agg(fresh.id) from fresh join former using (id)
            where fresh.supervisor is distinct from former.supervisor), '{}'));
        return null;
    end $$
    """,
    "revoke execute on function reporting_line_follow(uuid[]), reporting_line_of_new(), reporting_line_of_changed()"
    " from public",
    "create trigger person_added after insert on person referencing new table as fresh"
    " for each statement execute function reporting_line_of_new()",
    "create trigger person_moved after update on person referencing new table as fresh old table as former"
    " for each statement execute function reporting_line_of_changed()",
    """
    create function ended_once() returns trigger language plpgsql set search_path = public, pg_temp as $$
    begin
        if old.ended_at is not null then
            raise exception 'what has ended stays ended' using errcode = 'check_violation';
        end if;
        return new;
    end $$
    """,
    "create trigger assistant_link_ended_once before update on assistant_link for each row execute function ended_once()",
]

BACKWARDS = [
    "drop trigger assistant_link_ended_once on assistant_link",
    "drop function ended_once()",
    "drop trigger person_moved on person",
    "drop trigger person_added on person",
    "drop function reporting_line_of_changed()",
    "drop function reporting_line_of_new()",
    "drop function reporting_line_follow(uuid[])",
    "drop index person_by_name",
    "drop index assistant_link_once_in_force",
    "drop index body_role_once_in_force",
    "drop index person_capacity_one_in_force",
    *(f"revoke all on {table} from register_app" for table in TABLES),
    "revoke update (family_name, first_name, unit, supervisor, language, languages_read, active, updated_at)"
    " on person from register_app",
    "revoke update (until) on person_capacity, body_role from register_app",
    "revoke update (ended_at, ended_by) on assistant_link from register_app",
    *(
        f"drop policy {policy} on {table}"
        for table, policies in {
            "unit": ("unit_read", "unit_load"),
            "person": ("person_read", "person_load", "person_change"),
            "person_capacity": ("person_capacity_read", "person_capacity_load", "person_capacity_end"),
            "body_role": ("body_role_read", "body_role_load", "body_role_end"),
            "reporting_line": ("reporting_line_read",),
            "assistant_link": ("assistant_link_read", "assistant_link_record", "assistant_link_end"),
        }.items()
        for policy in ("owner_all", *policies)
    ),
    *(f"alter table {table} no force row level security" for table in TABLES),
    *(f"alter table {table} disable row level security" for table in TABLES),
]


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="people", description=DESCRIPTION)

    async def run():
        for statement in FORWARDS:
            await ENGINE.run_ddl(statement)

    async def run_backwards():
        for statement in BACKWARDS:
            await ENGINE.run_ddl(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
