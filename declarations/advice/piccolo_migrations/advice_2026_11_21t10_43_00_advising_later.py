"""Who may review a declaration does not advise on the question behind it, unless the asker agreed to both."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:43:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "no advice on what has become a declaration by whoever may review it"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
EXCLUDE = f"""
    insert into recusal (id, declaration, person, at)
    select gen_random_uuid(), d.id, m.author, now()
    from advice_draft x
    join advice a on a.id = x.advice and a.asker = {ME}
    join declaration d on d.id = became and d.declarant = {ME} and d.filed_by = {ME}
    join advice_message m on m.advice = x.advice and m.from_office
    where x.draft = wanted and not x.agrees
    group by d.id, m.author
    on conflict (person, declaration) do nothing
"""

FORWARDS = f"""
create or replace function exclude_advisers(wanted uuid, became uuid) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    -- Against an answer at the same moment: the one that comes second sees the other.
    select from advice where id = (select advice from advice_draft where draft = wanted) for update;
    update advice_draft x set declaration = became from advice a, declaration d
    where x.draft = wanted and a.id = x.advice and a.asker = {ME}
        and d.id = became and d.declarant = {ME} and d.filed_by = {ME};
    {EXCLUDE}
$$;
create function became_reviewable(wanted uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from advice_draft x where x.advice = wanted and x.declaration is not null and not x.agrees
        and not exists (select from recusal r where r.declaration = x.declaration and r.person = {ME})
    )
$$;
create function refuse_late_advice() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if became_reviewable(new.advice) then
        raise exception 'the question has become a declaration' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger advice_message_not_late before insert on advice_message
    for each row when (new.from_office) execute function refuse_late_advice();
revoke all on function became_reviewable(uuid), refuse_late_advice() from public;
grant execute on function became_reviewable(uuid) to register_app;
"""

BACKWARDS = f"""
drop trigger advice_message_not_late on advice_message;
drop function refuse_late_advice();
drop function became_reviewable(uuid);
create or replace function exclude_advisers(wanted uuid, became uuid) returns void
language sql volatile security definer set search_path = public, pg_temp as $$ {EXCLUDE} $$;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="advice", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
