"""A statement is between its filer and the readers of asset statements; what it says leaves for a lawful use only."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:51:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of asset statements; no use without a purpose or a consent; the role of a designated filer"

TABLES = (
    "asset_designation",
    "asset_draft",
    "asset_statement",
    "asset_version",
    "asset_content",
    "asset_review",
    "asset_consent",
)
KEYED = ("asset_designation", "asset_draft", "asset_version", "asset_review", "asset_consent")

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"


def _service(name: str) -> str:
    return f"(select current_setting('register.service', true) = '{name}')"


def _has(role: str) -> str:
    held = "string_to_array(current_setting('register.roles', true), ',')"
    return f"(select '{role}' = any({held}))"


OFFICER, READER, CLERK = _has("ethics_officer"), _has("asset_reader"), _service("clerk")
NOT_MINE = f"{{column}} is distinct from {ME} and {ME} is not null"
BELOW_NOBODY = "{column} <> all ((select my_superiors())::uuid[])"


def _read(column: str) -> str:
    return f"({READER} and {NOT_MINE.format(column=column)} and {BELOW_NOBODY.format(column=column)})"


def _statement(table: str, condition: str) -> str:
    return f"exists (select from asset_statement s where s.id = {table}.statement and {condition})"


def _closed(table: str) -> str:
    return f"""
alter table {table} enable row level security;
alter table {table} force row level security;
create policy {table}_owner on {table} to register_owner using (true) with check (true);
"""


def _keyed(table: str) -> str:
    return f"""
create policy {table}_keys on {table} for select to register_app using ({_service("keys")});
create policy {table}_keys_step on {table} for update to register_app using ({_service("keys")});
"""


HELD = """
    select g.person, g.role::text as role from role_grant g where g.ended_at is null
    union all
    select d.delegate, 'recorded_delegate' from delegation d
    where d.ended_at is null and on_day between d.since and d.until
    union all
    select l.assistant, 'assistant' from assistant_link l where l.ended_at is null
    union all
    select c.person, 'declarant' from person_capacity c
    where c.since <= on_day and (c.until is null or c.until >= on_day)
"""
FILERS = "union all select a.person, 'asset_filer' from asset_designation a"


def _roles(held: str) -> str:
    return f"""
create or replace function roles_held(who uuid, on_day date) returns text[]
language sql stable set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct held.role), '{{}}') from ({held}) as held where held.person = who
$$;
"""


FORWARDS = f"""
{"".join(_closed(table) for table in TABLES)}
{"".join(_keyed(table) for table in KEYED)}
create unique index asset_designation_once on asset_designation (person) where ended_at is null;
create index asset_designation_due on asset_designation (due_on, id) where ended_at is null;
create index asset_designation_ended on asset_designation (ended_at desc, id desc) where ended_at is not null;
create unique index asset_version_once on asset_version (statement, number);
create unique index asset_statement_once on asset_statement (designation, due_on);
alter table asset_draft add constraint asset_draft_designation_1
    foreign key (designation) references asset_designation (id);
alter table asset_statement add constraint asset_statement_designation_1
    foreign key (designation) references asset_designation (id);
alter table asset_version add constraint asset_version_statement_1
    foreign key (statement) references asset_statement (id);
alter table asset_content add constraint asset_content_version_1 foreign key (version) references asset_version (id);
alter table asset_review add constraint asset_review_statement_1
    foreign key (statement) references asset_statement (id);
alter table asset_consent add constraint asset_consent_statement_1
    foreign key (statement) references asset_statement (id);

grant select, insert on asset_designation to register_app;
grant update (due_on, reminded_on, ended_at, ended_by, version, key_id, wrapped_key) on asset_designation
    to register_app;
create policy asset_designation_own on asset_designation for select to register_app using (person = {ME});
create policy asset_designation_office on asset_designation for select to register_app
    using (({OFFICER} or {READER}) and {NOT_MINE.format(column="person")});
create policy asset_designation_role on asset_designation for select to register_app using ({_service("access")});
create policy asset_designation_clerk on asset_designation to register_app using ({CLERK});
create policy asset_designation_made on asset_designation for insert to register_app
    with check ({OFFICER} and designated_by = {ME} and person <> {ME});
create policy asset_designation_step on asset_designation for update to register_app
    using (({OFFICER} and {NOT_MINE.format(column="person")}) or person = {ME});

-- A filer moves the day of the next statement by filing; nothing else of a designation is theirs to change.
create function refuse_designation_step() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if old.person = {ME} and (new.ended_at, new.ended_by) is distinct from (old.ended_at, old.ended_by) then
        raise exception 'nobody ends their own designation' using errcode = 'check_violation';
    end if;
    if old.ended_at is not null and (new.ended_at, new.ended_by) is distinct from (old.ended_at, old.ended_by) then
        raise exception 'it has ended' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger asset_designation_steps before update on asset_designation
    for each row execute function refuse_designation_step();

grant select, insert, update, delete on asset_draft to register_app;
create policy asset_draft_own on asset_draft to register_app using (filer = {ME})
    with check (filer = {ME} and exists (select from asset_designation d
        where d.id = asset_draft.designation and d.person = {ME}));

grant select, insert on asset_statement to register_app;
grant update (filed_at, number, reviewed_at, version) on asset_statement to register_app;
create policy asset_statement_own on asset_statement for select to register_app using (filer = {ME});
create policy asset_statement_exists on asset_statement for select to register_app
    using ({OFFICER} and {NOT_MINE.format(column="filer")});
create policy asset_statement_read on asset_statement for select to register_app using ({_read("filer")});
create policy asset_statement_filed on asset_statement for insert to register_app
    with check (filer = {ME} and exists (select from asset_designation d
        where d.id = asset_statement.designation and d.person = {ME} and d.ended_at is null));
create policy asset_statement_own_step on asset_statement for update to register_app using (filer = {ME});
create policy asset_statement_step on asset_statement for update to register_app using ({_read("filer")});

-- The filer files, the reader reviews; neither does the other's part.
create function refuse_statement_step() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if (old.filer = {ME} and new.reviewed_at is not null and new.reviewed_at is distinct from old.reviewed_at)
        or (old.filer <> {ME} and (new.number, new.filed_at) is distinct from (old.number, old.filed_at)) then
        raise exception 'the filer files, the reader reviews' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger asset_statement_steps before update on asset_statement
    for each row execute function refuse_statement_step();

grant select, insert on asset_version to register_app;
grant update (key_id, wrapped_key) on asset_version to register_app;
create policy asset_version_seen on asset_version for select to register_app
    using ({_statement("asset_version", f"(s.filer = {ME} or {_read('s.filer')})")});
create policy asset_version_filed on asset_version for insert to register_app
    with check ({_statement("asset_version", f"s.filer = {ME}")});

-- No select on what a version says, for anyone: it leaves through `asset_words` alone.
grant insert on asset_content to register_app;
create policy asset_content_filed on asset_content for insert to register_app
    with check (exists (select from asset_version v join asset_statement s on s.id = v.statement
        where v.id = asset_content.version and s.filer = {ME}));

create function asset_words(wanted uuid, wanted_use text) returns bytea
language sql stable security definer set search_path = public, pg_temp as $$
    select c.content from asset_content c
    join asset_version v on v.id = c.version
    join asset_statement s on s.id = v.statement
    where v.id = wanted and (s.filer = {ME} or ({_read("s.filer")} and (
        wanted_use = any(v.purposes)
        or exists (select from asset_consent k where k.statement = s.id and k.use = wanted_use and k.granted
            and k.revoked_at is null and (k.until is null or k.until >= current_date)))))
$$;

grant select, insert on asset_review to register_app;
grant update (key_id, wrapped_key) on asset_review to register_app;
create policy asset_review_seen on asset_review for select to register_app
    using ({_statement("asset_review", f"(s.filer = {ME} or {_read('s.filer')})")});
create policy asset_review_made on asset_review for insert to register_app
    with check (reviewer = {ME} and {_statement("asset_review", _read("s.filer"))});

grant select, insert on asset_consent to register_app;
grant update (answered_at, granted, revoked_at, key_id, wrapped_key) on asset_consent to register_app;
create policy asset_consent_own on asset_consent for select to register_app using (filer = {ME});
create policy asset_consent_office on asset_consent for select to register_app
    using (({OFFICER} or {READER}) and {NOT_MINE.format(column="filer")});
create policy asset_consent_asked on asset_consent for insert to register_app
    with check (asked_by = {ME} and granted is null and revoked_at is null and ({OFFICER} or {READER})
        and {_statement("asset_consent", "s.filer = asset_consent.filer")}
        and {NOT_MINE.format(column="filer")});
create policy asset_consent_answered on asset_consent for update to register_app using (filer = {ME});

-- An answer is given once, and a consent is revoked once.
create function refuse_consent_step() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if (old.granted is not null and (new.granted, new.answered_at) is distinct from (old.granted, old.answered_at))
        or (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at) then
        raise exception 'an answer stays as it was given' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger asset_consent_steps before update on asset_consent
    for each row execute function refuse_consent_step();

create policy reading_asset_statement on reading for select to register_app using (kind = 'asset_statement'
    and exists (select from asset_statement s where s.id = reading.subject and s.filer = {ME}));

-- Names of those who opened one's own statement.
create function asset_reader_names(wanted uuid) returns table (person uuid, name text)
language sql stable security definer set search_path = public, pg_temp as $$
    select distinct p.id, trim(p.first_name || ' ' || p.family_name) from reading r join person p on p.id = r.person
    where r.kind = 'asset_statement' and r.subject = wanted
      and exists (select from asset_statement s where s.id = wanted and s.filer = {ME})
$$;

-- Names of designated filers, for those who designate them or read their statements.
create function asset_filer_names(wanted uuid[]) returns table (person uuid, name text)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, trim(p.first_name || ' ' || p.family_name) from person p
    where p.id = any(wanted) and ({OFFICER} or {READER} or p.id = {ME})
      and exists (select from asset_designation d where d.person = p.id)
$$;
revoke all on function refuse_designation_step(), refuse_statement_step(), refuse_consent_step(),
    asset_words(uuid, text), asset_reader_names(uuid), asset_filer_names(uuid[]) from public;
grant execute on function asset_words(uuid, text), asset_reader_names(uuid), asset_filer_names(uuid[])
    to register_app;
{_roles(HELD + FILERS)}
"""

BACKWARDS = f"""
{_roles(HELD)}
drop policy reading_asset_statement on reading;
drop function asset_filer_names(uuid[]);
drop function asset_reader_names(uuid);
drop trigger asset_consent_steps on asset_consent;
drop function refuse_consent_step();
drop function asset_words(uuid, text);
drop trigger asset_statement_steps on asset_statement;
drop function refuse_statement_step();
drop trigger asset_designation_steps on asset_designation;
drop function refuse_designation_step();
drop policy asset_consent_answered on asset_consent;
drop policy asset_consent_asked on asset_consent;
drop policy asset_consent_office on asset_consent;
drop policy asset_consent_own on asset_consent;
drop policy asset_review_made on asset_review;
drop policy asset_review_seen on asset_review;
drop policy asset_content_filed on asset_content;
drop policy asset_version_filed on asset_version;
drop policy asset_version_seen on asset_version;
drop policy asset_statement_step on asset_statement;
drop policy asset_statement_own_step on asset_statement;
drop policy asset_statement_filed on asset_statement;
drop policy asset_statement_read on asset_statement;
drop policy asset_statement_exists on asset_statement;
drop policy asset_statement_own on asset_statement;
drop policy asset_draft_own on asset_draft;
drop policy asset_designation_step on asset_designation;
drop policy asset_designation_made on asset_designation;
drop policy asset_designation_clerk on asset_designation;
drop policy asset_designation_role on asset_designation;
drop policy asset_designation_office on asset_designation;
drop policy asset_designation_own on asset_designation;
{"".join(f"drop policy {table}_keys_step on {table}; drop policy {table}_keys on {table};" for table in KEYED)}
{"".join(f"drop policy {table}_owner on {table};" for table in TABLES)}
revoke all on {", ".join(TABLES)} from register_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
