"""Who presides dispenses, and withdraws it: no secretary, and nobody for themselves."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T17:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of dispensations"

PARTICIPANT = "(select nullif(current_setting('register.participant', true), '')::uuid)"
ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
ATTENDED = "(select my_attended_meeting())"
LED = "any ((select my_meetings(array['secretary','presiding_officer','deputy']))::uuid[])"
PRESIDED = "any ((select my_meetings(array['presiding_officer','deputy']))::uuid[])"
ALTERNATES = "(select array(select a.id from my_alternates() a))"

OWN = f"""(participant = {PARTICIPANT} and meeting = {ATTENDED} and not dispensed and did is null and recorded_by is null
        and (replaced_by is null or replaced_by = any ({ALTERNATES}::uuid[]))
        and (not by_matrix or exists (select from aside_rule r where r.meeting = standing_aside.meeting
            and r.citation = standing_aside.citation
            and (r.measure = standing_aside.measure
                or (r.measure = 'papers_withheld' and standing_aside.measure = 'leaves')))))"""
GRANTED = f"""(dispensed and meeting = {PRESIDED} and recorded_by = coalesce({ME}, {PARTICIPANT})
        and participant <> all (select my_faces()))"""


def _chosen(led: str) -> str:
    return f"""
drop policy standing_aside_chosen on standing_aside;
create policy standing_aside_chosen on standing_aside for insert to register_app with check ({OWN} or {led});
"""


def _steps(more: str) -> str:
    return f"""
create or replace function refuse_aside_step() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if old.participant = {PARTICIPANT} and old.meeting <> all (
            (select my_meetings(array['secretary','presiding_officer','deputy']))::uuid[])
        and (new.did is distinct from old.did
            or (new.replaced_by is distinct from old.replaced_by and new.replaced_by is not null
                and new.replaced_by <> all ({ALTERNATES}::uuid[])))
    then
        raise exception 'a participant says what they will do, not what they did' using errcode = 'check_violation';
    end if;{more}
    return new;
end $$;
"""


FORWARDS = f"""
-- The participants that the acting person is, by link or by account.
create function my_faces() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id from participant p where p.id = {PARTICIPANT} or p.person = {ME}
$$;
revoke all on function my_faces() from public;
grant execute on function my_faces() to register_app;
grant update (withdrawn_because, withdrawn_by) on standing_aside to register_app;
{_chosen(f"(meeting = {LED} and not dispensed) or {GRANTED}")}
{_steps(f'''
    if old.ended_at is not null then
        raise exception 'what has ended stays as it was' using errcode = 'check_violation';
    end if;
    -- A dispensation ends by being withdrawn, by somebody who presides and is not concerned.
    if old.dispensed and new.ended_at is not null
        and (new.withdrawn_because is null or new.withdrawn_by is distinct from coalesce({ME}, {PARTICIPANT})
            or old.meeting <> all ((select my_meetings(array['presiding_officer','deputy']))::uuid[])
            or old.participant in (select my_faces()))
    then
        raise exception 'whoever presides withdraws a dispensation' using errcode = 'check_violation';
    end if;''')}
"""
BACKWARDS = f"""
{_steps("")}
{_chosen(f"meeting = {LED}")}
revoke update (withdrawn_because, withdrawn_by) on standing_aside from register_app;
drop function my_faces();
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
