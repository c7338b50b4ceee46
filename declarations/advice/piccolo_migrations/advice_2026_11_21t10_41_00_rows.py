"""Advice is between the asker and whoever advises; no other role sees a row of it, and no case leads to it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of advice and guidance; who advised does not review"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
KEYS = "(select current_setting('register.service', true) = 'keys')"


def _has(role: str) -> str:
    held = "string_to_array(current_setting('register.roles', true), ',')"
    return f"(select '{role}' = any({held}))"


OFFICE = _has("ethics_officer")
ADVISES = (
    f"asker is distinct from {ME} and {ME} is not null and ("
    f"(route = 'office' and {OFFICE} and (asker is null or asker <> all ((select my_superiors())::uuid[])))"
    f" or (route = 'designate' and {_has('governing_body_designate')}))"
)
OPEN = "exists (select from advice a where a.id = {table}.advice)"
OWN = "exists (select from advice a where a.id = {table}.advice and a.asker = " + ME + ")"
OTHERS = "exists (select from advice a where a.id = {table}.advice and a.asker is distinct from " + ME + ")"


def _keyed(table: str) -> str:
    return f"""
create policy {table}_keys on {table} for select to register_app using ({KEYS});
create policy {table}_keys_step on {table} for update to register_app using ({KEYS});
"""


def _closed(table: str) -> str:
    return f"""
alter table {table} enable row level security;
alter table {table} force row level security;
create policy {table}_owner on {table} to register_owner using (true) with check (true);
"""


FORWARDS = f"""
{"".join(_closed(table) for table in ("advice", "advice_message", "advice_consent", "advice_draft", "guidance"))}
{"".join(_keyed(table) for table in ("advice", "guidance"))}
create index advice_waits on advice (due_on, id) where status = 'open';
create index advice_listed on advice (asked_at desc, id desc);
create unique index guidance_once on guidance (advice) where status <> 'withdrawn';
create index guidance_published on guidance (published_at desc, id desc) where status = 'published';
alter table advice_message add constraint advice_message_advice_1 foreign key (advice) references advice (id);
alter table advice_consent add constraint advice_consent_advice_1 foreign key (advice) references advice (id);
alter table advice_draft add constraint advice_draft_advice_1 foreign key (advice) references advice (id);
alter table guidance add constraint guidance_advice_1 foreign key (advice) references advice (id);

grant select, insert on advice to register_app;
grant update (status, due_on, version, key_id, wrapped_key) on advice to register_app;
create policy advice_own on advice for select to register_app using (asker = {ME});
create policy advice_advises on advice for select to register_app using ({ADVISES});
create policy advice_asked on advice for insert to register_app with check (asker = {ME} and channel = 'register');
create policy advice_noted on advice for insert to register_app
    with check (asker is null and noted_by = {ME} and route = 'office' and {OFFICE});
create policy advice_own_step on advice for update to register_app using (asker = {ME});
create policy advice_advises_step on advice for update to register_app using ({ADVISES});

grant select, insert on advice_message to register_app;
create policy advice_message_seen on advice_message for select to register_app
    using ({OPEN.format(table="advice_message")});
create policy advice_message_own on advice_message for insert to register_app
    with check (author = {ME} and not from_office and {OWN.format(table="advice_message")});
create policy advice_message_advises on advice_message for insert to register_app
    with check (author = {ME} and from_office and {OTHERS.format(table="advice_message")});

grant select, insert on advice_consent to register_app;
create policy advice_consent_seen on advice_consent for select to register_app
    using ({OPEN.format(table="advice_consent")});
create policy advice_consent_own on advice_consent for insert to register_app
    with check ({OWN.format(table="advice_consent")});

grant select, insert on advice_draft to register_app;
create policy advice_draft_own on advice_draft for select to register_app using ({OWN.format(table="advice_draft")});
create policy advice_draft_made on advice_draft for insert to register_app
    with check ({OWN.format(table="advice_draft")} and exists (select from draft d where d.id = advice_draft.draft));

grant select, insert, update on guidance to register_app;
create policy guidance_published on guidance for select to register_app
    using (status = 'published' and {ME} is not null);
create policy guidance_of_advice on guidance for select to register_app using ({OPEN.format(table="guidance")});
create policy guidance_written on guidance for insert to register_app
    with check (written_by = {ME} and status = 'proposed' and {OTHERS.format(table="guidance")});
create policy guidance_step on guidance for update to register_app using ({OTHERS.format(table="guidance")});

create function advice_consented(wanted uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((select agrees from advice_consent where advice = wanted order by at desc, id desc limit 1), false)
$$;

-- Nothing is proposed or published but with the asker's consent, and what is published stays as it was read.
create function refuse_guidance() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if new.status <> 'withdrawn' and not advice_consented(new.advice) and
        (tg_op = 'INSERT' or (new.status, new.content) is distinct from (old.status, old.content)) then
        raise exception 'the asker has not consented' using errcode = 'check_violation';
    end if;
    if tg_op = 'UPDATE' and (new.advice <> old.advice or old.status = 'withdrawn' and new.status <> 'withdrawn'
        or old.status = 'published' and (new.content <> old.content or new.status = 'proposed')) then
        raise exception 'guidance that was published is withdrawn, not changed' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger guidance_with_consent before insert or update on guidance
    for each row execute function refuse_guidance();

-- A consent is taken back before publication only; what was proposed on it goes.
create function take_guidance_back() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform from guidance where advice = new.advice for update;
    if exists (select from guidance where advice = new.advice and status = 'published') then
        raise exception 'it is published already' using errcode = 'check_violation';
    end if;
    delete from guidance where advice = new.advice and status = 'proposed';
    return new;
end $$;
create trigger advice_consent_taken_back after insert on advice_consent
    for each row when (not new.agrees) execute function take_guidance_back();

-- Who advised does not review what the question became, unless the asker agreed. Only the filer's own transaction asks.
create function exclude_advisers(wanted uuid, became uuid) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    insert into recusal (id, declaration, person, at)
    select gen_random_uuid(), d.id, m.author, now()
    from advice_draft x
    join advice a on a.id = x.advice and a.asker = {ME}
    join declaration d on d.id = became and d.declarant = {ME} and d.filed_by = {ME}
    join advice_message m on m.advice = x.advice and m.from_office
    where x.draft = wanted and not x.agrees
    group by d.id, m.author
    on conflict (person, declaration) do nothing
$$;

-- Counts alone leave it; how small ones are shown is for whoever shows them.
create function advice_counts(since date, until date)
returns table (topic varchar, channel varchar, month smallint, questions bigint, minutes bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.topic, a.channel, extract(month from a.day)::smallint, count(*), coalesce(sum(a.minutes), 0)
    from advice a where a.day between since and until and {OFFICE} group by 1, 2, 3
$$;
revoke all on function advice_consented(uuid), refuse_guidance(), take_guidance_back(), exclude_advisers(uuid, uuid),
    advice_counts(date, date) from public;
grant execute on function exclude_advisers(uuid, uuid), advice_counts(date, date) to register_app;
"""

BACKWARDS = """
drop function advice_counts(date, date);
drop function exclude_advisers(uuid, uuid);
drop trigger advice_consent_taken_back on advice_consent;
drop function take_guidance_back();
drop trigger guidance_with_consent on guidance;
drop function refuse_guidance();
drop function advice_consented(uuid);
drop policy guidance_step on guidance;
drop policy guidance_written on guidance;
drop policy guidance_of_advice on guidance;
drop policy guidance_published on guidance;
drop policy advice_draft_made on advice_draft;
drop policy advice_draft_own on advice_draft;
drop policy advice_consent_own on advice_consent;
drop policy advice_consent_seen on advice_consent;
drop policy advice_message_advises on advice_message;
drop policy advice_message_own on advice_message;
drop policy advice_message_seen on advice_message;
drop policy advice_advises_step on advice;
drop policy advice_own_step on advice;
drop policy advice_noted on advice;
drop policy advice_asked on advice;
drop policy advice_advises on advice;
drop policy advice_own on advice;
drop policy guidance_keys_step on guidance;
drop policy guidance_keys on guidance;
drop policy advice_keys_step on advice;
drop policy advice_keys on advice;
drop policy guidance_owner on guidance;
drop policy advice_draft_owner on advice_draft;
drop policy advice_consent_owner on advice_consent;
drop policy advice_message_owner on advice_message;
drop policy advice_owner on advice;
revoke all on advice, advice_message, advice_consent, advice_draft, guidance from register_app;
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
