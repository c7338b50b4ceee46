"""Row security of the presiding officer: an opinion is between two, a report between its reporter and one officer.

Neither the secretary nor any other officer sees that a row exists; the database itself works out who is competent.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T15:26:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of opinions, matters reported and measures; who is competent in a matter"

PARTICIPANT = "(select nullif(current_setting('register.participant', true), '')::uuid)"
ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
ACTING = f"coalesce({ME}, {PARTICIPANT})"
ATTENDED = "(select my_attended_meeting())"
OFFICES = "any ((select my_offices())::uuid[])"
MATTERS = "any ((select my_matters())::uuid[])"
LED = "any ((select my_meetings(array['secretary','presiding_officer','deputy']))::uuid[])"
OF_MEETING = ("presiding_opinion", "reported_matter", "presiding_measure", "participants_informed")
TABLES = (*OF_MEETING, "opinion_guidance")
OFFICE_OF_OPINION = "exists (select from presiding_opinion o where o.id = opinion_guidance.opinion and o.officer = {0})"
ASKER_OF_OPINION = (
    "exists (select from presiding_opinion o where o.id = opinion_guidance.opinion and o.participant = {0})"
)


def _service(name: str) -> str:
    return f"(select current_setting('register.service', true) = '{name}')"


def _closed(table: str) -> str:
    return f"""
alter table {table} enable row level security;
alter table {table} force row level security;
grant select, insert on {table} to register_app;
grant update (key_id, wrapped_key) on {table} to register_app;
create policy {table}_owner on {table} to register_owner using (true) with check (true);
create policy {table}_keys on {table} for select to register_app using ({_service("keys")});
create policy {table}_keys_step on {table} for update to register_app using ({_service("keys")});
create policy {table}_verifier on {table} for select to register_app using ({_service("verifier")});
create policy event_{table} on event for select to register_app using (kind = '{table}'
    and exists (select from {table} t where t.id = event.stream));
"""


def _of_meeting(table: str) -> str:
    return f"alter table {table} add constraint {table}_meeting_1 foreign key (meeting) references meeting (id);"


FORWARDS = f"""
{"".join(_of_meeting(table) for table in OF_MEETING)}
alter table presiding_opinion add constraint presiding_opinion_participant_1
    foreign key (participant) references participant (id);
alter table presiding_opinion add constraint presiding_opinion_officer_1
    foreign key (officer) references meeting_officer (id);
alter table reported_matter add constraint reported_matter_reporter_1
    foreign key (reporter) references participant (id);
alter table reported_matter add constraint reported_matter_officer_1
    foreign key (officer) references meeting_officer (id);
alter table reported_matter add constraint reported_matter_with_1
    foreign key (reviewed_with) references reported_matter (id);
alter table presiding_measure add constraint presiding_measure_matter_1
    foreign key (matter) references reported_matter (id);
alter table participants_informed add constraint participants_informed_measure_1
    foreign key (id) references presiding_measure (id);
alter table opinion_guidance add constraint opinion_guidance_opinion_1
    foreign key (opinion) references presiding_opinion (id);
create unique index presiding_opinion_sent_once on presiding_opinion (participant, client_key);
create unique index reported_matter_sent_once on reported_matter (reporter, client_key);
create unique index opinion_guidance_once on opinion_guidance (opinion) where status <> 'withdrawn';
create index opinion_guidance_published on opinion_guidance (published_at desc, id desc) where status = 'published';

-- The functions that the acting person or participant holds now.
create function my_offices() returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(o.id), '{{}}') from meeting_officer o
    where o.function in ('presiding_officer', 'deputy') and o.since <= now() and (o.until is null or o.until > now())
      and (o.person = {ME} or o.participant = {PARTICIPANT}
        or o.participant in (select p.id from participant p where p.person = {ME} and p.revoked_at is null))
$$;

-- Everything by which one and the same human being may be known in a meeting.
create function officer_faces(of_person uuid, of_participant uuid, of_meeting uuid) returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(face), '{{}}') from (
        select of_person as face union select of_participant
        union select p.person from participant p where p.id = of_participant
        union select p.id from participant p where p.meeting = of_meeting and p.person = of_person
    ) as faces where face is not null
$$;

-- Who presides and deputizes now: the officer of the sitting that runs first, then the deputies in precedence.
create function presiding_now(of_meeting uuid)
returns table (id uuid, function varchar, person uuid, participant uuid, place bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select o.id, o.function, o.person, o.participant, row_number() over (
        order by o.function <> 'presiding_officer', not (s.id is null or now() between s.starts_at and s.ends_at),
            o.precedence, o.since, o.id)
    from meeting_officer o left join sitting s on s.id = o.sitting
    where o.meeting = of_meeting and o.function in ('presiding_officer', 'deputy')
      and o.since <= now() and (o.until is null or o.until > now())
$$;

-- Their names, for whoever is in the meeting: they sit at the front of the hall.
create function presiding_names(of_meeting uuid)
returns table (id uuid, function varchar, person uuid, participant uuid, name text)
language sql stable security definer set search_path = public, pg_temp as $$
    select n.id, n.function, n.person, n.participant,
        coalesce(nullif(concat_ws(' ', nullif(p.honorific, ''), nullif(p.first_name, ''), p.family_name), ''),
            concat_ws(' ', nullif(w.first_name, ''), w.family_name))
    from presiding_now(of_meeting) n
    left join participant p on p.id = n.participant
    left join person w on w.id = n.person
    where of_meeting = my_attended_meeting()
       or of_meeting = any(my_meetings(array['secretary', 'presiding_officer', 'deputy']))
    order by n.place
$$;

-- The officer to whom something goes that concerns some of them, or that was handed over: `first` while that office
-- is held, else the next in order; nobody where it concerns all of them.
create function competent_officer(of_meeting uuid, passed_by uuid[], first uuid, wanted uuid) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select n.id from presiding_now(of_meeting) n
    where not officer_faces(n.person, n.participant, of_meeting) && (passed_by || coalesce(
        (select array_agg(m.taken_by) from presiding_measure m where m.matter = wanted and m.kind = 'handed_over'),
        '{{}}'))
    order by n.id is distinct from first, n.place limit 1
$$;

-- The matters in which the acting officer is competent.
create function my_matters() returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(m.id), '{{}}') from reported_matter m
    where m.meeting = any(my_meetings(array['presiding_officer', 'deputy']))
      and competent_officer(m.meeting, m.named || m.reporter, m.officer, m.id) = any(my_offices())
$$;

-- Whether nothing waits before the presiding officer, be it a question or a report: the one thing that leaves it.
create function presiding_is_done(of_meeting uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select not exists (select from reported_matter m where m.meeting = of_meeting and m.reviewed_at is null)
       and not exists (select from presiding_opinion o where o.meeting = of_meeting and o.answered_at is null)
    where of_meeting = any(my_meetings(array['secretary', 'presiding_officer', 'deputy']))
$$;

{"".join(_closed(table) for table in TABLES)}

grant update (officer, verdict, answered_at, answered_by, answer, version) on presiding_opinion to register_app;
create policy presiding_opinion_own on presiding_opinion for select to register_app
    using (participant = {PARTICIPANT});
create policy presiding_opinion_asked_of on presiding_opinion for select to register_app using (officer = {OFFICES});
create policy presiding_opinion_asked on presiding_opinion for insert to register_app
    with check (participant = {PARTICIPANT} and meeting = {ATTENDED} and answered_at is null
        and officer in (select id from presiding_now(meeting)));
create policy presiding_opinion_own_step on presiding_opinion for update to register_app
    using (participant = {PARTICIPANT})
    with check (participant = {PARTICIPANT} and answered_at is null
        and officer in (select id from presiding_now(meeting)));
create policy presiding_opinion_step on presiding_opinion for update to register_app
    using (officer = {OFFICES})
    with check (officer = {OFFICES} and answered_by = {ACTING});

grant update (status, published_at, version) on opinion_guidance to register_app;
create policy opinion_guidance_read on opinion_guidance for select to register_app
    using (status = 'published' and {ACTING} is not null);
create policy opinion_guidance_of on opinion_guidance for select to register_app
    using (exists (select from presiding_opinion o where o.id = opinion_guidance.opinion));
create policy opinion_guidance_proposed on opinion_guidance for insert to register_app
    with check (status = 'proposed' and proposed_by = {ACTING} and {OFFICE_OF_OPINION.format(OFFICES)});
create policy opinion_guidance_agreed on opinion_guidance for update to register_app
    using ({ASKER_OF_OPINION.format(PARTICIPANT)});
create policy opinion_guidance_taken_back on opinion_guidance for update to register_app
    using ({OFFICE_OF_OPINION.format(OFFICES)}) with check (status = 'withdrawn');

grant update (reviewed_at, reviewed_by, reviewed_with, finding, review, version) on reported_matter to register_app;
create policy reported_matter_own on reported_matter for select to register_app using (reporter = {PARTICIPANT});
create policy reported_matter_competent on reported_matter for select to register_app using (id = {MATTERS});
create policy reported_matter_made on reported_matter for insert to register_app
    with check (reporter = {PARTICIPANT} and meeting = {ATTENDED} and reviewed_at is null
        and officer = competent_officer(meeting, named || reporter, null, null));
create policy reported_matter_step on reported_matter for update to register_app
    using (id = {MATTERS}) with check (reviewed_by = {ACTING});

create policy presiding_measure_competent on presiding_measure for select to register_app using (matter = {MATTERS});
create policy presiding_measure_handed on presiding_measure for select to register_app
    using (kind = 'handed_over' and taken_by = {ACTING});
create policy presiding_measure_taken on presiding_measure for insert to register_app
    with check (taken_by = {ACTING} and matter = {MATTERS});

create policy participants_informed_read on participants_informed for select to register_app
    using (meeting = {ATTENDED} or meeting = {LED});
create policy participants_informed_told on participants_informed for insert to register_app
    with check (exists (select from presiding_measure m where m.id = participants_informed.id and m.kind = 'inform'
        and m.taken_by = {ACTING} and m.meeting = participants_informed.meeting));

-- Whoever came by a link tells an officer that something waits.
create policy posted_by_participant on outbox for insert to register_app 
    with check ({PARTICIPANT} is not null and tries = 0 and num_nonnulls(sent_at, failed_at, last_error) = 0);

-- An opinion that was given and a review that was recorded stay as they are; keys alone change under them.
create function refuse_second_answer() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if new.version <> old.version then
        raise exception 'it is answered already' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger presiding_opinion_once before update on presiding_opinion
    for each row when (old.answered_at is not null) execute function refuse_second_answer();
create trigger reported_matter_once before update on reported_matter
    for each row when (old.reviewed_at is not null) execute function refuse_second_answer();

-- A review comes before any measure, and one of the four before all participants are informed (INTERPOL 23).
create function refuse_measure() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    reviewed timestamptz := (select m.reviewed_at from reported_matter m
        where m.id = new.matter and m.meeting = new.meeting);
begin
    if (new.kind = 'handed_over') <> (reviewed is null) then
        raise exception 'measures follow a recorded review' using errcode = 'check_violation';
    end if;
    if new.kind = 'inform' and not exists (select from presiding_measure m where m.matter = new.matter
        and m.kind in ('summon', 'warn', 'call_to_order', 'urge')) then
        raise exception 'all are informed only after a milder measure' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger presiding_measure_in_order before insert on presiding_measure
    for each row execute function refuse_measure();

-- Guidance is published by its asker alone, and what was withdrawn stays so.
create function refuse_opinion_guidance() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'INSERT' and not exists (select from presiding_opinion o
        where o.id = new.opinion and o.answered_at is not null) then
        raise exception 'there is no opinion yet' using errcode = 'check_violation';
    end if;
    if tg_op = 'UPDATE' and (old.status = 'withdrawn' and new.status <> 'withdrawn'
        or old.status = 'published' and new.status = 'proposed'
        or new.status = 'published' and old.status <> 'published' and not exists (select from presiding_opinion o
            where o.id = new.opinion and o.participant = {PARTICIPANT})) then
        raise exception 'the asker publishes it' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger opinion_guidance_steps before insert or update on opinion_guidance
    for each row execute function refuse_opinion_guidance();

-- A meeting is not completed while a report waits for its review.
create function refuse_completing() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (select from reported_matter m where m.meeting = new.id and m.reviewed_at is null) then
        raise exception 'something waits before the presiding officer' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger meeting_completed_when_done before update on meeting for each row
    when (old.status in ('prepared', 'open') and new.status in ('completed', 'closed'))
    execute function refuse_completing();

revoke all on function my_offices(), officer_faces(uuid, uuid, uuid), presiding_now(uuid), presiding_names(uuid),
    competent_officer(uuid, uuid[], uuid, uuid), my_matters(), presiding_is_done(uuid), refuse_measure(), refuse_second_answer(),
   
    refuse_opinion_guidance(), refuse_completing() from public;
grant execute on function my_offices(), presiding_now(uuid), presiding_names(uuid),
    competent_officer(uuid, uuid[], uuid, uuid), my_matters(), presiding_is_done(uuid) to register_app;
"""

BACKWARDS = f"""
drop trigger meeting_completed_when_done on meeting;
drop policy posted_by_participant on outbox;
{"".join(f"drop policy event_{table} on event;" for table in TABLES)}
drop table participants_informed, presiding_measure, reported_matter, opinion_guidance, presiding_opinion cascade;
drop function refuse_completing();
drop function refuse_opinion_guidance();
drop function refuse_second_answer();
drop function refuse_measure();
drop function presiding_is_done(uuid);
drop function my_matters();
drop function competent_officer(uuid, uuid[], uuid, uuid);
drop function presiding_names(uuid);
drop function presiding_now(uuid);
drop function officer_faces(uuid, uuid, uuid);
drop function my_offices();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="presiding", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
