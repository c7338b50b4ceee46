"""Standing aside by one's own hand: by choice, or as the body's matrix says; replaced by another of the delegation."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T15:17:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the body's matrix and the alternates of a delegation"

PARTICIPANT = "(select nullif(current_setting('register.participant', true), '')::uuid)"
ATTENDED = "(select my_attended_meeting())"
LED = "any ((select my_meetings(array['secretary','presiding_officer','deputy']))::uuid[])"
ALTERNATES = "(select array(select a.id from my_alternates() a))"

FORWARDS = f"""
-- Who may take the place of the acting participant: others of the same delegation, while that is entitled to vote.
create function my_alternates() returns table (id uuid, name text, function varchar)
language sql stable security definer set search_path = public, pg_temp as $$
    select o.id, concat_ws(' ', nullif(o.honorific, ''), nullif(o.first_name, ''), o.family_name), o.function
    from participant p
    join meeting_delegation d on d.id = p.delegation and d.votes and d.standing = 'member'
        and d.credentials = 'accepted'
    join participant o on o.delegation = d.id and o.id <> p.id and o.revoked_at is null
        and o.type = 'representative' and o.function in ('head', 'alternate', 'delegate')
    where p.id = {PARTICIPANT} and p.revoked_at is null
    order by (o.function <> 'alternate'), o.family_name, o.id
$$;

alter table standing_aside drop constraint standing_aside_replaced_1;
alter table standing_aside add constraint standing_aside_replaced_1
    check (measure <> 'replaced' or by_matrix or replaced_by is not null);
drop policy standing_aside_chosen on standing_aside;
create policy standing_aside_chosen on standing_aside for insert to register_app with check (
    (participant = {PARTICIPANT} and meeting = {ATTENDED} and not dispensed and did is null and recorded_by is null
        and (replaced_by is null or replaced_by = any ({ALTERNATES}::uuid[]))
        and (not by_matrix or exists (select from aside_rule r where r.meeting = standing_aside.meeting
            and r.citation = standing_aside.citation
            and (r.measure = standing_aside.measure
                or (r.measure = 'papers_withheld' and standing_aside.measure = 'leaves')))))
    or meeting = {LED});

-- What a person did is for the secretary to say, and whoever stands in is of the delegation.
create function refuse_aside_step() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if old.participant = {PARTICIPANT} and old.meeting <> all (
            (select my_meetings(array['secretary','presiding_officer','deputy']))::uuid[])
        and (new.did is distinct from old.did
            or (new.replaced_by is distinct from old.replaced_by and new.replaced_by is not null
                and new.replaced_by <> all ({ALTERNATES}::uuid[])))
    then
        raise exception 'a participant says what they will do, not what they did' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger standing_aside_steps before update on standing_aside
    for each row execute function refuse_aside_step();

revoke all on function my_alternates(), refuse_aside_step() from public;
grant execute on function my_alternates() to register_app;
"""

BACKWARDS = f"""
drop trigger standing_aside_steps on standing_aside;
drop function refuse_aside_step();
drop policy standing_aside_chosen on standing_aside;
create policy standing_aside_chosen on standing_aside for insert to register_app with check (
    (participant = {PARTICIPANT} and meeting = {ATTENDED} and not dispensed and not by_matrix and did is null)
    or meeting = {LED});
alter table standing_aside drop constraint standing_aside_replaced_1;
alter table standing_aside add constraint standing_aside_replaced_1
    check (measure <> 'replaced' or replaced_by is not null) not valid;
drop function my_alternates();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="votes", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
