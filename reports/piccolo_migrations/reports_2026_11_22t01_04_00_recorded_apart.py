"""Whoever recorded an audit answers no request in it; where nobody of the office is left, the designate answers."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script
from reports.piccolo_migrations.reports_2026_11_21t20_31_00_engagement_rows import ANSWERS, EXTRACTOR, ME, _role

ID = "2026-11-22T01:04:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "who recorded an audit answers no request to unmask in it"

DESIGNATE = _role("governing_body_designate")
IS_RECORDER = f"exists (select from engagement e where e.id = unmasking.engagement and e.recorded_by = {ME})"
APART = f"({ANSWERS} and not {IS_RECORDER})"
LEFT = f"({DESIGNATE} and unmasking_is_mine({{of}}.id))"
NO_PART = f"""{EXTRACTOR} and g.person not in (d.declarant, d.filed_by, u.asked_by)
      and g.person <> all (e.auditors)"""
OF_CASE = """from unmasking_case c
    join unmasking u on u.id = c.id
    join engagement e on e.id = u.engagement
    join declaration d on d.id = c.declaration"""
NO_TIE = """not exists (select from reporting_line l where l.person = g.person and l.superior = d.declarant)
      and not exists (select from recusal r where r.declaration = d.id and r.person = g.person)"""
FORWARDS = f"""
-- Of the office who has no part; the designate of the executive head's own case, and where the office has nobody left.
create function unmasking_apart(of uuid) returns table (person uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    with apart as (
        select distinct g.person, g.role, d.route is not distinct from 'designate' as is_of_head
        {OF_CASE}
        join role_grant g on g.ended_at is null and g.role in ('ethics_officer', 'governing_body_designate')
        join person p on p.id = g.person and p.active
        where c.id = of and g.person not in (d.declarant, d.filed_by, u.asked_by, e.recorded_by)
          and g.person <> all (e.auditors) and {NO_TIE}
    ), office as (select a.person from apart a where a.role = 'ethics_officer' and not a.is_of_head)
    select o.person from office o
    union
    select a.person from apart a where a.role = 'governing_body_designate' and not exists (select from office)
$$;
create or replace function unmasking_reviewers(of uuid) returns table (person uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.person from unmasking_apart(of) a where {EXTRACTOR}
$$;
create function unmasking_is_mine(of uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from unmasking_apart(of) a where a.person = {ME})
$$;
revoke all on function unmasking_apart(uuid), unmasking_is_mine(uuid) from public;
grant execute on function unmasking_is_mine(uuid) to register_app;
drop policy unmasking_reviewed on unmasking;
drop policy unmasking_answer on unmasking;
create policy unmasking_reviewed on unmasking for select to register_app
    using ({APART} or {LEFT.format(of="unmasking")});
create policy unmasking_answer on unmasking for update to register_app
    using (state = 'asked' and ({APART} or {LEFT.format(of="unmasking")})) with check (answered_by = {ME});
create policy unmasking_case_left on unmasking_case for select to register_app
    using ({LEFT.format(of="unmasking_case")});
"""
BACKWARDS = f"""
drop policy unmasking_case_left on unmasking_case;
drop policy unmasking_answer on unmasking;
drop policy unmasking_reviewed on unmasking;
create policy unmasking_reviewed on unmasking for select to register_app using ({ANSWERS});
create policy unmasking_answer on unmasking for update to register_app
    using (state = 'asked' and {ANSWERS}) with check (answered_by = {ME});
create or replace function unmasking_reviewers(of uuid) returns table (person uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select distinct g.person {OF_CASE}
    join role_grant g on g.ended_at is null
        and g.role = case d.route when 'designate' then 'governing_body_designate' else 'ethics_officer' end
    join person p on p.id = g.person and p.active
    where c.id = of and {NO_PART} and {NO_TIE}
$$;
drop function unmasking_is_mine(uuid);
drop function unmasking_apart(uuid);
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
