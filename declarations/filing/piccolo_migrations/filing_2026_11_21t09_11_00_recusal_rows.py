"""Whoever has recused from a case neither sees it at the desk nor gets it back, whatever a service forgets."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T09:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of recusals, and cases closed to whoever has recused"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
OTHERS = f"d.declarant <> {ME} and d.filed_by <> {ME}"
CASE = "exists (select from declaration d where d.id = recusal.declaration and {})"
OPEN = "id <> all ((select my_recusals())::uuid[])"

FORWARDS = f"""
alter table recusal add constraint recusal_declaration_1
    foreign key (declaration) references declaration (id) on delete restrict;
create unique index recusal_once on recusal (person, declaration);
create index recusal_declaration on recusal (declaration);

create function my_recusals() returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(declaration), '{{}}') from recusal where person = {ME}
$$;
create function refuse_recused() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (select from recusal r where r.declaration = new.id and r.person = new.reviewer) then
        raise exception 'this person has recused from the case' using errcode = 'check_violation';
    end if;
    return new;
end $$;
revoke all on function my_recusals(), refuse_recused() from public;
grant execute on function my_recusals() to register_app;
create trigger declaration_not_to_the_recused before update of reviewer on declaration
    for each row when (new.reviewer is distinct from old.reviewer) execute function refuse_recused();

alter table recusal enable row level security;
alter table recusal force row level security;
grant select, insert on recusal to register_app;
create policy recusal_owner on recusal to register_owner using (true) with check (true);
create policy recusal_seen on recusal for select to register_app using (person = {ME} or {CASE.format(OTHERS)});
create policy recusal_own on recusal for insert to register_app
    with check (person = {ME} and {CASE.format(f"d.reviewer is distinct from {ME} and {OTHERS}")});

create policy declaration_recused on declaration as restrictive for select to register_app using ({OPEN});
create policy declaration_recused_step on declaration as restrictive for update to register_app using ({OPEN});
"""

BACKWARDS = """
drop policy declaration_recused_step on declaration;
drop policy declaration_recused on declaration;
drop trigger declaration_not_to_the_recused on declaration;
drop function refuse_recused();
drop policy recusal_own on recusal;
drop policy recusal_seen on recusal;
drop policy recusal_owner on recusal;
drop function my_recusals();
revoke all on recusal from register_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="filing", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
