"""Row security of accounts, sessions, links, tokens and roles; the functions that say who holds what."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import ENGINE

ID = "2026-11-21T00:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "access: row security, roles held, epochs"

TABLES = (
    "account",
    "credential",
    "role_grant",
    "delegation",
    "session",
    "one_time_link",
    "link_request",
    "api_token",
    "rate_count",
)

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
ADMINISTRATOR = "(select 'administrator' = any(string_to_array(current_setting('register.roles', true), ',')))"


def serving(*names: str) -> str:
    """The condition that one of the register's own services runs the transaction."""
    listed = ", ".join(f"'{name}'" for name in names)
    return f"(select current_setting('register.service', true) in ({listed}))"


ACCESS = serving("access")
ACCESS_OR_LOADER = serving("access", "loader")

POLICIES: dict[str, dict[str, str]] = {
    "account": {
        "read": f"for select to register_app using (person = {ME} or {ADMINISTRATOR} or {serving('access', 'loader', 'mailer')})",
        "open": f"for insert to register_app with check ({ACCESS_OR_LOADER})",
        # Nobody disables or enables themselves.
        "disable": "for update to register_app"
        f" using (({ADMINISTRATOR} and person is distinct from {ME}) or {ACCESS_OR_LOADER})",
    },
    "credential": {"all": f"for all to register_app using ({ACCESS}) with check ({ACCESS})"},
    "role_grant": {
        "read": f"for select to register_app using (person = {ME} or {ADMINISTRATOR} or {ACCESS_OR_LOADER})",
        # Nobody raises themselves, and nobody signs as another.
        "grant": "for insert to register_app with check"
        f" (({ADMINISTRATOR} and person is distinct from {ME} and granted_by = {ME}) or {serving('loader')})",
        "end": "for update to register_app"
        f" using (({ADMINISTRATOR} and person is distinct from {ME}) or {serving('loader')})",
    },
    "delegation": {
        "read": f"for select to register_app using (delegate = {ME} or {ADMINISTRATOR} or {ACCESS_OR_LOADER})",
        "record": "for insert to register_app with check"
        f" ({ADMINISTRATOR} and delegate is distinct from {ME} and recorded_by = {ME})",
        "end": f"for update to register_app using ({ADMINISTRATOR} and delegate is distinct from {ME})",
    },
    "session": {
        "own": f"for select to register_app using (person = {ME} or {ACCESS})",
        "begin": f"for insert to register_app with check ({ACCESS})",
        "end": f"for update to register_app using (person = {ME} or {ACCESS})",
        "purge": f"for delete to register_app using ({ACCESS})",
    },
    "one_time_link": {"all": f"for all to register_app using ({ACCESS}) with check ({ACCESS})"},
    "link_request": {
        "all": f"for all to register_app using ({ACCESS}) with check ({ACCESS})",
        "ask": f"for insert to register_app with check ({ADMINISTRATOR} and requested_by = {ME})",
    },
    "api_token": {
        "own": f"for select to register_app using (person = {ME} or {ACCESS})",
        "make": f"for insert to register_app with check (person = {ME})",
        "end": f"for update to register_app using (person = {ME} or {ACCESS})",
        "purge": f"for delete to register_app using ({ACCESS})",
    },
    "rate_count": {"all": f"for all to register_app using ({ACCESS}) with check ({ACCESS})"},
}

GRANTS = {
    "account": "select, insert, update (disabled_at, disabled_by, epoch)",
    "credential": "select, insert, update (password_hash, changed_at)",
    "role_grant": "select, insert, update (ended_at, ended_by)",
    "delegation": "select, insert, update (ended_at, ended_by)",
    "session": "select, insert, update (last_seen_at, ended_at), delete",
    "one_time_link": "select, insert, update (used_at), delete",
    "link_request": "select, insert, update (requested_at), delete",  # taken with "for update", which asks for it
    "api_token": "select, insert, update (last_used_at, ended_at), delete",
    "rate_count": "select, insert, update (tries, ends_at), delete",
}

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

FORWARDS = [
    "alter table rate_count set unlogged",
    *(f"alter table {table} enable row level security" for table in TABLES),
    *(f"alter table {table} force row level security" for table in TABLES),
    *(f"create policy owner_all on {table} for all to register_owner using (true) with check (true)" for table in TABLES),
    *(
        f"create policy {table}_{name} on {table} {body}"
        for table, policies in POLICIES.items()
        for name, body in policies.items()
    ),
    *(f"grant {rights} on {table} to register_app" for table, rights in GRANTS.items()),
    "create unique index role_grant_once_in_force on role_grant (person, role) where ended_at is null",
    # Runs as whoever asks: under row security a person learns their own roles, the access service everyone's.
    f"""
    create function roles_held(who uuid, on_day date) returns text[]
    language sql stable set search_path = public, pg_temp as $$
        select coalesce(array_agg(distinct held.role), '{{}}') from ({HELD}) as held where held.person = who
    $$
    """,
    # Whom to tell of a case: ids only, for anyone who is somebody, of those who can act today.
    f"""
    create function role_holders(wanted text, on_day date default current_date) returns setof uuid
    language sql stable security definer set search_path = public, pg_temp as $$
        select distinct held.person from ({HELD}) as held
        join person p on p.id = held.person and p.active
        join account a on a.person = held.person and a.disabled_at is null
        where held.role = wanted
        and (coalesce(current_setting('register.person', true), '') <> ''
             or coalesce(current_setting('register.service', true), '') <> '')
    $$
    """,
    "revoke execute on function role_holders(text, date) from public",
    "grant execute on function role_holders(text, date) to register_app",
    # Whatever path changes a role, the sessions of that person end with it.
    """
    create function account_new_epoch() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
    begin
        update account set epoch = epoch + 1 where person = (
            case tg_table_name
                when 'delegation' then (to_jsonb(new)->>'delegate')
                when 'assistant_link' then (to_jsonb(new)->>'assistant')
                else (to_jsonb(new)->>'person')
            end)::uuid;
        return null;
    end $$
    """,
    "revoke execute on function account_new_epoch() from public",
    *(
        f"create trigger {table}_new_epoch after insert or update on {table}"
        " for each row execute function account_new_epoch()"
        for table in ("role_grant", "delegation", "assistant_link")
    ),
    *(
        f"create trigger {table}_ended_once before update on {table} for each row execute function ended_once()"
        for table in ("role_grant", "delegation")
    ),
]

BACKWARDS = [
    *(f"drop trigger {table}_ended_once on {table}" for table in ("role_grant", "delegation")),
    *(f"drop trigger {table}_new_epoch on {table}" for table in ("role_grant", "delegation", "assistant_link")),
    "drop function account_new_epoch()",
    "drop function role_holders(text, date)",
    "drop function roles_held(uuid, date)",
    "drop index role_grant_once_in_force",
    *(f"revoke {rights} on {table} from register_app" for table, rights in GRANTS.items()),
    *(f"drop policy {table}_{name} on {table}" for table, policies in POLICIES.items() for name in policies),
    *(f"drop policy owner_all on {table}" for table in TABLES),
    *(f"alter table {table} no force row level security" for table in TABLES),
    *(f"alter table {table} disable row level security" for table in TABLES),
    "alter table rate_count set logged",
]


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="access", description=DESCRIPTION)

    async def run():
        for statement in FORWARDS:
            await ENGINE.run_ddl(statement)

    async def run_backwards():
        for statement in BACKWARDS:
            await ENGINE.run_ddl(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
