"""Whoever reviews a case that concerns the chair may take the chair, and the change is recorded like any other."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T15:27:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a chair concerned by a case is replaced"

PARTICIPANT = "(select nullif(current_setting('register.participant', true), '')::uuid)"
ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
CHAIRS = "any ((select my_replaced_chairs())::uuid[])"

FORWARDS = f"""
create function my_replaced_chairs() returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct o.id), '{{}}')
    from reported_matter m
    join meeting_officer o on o.meeting = m.meeting and o.function = 'presiding_officer'
        and o.since <= now() and (o.until is null or o.until > now())
    where m.id = any(my_matters()) and officer_faces(o.person, o.participant, o.meeting) && (m.named || coalesce(
        (select array_agg(h.taken_by) from presiding_measure h where h.matter = m.id and h.kind = 'handed_over'),
        '{{}}'))
$$;
create function my_replaced_meetings() returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(o.meeting), '{{}}') from meeting_officer o where o.id = any(my_replaced_chairs())
$$;
create policy meeting_officer_replaced on meeting_officer for update to register_app
    using (id = {CHAIRS}) with check (function = 'presiding_officer' and until is not null and reason <> '');
create policy meeting_officer_replacing on meeting_officer for insert to register_app
    with check (function = 'presiding_officer' and reason <> '' and recorded_by is not distinct from {ME}
        and (person = {ME} or participant = {PARTICIPANT}) and
            meeting = any ((select my_replaced_meetings())::uuid[]));
revoke all on function my_replaced_chairs(), my_replaced_meetings() from public;
grant execute on function my_replaced_chairs(), my_replaced_meetings() to register_app;
"""

BACKWARDS = """
drop policy meeting_officer_replacing on meeting_officer;
drop policy meeting_officer_replaced on meeting_officer;
drop function my_replaced_meetings();
drop function my_replaced_chairs();
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
