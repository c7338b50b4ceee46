"""Row security of authorizations: whoever sees the declaration sees for how long it is authorized."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of authorizations"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
CLERK = "(select current_setting('register.service', true) = 'clerk')"
SEEN = "exists (select from declaration d where d.id = activity_authorization.declaration{also})"
AT_THE_DESK = SEEN.format(also=f" and d.declarant <> {ME} and d.filed_by <> {ME}")

FORWARDS = f"""
alter table activity_authorization add constraint activity_authorization_declaration_1
    foreign key (declaration) references declaration (id) on delete restrict deferrable initially deferred;
create index activity_authorization_ending on activity_authorization (ends_on)
    where validity in ('in_force', 'suspended');

alter table activity_authorization enable row level security;
alter table activity_authorization force row level security;
grant select, insert on activity_authorization to register_app;
grant update (starts_on, ends_on, validity, renews, decided_at, reminded, hours_per_week, income, income_currency)
    on activity_authorization to register_app;
create policy owner_all on activity_authorization for all to register_owner using (true) with check (true);
create policy authorization_seen on activity_authorization for select to register_app
    using ({ME} is not null and {SEEN.format(also="")});
create policy authorization_clerk on activity_authorization for select to register_app using ({CLERK});
create policy authorization_granted on activity_authorization for insert to register_app
    with check ({SEEN.format(also=f" and d.decided_by = {ME} and d.declarant = activity_authorization.declarant")});
create policy authorization_changed on activity_authorization for update to register_app
    using ({AT_THE_DESK}) with check ({AT_THE_DESK});
create policy authorization_ended on activity_authorization for update to register_app using ({CLERK});

create function supersede_authorization() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update activity_authorization set validity = 'superseded'
    where declaration = new.renews and declarant = new.declarant and validity in ('in_force', 'suspended', 'expired');
    return null;
end $$;
revoke all on function supersede_authorization() from public;
create trigger activity_authorization_supersedes after insert or update of validity on activity_authorization
    for each row when (new.renews is not null and new.validity = 'in_force')
    execute function supersede_authorization();

create function end_authorization_of_withdrawn() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update activity_authorization set validity = 'revoked'
    where declaration = new.id and validity in ('in_force', 'suspended');
    return null;
end $$;
revoke all on function end_authorization_of_withdrawn() from public;
create trigger declaration_ends_authorization after update of status on declaration
    for each row when (new.status = 'withdrawn' and old.status <> 'withdrawn' and new.kind = 'outside_activity')
    execute function end_authorization_of_withdrawn();

create function authorizations_of(of_person uuid, since date, until date)
returns table (declaration uuid, starts_on date, ends_on date, validity varchar, hours_per_week numeric,
    income numeric, income_currency varchar, activity_starts date, activity_ends date)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.declaration, a.starts_on, a.ends_on, a.validity, a.hours_per_week, a.income, a.income_currency,
        d.start_date, d.end_date
    from activity_authorization a join declaration d on d.id = a.declaration
    where a.declarant = of_person and a.ends_on >= since and a.starts_on <= until
      and (of_person = {ME} or of_person = any (my_principals()))
    order by a.starts_on, a.id
$$;
revoke all on function authorizations_of(uuid, date, date) from public;
grant execute on function authorizations_of(uuid, date, date) to register_app;
"""

BACKWARDS = """
drop trigger declaration_ends_authorization on declaration;
drop function end_authorization_of_withdrawn();
drop trigger activity_authorization_supersedes on activity_authorization;
drop function supersede_authorization();
drop function authorizations_of(uuid, date, date);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="authorizations", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
