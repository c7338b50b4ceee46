"""What the register holds of a participant: to this participant alone, and only by a code sent to their own address."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T15:16:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a participant's own declarations, and gifts declared for a meeting"

PARTICIPANT = "(select nullif(current_setting('register.participant', true), '')::uuid)"
ATTENDED = "(select my_attended_meeting())"
TURNED = "old.email is distinct from new.email or old.person is distinct from new.person"

FORWARDS = f"""
-- The entries of the acting participant and of nobody else. What was declared with an account needs a session that was
-- opened with a code sent to the address of that very person: whoever keeps the meeting writes the list of
-- participants, and opens nothing by writing another's name into it.
create function my_declarations_here(in_session uuid)
returns table (id uuid, reference varchar, kind varchar, filed_at timestamptz, event_date date, ended_on date,
    family uuid[], party_name varchar, direction varchar, category varchar, giver_type varchar,
    giver_relation varchar, activity_class varchar, subject varchar, domain varchar, for_meeting boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select d.id, d.reference, d.kind, d.filed_at, d.event_date, d.ended_on,
        coalesce(giver_parties(d.party, d.party_key), '{{}}'), d.party_name, d.direction, d.category, d.giver_type,
        d.giver_relation, d.activity_class, d.subject, d.domain, d.meeting is not null
    from participant p
    join participant_session s on s.participant = p.id and s.id = in_session and s.ended_at is null
    left join person o on o.id = p.person and lower(o.email) = lower(p.email) and s.opened_with = 'mail'
    join declaration d on (d.declarant = p.id and d.meeting = p.meeting) or d.declarant = o.id
    where p.id = {PARTICIPANT} and p.revoked_at is null and d.status not in ('draft', 'withdrawn')
    order by d.filed_at desc, d.id desc
$$;

-- Another address, or another person, behind a participant: who came in by the old one has to come in anew.
create function end_sessions_of_another() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update participant_session set ended_at = now() where participant = new.id and ended_at is null;
    delete from arrival_code where participant = new.id;
    return new;
end $$;
create trigger participant_is_another after update on participant
    for each row when ({TURNED}) execute function end_sessions_of_another();

-- Whoever came by a link reaches, among declarations, their own of this meeting and nothing else, whatever else opens.
create policy declaration_of_meeting on declaration as restrictive to register_app
    using ({PARTICIPANT} is null or (declarant = {PARTICIPANT} and meeting = {ATTENDED}))
    with check ({PARTICIPANT} is null or (declarant = {PARTICIPANT} and meeting = {ATTENDED}));
alter table declaration add constraint declaration_meeting_1 foreign key (meeting) references meeting (id);
alter table declaration add constraint declaration_agenda_item_1
    foreign key (agenda_item) references agenda_item (id);
create index declaration_meeting on declaration (meeting, declarant) where meeting is not null;

revoke all on function my_declarations_here(uuid), end_sessions_of_another() from public;
grant execute on function my_declarations_here(uuid) to register_app;
"""

BACKWARDS = """
drop index declaration_meeting;
alter table declaration drop constraint declaration_agenda_item_1;
alter table declaration drop constraint declaration_meeting_1;
drop policy declaration_of_meeting on declaration;
drop trigger participant_is_another on participant;
drop function end_sessions_of_another();
drop function my_declarations_here(uuid);
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
