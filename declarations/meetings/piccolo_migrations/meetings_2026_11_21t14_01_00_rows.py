"""Row security of meetings: officers of a meeting keep it, a participant sees that meeting and their own row."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T14:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of meetings; who a participant is; the roles of those who preside or keep a meeting"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
PARTICIPANT = "(select nullif(current_setting('register.participant', true), '')::uuid)"


def _service(name: str) -> str:
    return f"(select current_setting('register.service', true) = '{name}')"


def _has(role: str) -> str:
    held = "string_to_array(current_setting('register.roles', true), ',')"
    return f"(select '{role}' = any({held}))"


def _mine(*functions: str) -> str:
    listed = ",".join(f"'{function}'" for function in functions)
    return f"any ((select my_meetings(array[{listed}]))::uuid[])"


KEPT = _mine("secretary")
LED = _mine("secretary", "presiding_officer", "deputy")
ATTENDED = "(select my_attended_meeting())"
OFFICER, CLERK, VERIFIER, ARRIVALS = _has("ethics_officer"), _service("clerk"), _service("verifier"), _service("arrivals")

TABLES = (
    "meeting",
    "sitting",
    "meeting_officer",
    "agenda_item",
    "agenda_party",
    "agenda_revision",
    "aside_rule",
    "meeting_delegation",
    "participant",
    "voting_delegate",
    "arrival_code",
    "participant_session",
)
OPEN_TO_ALL_OF_IT = (
    "sitting",
    "agenda_item",
    "agenda_party",
    "agenda_revision",
    "aside_rule",
    "meeting_delegation",
    "voting_delegate",
)
"""What everyone in the hall may know; the secretary keeps it."""


def _closed(table: str) -> str:
    return f"""
alter table {table} enable row level security;
alter table {table} force row level security;
create policy {table}_owner on {table} to register_owner using (true) with check (true);
"""


def _of_the_meeting(table: str) -> str:
    return f"""
grant select, insert, update on {table} to register_app;
alter table {table} add constraint {table}_meeting_1 foreign key (meeting) references meeting (id);
create policy {table}_led on {table} for select to register_app using (meeting = {LED});
create policy {table}_attended on {table} for select to register_app using (meeting = {ATTENDED});
create policy {table}_clerk on {table} for select to register_app using ({CLERK} or {ARRIVALS});
create policy {table}_kept on {table} for insert to register_app with check (meeting = {KEPT});
create policy {table}_step on {table} for update to register_app using (meeting = {KEPT}) with check (meeting = {KEPT});
"""


STREAMS = tuple(table for table in TABLES if table not in {"arrival_code", "participant_session"})


def _stream(table: str) -> str:
    verifier = "" if table in {"meeting", "participant"} else (
        f"create policy {table}_verifier on {table} for select to register_app using ({VERIFIER});"
    )
    return f"""
{verifier}
create policy event_{table} on event for select to register_app using (kind = '{table}'
    and exists (select from {table} t where t.id = event.stream));
"""


HELD = """
    select g.person, g.role::text as role from role_grant g where g.ended_at is null
    union all
    select d.delegate, 'recorded_delegate' from delegation d
    where d.ended_at is null and on_day between d.since and d.until
    union all
    select l.assistant, 'assistant' from assistant_link l where l.ended_at is null
    union all
    select c.person, 'declarant' from person_capacity c
    where c.since <= on_day and (c.until is null or c.until >= on_day)
    union all
    select a.person, 'asset_filer' from asset_designation a
"""
PRESIDE = """
    union all
    select o.person, case o.function when 'secretary' then 'meeting_secretary' else 'presiding_officer' end
    from meeting_officer o
    where o.person is not null and o.since <= now() and (o.until is null or o.until > now())
"""


def _roles(held: str) -> str:
    return f"""
create or replace function roles_held(who uuid, on_day date) returns text[]
language sql stable set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct held.role), '{{}}') from ({held}) as held where held.person = who
$$;
"""


PERSONS = """
    select p.id, p.email, concat_ws(' ', nullif(p.first_name, ''), p.family_name), p.language,
        p.active and a.disabled_at is null
    from person p left join account a on a.person = p.id where p.id = any(wanted)
"""
PARTICIPANTS = """
    union all
    select p.id, p.email, concat_ws(' ', nullif(p.honorific, ''), nullif(p.first_name, ''), p.family_name),
        p.language, p.revoked_at is null
    from participant p where p.id = any(wanted) and p.email <> ''
"""


def _addresses(found: str) -> str:
    return f"""
create or replace function notice_addresses(wanted uuid[])
returns table (id uuid, email text, name text, language text, is_active boolean)
language sql stable set search_path = public, pg_temp as $$ {found} $$;
"""


FORWARDS = f"""
-- The meetings in which the acting person or participant holds one of the functions now.
create function my_meetings(wanted text[]) returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct o.meeting), '{{}}') from meeting_officer o
    where o.function = any(wanted) and o.since <= now() and (o.until is null or o.until > now())
      and (o.person = {ME} or o.participant = {PARTICIPANT}
        or o.participant in (select p.id from participant p where p.person = {ME} and p.revoked_at is null))
$$;

-- The one meeting of whoever came by a link; nothing once the participant is revoked.
create function my_attended_meeting() returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select p.meeting from participant p where p.id = {PARTICIPANT} and p.revoked_at is null
$$;

-- Who a cookie of a participant stands for: closing the meeting, a new link and revocation end it.
create function session_of_participant(token bytea, at timestamptz, idle interval)
returns table (session uuid, participant uuid, meeting uuid, roles text[], name text, locale text)
language sql stable security definer set search_path = public, pg_temp as $$
    select s.id, p.id, p.meeting,
        array['participant'] || coalesce((select array_agg(distinct
            case o.function when 'secretary' then 'meeting_secretary' else 'presiding_officer' end)
            from meeting_officer o where o.participant = p.id and o.since <= at and (o.until is null or o.until > at)),
            '{{}}'),
        trim(p.honorific || ' ' || trim(p.first_name || ' ' || p.family_name)), p.language
    from participant_session s
    join participant p on p.id = s.participant
    join meeting m on m.id = s.meeting
    where s.token_hash = token and s.ended_at is null and s.expires_at > at and s.last_seen_at > at - idle
      and p.revoked_at is null and m.status <> 'closed' and {_service("access")}
$$;

{"".join(_closed(table) for table in TABLES)}
{_addresses(PERSONS + PARTICIPANTS)}
grant select, insert, update on meeting to register_app;
create policy meeting_led on meeting for select to register_app using (id = {LED});
create policy meeting_attended on meeting for select to register_app using (id = {ATTENDED});
create policy meeting_created on meeting for select to register_app using (created_by = {ME});
create policy meeting_services on meeting for select to register_app
    using ((select current_setting('register.service', true) in ('clerk', 'verifier', 'arrivals')));
create policy meeting_made on meeting for insert to register_app with check (created_by = {ME} and {OFFICER});
create policy meeting_step on meeting for update to register_app
    using (id = {KEPT} or (created_by = {ME} and {OFFICER}));
create index meeting_newest on meeting (starts_on desc, id desc);

{"".join(_of_the_meeting(table) for table in OPEN_TO_ALL_OF_IT)}

grant select, insert, update on meeting_officer to register_app;
alter table meeting_officer add constraint meeting_officer_meeting_1 foreign key (meeting) references meeting (id);
create policy meeting_officer_led on meeting_officer for select to register_app
    using (meeting = {LED} or meeting = {ATTENDED} or person = {ME});
create policy meeting_officer_created on meeting_officer for select to register_app
    using (exists (select from meeting m where m.id = meeting_officer.meeting and m.created_by = {ME}));
create policy meeting_officer_services on meeting_officer for select to register_app
    using ((select current_setting('register.service', true) in ('clerk', 'access', 'arrivals')));
create policy meeting_officer_kept on meeting_officer for insert to register_app
    with check (recorded_by = {ME} and (meeting = {KEPT} or exists (
        select from meeting m where m.id = meeting_officer.meeting and m.created_by = {ME})));
create policy meeting_officer_step on meeting_officer for update to register_app
    using (meeting = {KEPT} or exists (
        select from meeting m where m.id = meeting_officer.meeting and m.created_by = {ME}));
create unique index meeting_officer_once on meeting_officer (meeting, function, coalesce(person, participant),
    coalesce(sitting, meeting)) where until is null;

grant select, insert on participant to register_app;
grant update (delegation, type, function, honorific, first_name, family_name, email, language, body_role, person,
    link_hash, link_turn, revoked_at, acknowledged_at, acknowledged_code, version)
    on participant to register_app;
alter table participant add constraint participant_meeting_1 foreign key (meeting) references meeting (id);
create policy participant_led on participant for select to register_app using (meeting = {LED});
create policy participant_own on participant for select to register_app using (id = {PARTICIPANT});
create policy participant_services on participant for select to register_app
    using ((select current_setting('register.service', true) in ('clerk', 'verifier', 'arrivals', 'mailer')));
create policy participant_kept on participant for insert to register_app with check (meeting = {KEPT});
create policy participant_step on participant for update to register_app
    using (meeting = {KEPT}) with check (meeting = {KEPT});
create policy participant_own_step on participant for update to register_app
    using (id = {PARTICIPANT}) with check (id = {PARTICIPANT});
create index participant_names on participant (meeting, family_name, first_name, id);
create unique index participant_email on participant (meeting, lower(email)) where email <> '';
create unique index meeting_delegation_name on meeting_delegation (meeting, lower(name));
create unique index voting_delegate_once on voting_delegate (delegation, coalesce(sitting, meeting))
    where until is null;
create unique index agenda_revision_once on agenda_revision (meeting, number);
create unique index sitting_once on sitting (meeting, number);
create unique index aside_rule_once on aside_rule (meeting, level, role);
create index agenda_item_order on agenda_item (meeting, position, id);

-- A participant acknowledges, and changes nothing else of their own row.
create function refuse_participant_step() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if old.id = {PARTICIPANT} and old.meeting <> all ((select my_meetings(array['secretary']))::uuid[]) and
        (new.delegation, new.type, new.function, new.honorific, new.first_name, new.family_name, new.email,
         new.body_role, new.person, new.link_hash, new.link_turn, new.revoked_at, new.meeting)
        is distinct from
        (old.delegation, old.type, old.function, old.honorific, old.first_name, old.family_name, old.email,
         old.body_role, old.person, old.link_hash, old.link_turn, old.revoked_at, old.meeting)
    then
        raise exception 'a participant changes nothing of their own row' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger participant_steps before update on participant
    for each row execute function refuse_participant_step();

grant select, insert, update on arrival_code to register_app;
grant delete on arrival_code to register_app;
create policy arrival_code_service on arrival_code to register_app using ({ARRIVALS}) with check ({ARRIVALS});
create policy arrival_code_clerk on arrival_code to register_app using ({CLERK});

grant select, insert, update on participant_session to register_app;
create policy participant_session_service on participant_session to register_app
    using ({ARRIVALS}) with check ({ARRIVALS});
create policy participant_session_access on participant_session to register_app using ({_service("access")});
create policy participant_session_kept on participant_session for select to register_app using (meeting = {KEPT});
create policy participant_session_ended on participant_session for update to register_app
    using (meeting = {KEPT} or participant = {PARTICIPANT});
create policy participant_session_own on participant_session for select to register_app
    using (participant = {PARTICIPANT});

{"".join(_stream(table) for table in STREAMS)}

revoke all on function my_meetings(text[]), my_attended_meeting(), refuse_participant_step(),
    session_of_participant(bytea, timestamptz, interval) from public;
grant execute on function my_meetings(text[]), my_attended_meeting(),
    session_of_participant(bytea, timestamptz, interval) to register_app;
{_roles(HELD + PRESIDE)}
"""

BACKWARDS = f"""
{_roles(HELD)}
{_addresses(PERSONS)}
{"".join(f"drop policy event_{table} on event;" for table in STREAMS)}
drop trigger participant_steps on participant;
drop function refuse_participant_step();
drop function session_of_participant(bytea, timestamptz, interval);
{"".join(f"drop table {table} cascade;" for table in reversed(TABLES))}
drop function my_attended_meeting();
drop function my_meetings(text[]);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="meetings", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
