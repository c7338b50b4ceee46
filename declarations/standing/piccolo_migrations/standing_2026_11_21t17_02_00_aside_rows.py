"""Row security of changes that are set aside: the clerk keeps them, the office sees and closes those of others."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T17:02:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of changes that are set aside"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
CLERK = "(select current_setting('register.service', true) = 'clerk')"
VERIFIER = "(select current_setting('register.service', true) = 'verifier')"
OFFICER = "(select 'ethics_officer' = any(string_to_array(current_setting('register.roles', true), ',')))"
OTHERS = f"(person <> {ME} and person <> all ((select my_superiors())::uuid[]))"

FORWARDS = f"""
alter table change_aside add constraint change_aside_change_1 foreign key (id) references function_change (id);
alter table change_aside add constraint change_aside_reason_1
    check ((closed_at is null) = (reason is null) and (closed_at is null) = (closed_by is null)
        and (reason is null or reason in ('by_hand', 'no_bearing', 'data_wrong')));
create index change_aside_open on change_aside (first_at, id) where settled_at is null and closed_at is null;

alter table change_aside enable row level security;
alter table change_aside force row level security;
grant select, insert, update (failures, fault, last_at, try_after, settled_at, retried_at, retried_by, closed_at,
    closed_by, reason) on change_aside to register_app;
create policy change_aside_owner on change_aside to register_owner using (true) with check (true);
create policy change_aside_clerk on change_aside for select to register_app using ({CLERK});
create policy change_aside_kept on change_aside for insert to register_app with check ({CLERK});
create policy change_aside_tried on change_aside for update to register_app using ({CLERK}) with check ({CLERK});
create policy change_aside_office on change_aside for select to register_app using ({OFFICER} and {OTHERS});
create policy change_aside_step on change_aside for update to register_app
    using ({OFFICER} and {OTHERS}) with check ({OFFICER} and {OTHERS});
create policy change_aside_verifier on change_aside for select to register_app using ({VERIFIER});

create function change_aside_steps() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    if old.settled_at is not null or old.closed_at is not null then
        raise exception 'this change is settled or closed' using errcode = 'insufficient_privilege';
    end if;
    if {ME} is not null and ((new.failures, new.fault, new.last_at, new.settled_at)
        is distinct from (old.failures, old.fault, old.last_at, old.settled_at)
        or (new.closed_by is not null and new.closed_by <> {ME})
        or (new.retried_by is distinct from old.retried_by and new.retried_by <> {ME})) then
        raise exception 'only the register takes this step' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger change_aside_steps before update on change_aside for each row execute function change_aside_steps();
"""

BACKWARDS = """
drop trigger change_aside_steps on change_aside;
drop function change_aside_steps();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="standing", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
