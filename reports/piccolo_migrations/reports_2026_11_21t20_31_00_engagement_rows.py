"""Row security of audit engagements, the view their extracts are read from, and the door through which one is unmasked.

The view belongs to the owner of the tables on purpose: it shows rows that no policy opens to the service `extractor`,
and of those rows no name, no free text and no key.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T20:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of audit engagements; cases without names; one case unmasked by two people"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
TABLES = ("engagement", "extract_job", "extract_progress", "extract_chunk", "unmasking", "unmasking_case")


def _role(*names: str) -> str:
    """A role that a person holds: a role that is only claimed opens nothing."""
    held = f"string_to_array(current_setting('register.roles', true), ',') && array[{', '.join(map(repr, names))}]"
    return f"(select {held} and nullif(current_setting('register.person', true), '') is not null)"


def _service(name: str) -> str:
    return f"(select current_setting('register.service', true) = '{name}')"


def _held(table: str) -> str:
    return f"""
alter table {table} enable row level security;
alter table {table} force row level security;
create policy {table}_owner on {table} to register_owner using (true) with check (true);
create policy {table}_extractor on {table} for select to register_app using ({EXTRACTOR});
"""


EXTRACTOR, VERIFIER, KEYS = _service("extractor"), _service("verifier"), _service("keys")
OFFICER, AUDITOR = _role("ethics_officer"), _role("auditor")
REVIEWER = _role("ethics_officer", "governing_body_designate")
NAMED = f"({AUDITOR} and {ME} = any (auditors))"
TODAY = "(now() at time zone 'UTC')::date"
IN_FORCE = f"(e.ended_at is null and {TODAY} between e.in_force_from and e.in_force_until)"
OF_NAMED = f"({AUDITOR} and asked_by = {ME} and exists (select from engagement e where e.id = {{of}}.engagement{{more}}))"
FILE = f"""({AUDITOR} and exists (select from extract_job j join engagement e on e.id = j.engagement
    where j.id = extract_chunk.job and j.asked_by = {ME} and j.state = 'ready' and j.expires_at > now() and {IN_FORCE}))"""
NO_PART = f"d.declarant <> {ME} and d.filed_by <> {ME}"
REVIEWED = f"({REVIEWER} and exists (select from declaration d where d.id = unmasking_case.declaration and {NO_PART}))"
IS_NAMED = f"exists (select from engagement e where e.id = unmasking.engagement and {ME} = any (e.auditors))"
ANSWERS = f"""({REVIEWER} and asked_by <> {ME} and not {IS_NAMED}
    and exists (select from unmasking_case c where c.id = unmasking.id))"""

DAY = "({} at time zone 'UTC')::date"
FILED = DAY.format("d.filed_at")
RECEIVED = f"case when d.imported is null then {FILED} else coalesce(d.event_date, d.start_date, {FILED}) end"
IS_DECIDED = "d.outcome is not null and d.status in ('decided', 'acknowledged', 'closed')"
BY_OFFICE = "case d.route when 'designate' then 'governing_body_designate' else 'ethics_officer' end"
CASE = f"""
create view engagement_case with (security_barrier = true) as
select d.id, d.declarant, d.kind, coalesce(d.category, d.activity_class, d.subject, d.domain) as class,
       d.capacity, d.regime, d.version, coalesce(d.event_date, d.start_date) as event_day, {RECEIVED} as filed_day,
       case when 'late' = any (d.alerts) then 'late'
            when coalesce(d.event_date, d.start_date) is null then 'undated' else 'in_time' end as timely,
       case when {IS_DECIDED} then {DAY.format("d.decided_at")} end as decided_day,
       d.effect, d.direction, d.outcome, d.status,
       case when {IS_DECIDED} then
            case when d.decided_by is null then 'rule' else coalesce(d.authority, {BY_OFFICE}) end end as decided_as,
       d.leading_rule, d.reference_amount, d.reference_currency,
       coalesce(d.giver_type, d.counterpart_kind) as party_type, d.giver_country, d.imported is not null as is_imported
from declaration d where {EXTRACTOR};

create view engagement_case_state with (security_barrier = true) as
select {RECEIVED} as filed_day, e.at as changed_at, l.seal, d.imported is not null as is_imported
from declaration d
join event e on e.stream = d.id and e.seq = d.head_seq
left join seal_leaf l on l.stream = d.id and l.seq = d.head_seq
where {EXTRACTOR};
"""


def _readings(more: str) -> str:
    """What a declarant sees of who read their declaration."""
    return f"""
create policy reading_declaration on reading for select to register_app using (
    kind = 'declaration' and exists (select from declaration d where d.id = reading.subject and d.declarant = {ME}){more});
create or replace function reader_names(of uuid) returns table (person uuid, name text)
language sql stable security definer set search_path = public, pg_temp as $$
    select distinct p.id, trim(p.first_name || ' ' || p.family_name) from reading r join person p on p.id = r.person
    where r.kind = 'declaration' and r.subject = of
      and exists (select from declaration d where d.id = of and d.declarant = {ME}){more.replace("purpose", "r.purpose")}
$$;
"""


FORWARDS = f"""
alter table extract_job add constraint extract_job_engagement_1
    foreign key (engagement) references engagement (id);
alter table extract_chunk add constraint extract_chunk_job_1 foreign key (job) references extract_job (id);
alter table extract_chunk alter column content set storage external;
alter table extract_progress add constraint extract_progress_job_1 foreign key (id) references extract_job (id);
alter table unmasking add constraint unmasking_engagement_1 foreign key (engagement) references engagement (id);
alter table unmasking_case add constraint unmasking_case_request_1
    foreign key (id) references unmasking (id) deferrable initially deferred;
create unique index extract_chunk_once on extract_chunk (job, place);
create index engagement_newest on engagement (recorded_at desc, id desc);
create index extract_job_waiting on extract_job (asked_at) where state = 'waiting';
create index extract_job_ready on extract_job (expires_at) where state = 'ready';
create unique index unmasking_once on unmasking (engagement, pseudonym, asked_by) where state <> 'refused';

{"".join(_held(table) for table in TABLES)}

grant select, insert on unmasking, unmasking_case to register_app;
-- To delete is a right that no policy opens to any row; whoever rotates keys has to hold the tables.
grant select, insert, delete on engagement, extract_job to register_app;
grant update (ended_by, ended_at, ended_because, version, key_id, wrapped_key) on engagement to register_app;
grant update (state, ready_at, expires_at, rows, size, chunks, sha256, key_id, wrapped_key) on extract_job to register_app;
grant update (state, answered_by, answered_at, answer, version) on unmasking to register_app;
grant select, insert, update, delete on extract_progress to register_app;
grant select, insert, delete on extract_chunk to register_app;

create policy engagement_verifier on engagement for select to register_app using ({VERIFIER});
create policy engagement_keys on engagement for select to register_app using ({KEYS});
create policy engagement_keys_step on engagement for update to register_app using ({KEYS});
create policy engagement_office on engagement for select to register_app using ({REVIEWER});
create policy engagement_named on engagement for select to register_app using ({NAMED});
create policy engagement_record on engagement for insert to register_app
    with check ({OFFICER} and recorded_by = {ME} and ended_at is null);
create policy engagement_end on engagement for update to register_app
    using ({OFFICER} and ended_at is null) with check ({OFFICER} and ended_by = {ME});

create policy extract_job_verifier on extract_job for select to register_app using ({VERIFIER});
create policy extract_job_keys on extract_job for select to register_app using ({KEYS});
create policy extract_job_keys_step on extract_job for update to register_app using ({KEYS});
create policy extract_job_office on extract_job for select to register_app using ({OFFICER});
create policy extract_job_own on extract_job for select to register_app using ({OF_NAMED.format(of="extract_job", more="")});
create policy extract_job_ask on extract_job for insert to register_app
    with check (state = 'waiting' and {OF_NAMED.format(of="extract_job", more=f" and {IN_FORCE}")});
create policy extract_job_work on extract_job for update to register_app using ({EXTRACTOR}) with check ({EXTRACTOR});

create policy extract_progress_seen on extract_progress for select to register_app
    using (exists (select from extract_job j where j.id = extract_progress.id));
create policy extract_progress_tell on extract_progress for insert to register_app with check ({EXTRACTOR});
create policy extract_progress_on on extract_progress for update to register_app using ({EXTRACTOR});
create policy extract_progress_gone on extract_progress for delete to register_app using ({EXTRACTOR});
create policy extract_chunk_fetch on extract_chunk for select to register_app using ({FILE});
create policy extract_chunk_keep on extract_chunk for insert to register_app with check ({EXTRACTOR});
create policy extract_chunk_gone on extract_chunk for delete to register_app using ({EXTRACTOR});

create policy unmasking_verifier on unmasking for select to register_app using ({VERIFIER});
create policy unmasking_case_verifier on unmasking_case for select to register_app using ({VERIFIER});
create policy unmasking_own on unmasking for select to register_app using ({AUDITOR} and asked_by = {ME});
create policy unmasking_reviewed on unmasking for select to register_app using ({ANSWERS});
create policy unmasking_ask on unmasking for insert to register_app
    with check ({EXTRACTOR} and state = 'asked' and {OF_NAMED.format(of="unmasking", more=f" and {IN_FORCE}")});
create policy unmasking_answer on unmasking for update to register_app
    using (state = 'asked' and {ANSWERS}) with check (answered_by = {ME});
create policy unmasking_case_reviewed on unmasking_case for select to register_app using ({REVIEWED});
create policy unmasking_case_found on unmasking_case for insert to register_app with check ({EXTRACTOR});

{CASE}
revoke all on engagement_case, engagement_case_state from public;
grant select on engagement_case, engagement_case_state to register_app;

create function engagement_candidates() returns table (id uuid, name text)
language sql stable security definer set search_path = public, pg_temp as $$
    select distinct p.id, trim(p.first_name || ' ' || p.family_name) from person p
    join role_grant g on g.person = p.id and g.role = 'auditor' and g.ended_at is null
    where p.active and {OFFICER}
$$;
create function unmasking_reviewers(of uuid) returns table (person uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select distinct g.person from unmasking_case c
    join unmasking u on u.id = c.id
    join engagement e on e.id = u.engagement
    join declaration d on d.id = c.declaration
    join role_grant g on g.ended_at is null
        and g.role = case d.route when 'designate' then 'governing_body_designate' else 'ethics_officer' end
    join person p on p.id = g.person and p.active
    where c.id = of and {EXTRACTOR} and g.person not in (d.declarant, d.filed_by, u.asked_by)
      and g.person <> all (e.auditors)
      and not exists (select from reporting_line l where l.person = g.person and l.superior = d.declarant)
      and not exists (select from recusal r where r.declaration = d.id and r.person = g.person)
$$;
create function unmasked(of uuid) returns table (declaration uuid, reference text, declarant text)
language sql stable security definer set search_path = public, pg_temp as $$
    select d.id, d.reference::text, trim(p.first_name || ' ' || p.family_name)
    from unmasking u
    join engagement e on e.id = u.engagement
    join unmasking_case c on c.id = u.id
    join declaration d on d.id = c.declaration
    join person p on p.id = d.declarant
    where u.id = of and u.state = 'agreed' and u.asked_by = {ME} and {AUDITOR} and {ME} = any (e.auditors)
      and {IN_FORCE}
$$;
create function mandate_is_over(of text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select not exists (select from engagement e where of = 'mandate:' || e.id::text
        and e.ended_at is null and {TODAY} <= e.in_force_until)
$$;
revoke all on function engagement_candidates(), unmasking_reviewers(uuid), unmasked(uuid), mandate_is_over(text) from public;
grant execute on function engagement_candidates(), unmasking_reviewers(uuid), unmasked(uuid), mandate_is_over(text)
    to register_app;
drop policy reading_declaration on reading;
{_readings(" and mandate_is_over(purpose)")}
"""
BACKWARDS = f"""
drop policy reading_declaration on reading;
{_readings("")}
drop function mandate_is_over(text);
drop function unmasked(uuid);
drop function unmasking_reviewers(uuid);
drop function engagement_candidates();
drop view engagement_case_state;
drop view engagement_case;
{"".join(f"drop table {table} cascade;" for table in reversed(TABLES))}
{"".join(f"create table {table} (id uuid primary key);" for table in TABLES)}
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
