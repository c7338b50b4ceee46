"""What was declared or said from a link is shown again to its person, and not to whoever holds the badge or the list."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T17:36:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "gifts of a meeting are shown by a mailed code, or in the session that declared them"

PARTICIPANT = "(select nullif(current_setting('register.participant', true), '')::uuid)"
TURNED = "old.email is distinct from new.email or old.person is distinct from new.person"
_SHOWN = """
    join declaration d on (d.declarant = p.id and d.meeting = p.meeting and (d.id = any(s.declared)
        or (s.opened_with = 'mail' and d.filed_at >= coalesce(p.address_since, 'epoch')))) or d.declarant = o.id"""
_SHOWN_BEFORE = """
    join declaration d on (d.declarant = p.id and d.meeting = p.meeting) or d.declarant = o.id"""


def _function(shown: str) -> str:
    return f"""
create or replace function my_declarations_here(in_session uuid)
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
    {shown}
    where p.id = {PARTICIPANT} and p.revoked_at is null and d.status not in ('draft', 'withdrawn')
    order by d.filed_at desc, d.id desc
$$;
"""


FORWARDS = f"""
-- Whoever keeps the list may write another address into it and have a code sent there. What was said before the change
-- stays closed to whoever comes in by it. Nobody sets the moment but this trigger.
create function note_address() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    new.address_since := case when {TURNED} then now() else old.address_since end;
    return new;
end $$;
create trigger participant_address before update on participant for each row execute function note_address();
revoke all on function note_address() from public;

-- A session holds its participant while it begins, so that a new link waits for it, and ends it.
alter table participant_session add constraint participant_session_participant_1
    foreign key (participant) references participant (id);
{_function(_SHOWN)}
"""

BACKWARDS = f"""
{_function(_SHOWN_BEFORE)}
alter table participant_session drop constraint participant_session_participant_1;
drop trigger participant_address on participant;
drop function note_address();
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
