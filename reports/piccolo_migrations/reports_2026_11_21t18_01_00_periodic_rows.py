"""Row security of periodic reports: the office prepares, a second person sees what is frozen, the body what is released.

What is frozen stays as it is: a trigger holds it, whoever asks.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T18:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of data sets and periodic reports; what is frozen stays"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
TABLES = ("periodic_data_set", "periodic_report")
FROZEN = (
    *("profile", "data_set", "since", "until", "symbol", "annex", "threshold", "texts", "corrects", "correction"),
    *("prepared_by", "prepared_at", "frozen_by", "frozen_at", "published", "fingerprint"),
)
_STEPS = "('draft', 'draft'), ('draft', 'frozen'), ('frozen', 'released'), ('frozen', 'set_aside'), ('released', 'released')"


def _role(name: str) -> str:
    """A role that a person holds: a role that is only claimed opens nothing."""
    held = f"'{name}' = any(string_to_array(current_setting('register.roles', true), ','))"
    return f"(select {held} and nullif(current_setting('register.person', true), '') is not null)"


def _service(name: str) -> str:
    return f"(select current_setting('register.service', true) = '{name}')"


def _held(table: str) -> str:
    return f"""
alter table {table} enable row level security;
alter table {table} force row level security;
create policy {table}_owner on {table} to register_owner using (true) with check (true);
create policy {table}_verifier on {table} for select to register_app using ({_service("verifier")});
create policy event_{table} on event for select to register_app using (kind = '{table}'
    and exists (select from {table} t where t.id = event.stream));
"""


OFFICE = _role("ethics_officer")
FORWARDS = f"""
{"".join(_held(table) for table in TABLES)}
alter table periodic_report add constraint periodic_report_data_set_1
    foreign key (data_set) references periodic_data_set (id);
alter table periodic_report add constraint periodic_report_corrects_1
    foreign key (corrects) references periodic_report (id);
create index periodic_report_newest on periodic_report (prepared_at desc, id desc);
create index periodic_report_released on periodic_report (profile, until desc) where status = 'released';
create unique index periodic_report_corrected_once on periodic_report (corrects) where status <> 'set_aside';

grant select, insert on periodic_data_set, periodic_report to register_app;
grant update on periodic_report to register_app;
create policy periodic_data_set_read on periodic_data_set for select to register_app
    using ({OFFICE} or {_service("reporter")});
create policy periodic_data_set_made on periodic_data_set for insert to register_app
    with check ({_service("reporter")} or ({OFFICE} and made_by = {ME}));
create policy periodic_report_office on periodic_report for select to register_app
    using ({OFFICE} or {_service("reporter")});
create policy periodic_report_second on periodic_report for select to register_app
    using ({_role("report_reviewer")} and status in ('frozen', 'released'));
create policy periodic_report_body on periodic_report for select to register_app
    using ({_role("governing_body_reader")} and status = 'released');
create policy periodic_report_public on periodic_report for select to register_app
    using ({_service("publisher")} and status = 'released' and profile = 'public');
create policy periodic_report_prepared on periodic_report for insert to register_app
    with check ({OFFICE} and prepared_by = {ME} and status = 'draft');
create policy periodic_report_step on periodic_report for update to register_app
    using ({OFFICE} or ({_role("report_reviewer")} and status = 'frozen'))
    with check (({OFFICE} or {_role("report_reviewer")})
        and (released_by is null or released_by = {ME} or decided is not null));

create function hold_periodic_report() returns trigger language plpgsql as $$
begin
    if (old.status, new.status) not in ({_STEPS}) then
        raise exception 'a report goes from draft to frozen to released' using errcode = 'integrity_constraint_violation';
    end if;
    if old.status <> 'draft' and ({" or ".join(f"new.{name} is distinct from old.{name}" for name in FROZEN)}) then
        raise exception 'a frozen report stays as it is' using errcode = 'integrity_constraint_violation';
    end if;
    if old.status = 'released' and (new.released_by, new.released_at) is distinct from (old.released_by, old.released_at)
    then
        raise exception 'a released report stays released' using errcode = 'integrity_constraint_violation';
    end if;
    if old.decided is not null and (new.decided, new.decided_on, new.decided_words, new.decided_recorded_by)
        is distinct from (old.decided, old.decided_on, old.decided_words, old.decided_recorded_by) then
        raise exception 'what was decided is recorded once' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;
create trigger periodic_report_held before update on periodic_report
    for each row execute function hold_periodic_report();
create function hold_data_set() returns trigger language plpgsql as $$
begin
    raise exception 'a data set stays as it is' using errcode = 'integrity_constraint_violation';
end $$;
create trigger periodic_data_set_held before update or delete on periodic_data_set
    for each row execute function hold_data_set();
create trigger periodic_report_kept before delete on periodic_report
    for each row execute function hold_data_set();
"""
BACKWARDS = f"""
{"".join(f"drop policy event_{table} on event;" for table in TABLES)}
drop table periodic_report;
drop table periodic_data_set;
drop function hold_periodic_report();
drop function hold_data_set();
create table periodic_report (id uuid primary key);
create table periodic_data_set (id uuid primary key);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reports", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
