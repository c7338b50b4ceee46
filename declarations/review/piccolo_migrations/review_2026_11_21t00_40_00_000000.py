"""Notes never reach the declarant, an authority can refer a case away, finished cases are listed by an index."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T00:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: notes of the office, referral by an authority, finished cases"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
AUTHORITIES = (
    "(select string_to_array(current_setting('register.roles', true), ',') && array['authorizing_official',"
    " 'executive_head', 'recorded_delegate', 'governing_body_designate'])"
)
DONE = "status in ('decided', 'acknowledged', 'closed', 'withdrawn')"

FORWARDS = f"""
create policy event_notes_of_the_office on event as restrictive for select to register_app using (
    name <> 'declaration:note_made' or {ME} is null
    or exists (select from declaration d where d.id = event.stream and d.declarant <> {ME} and d.filed_by <> {ME}));

-- An UPDATE is refused when its writer may not see the row as it becomes: whoever refers a case away still may.
create policy declaration_referred_away on declaration for select to register_app using (
    recommended_by = {ME} and recommendation is null and {AUTHORITIES}
    and declarant <> {ME} and filed_by <> {ME} and declarant <> all ((select my_superiors())::uuid[]));

create index declaration_question_due on declaration (route, question_due, id) where status = 'information_requested';
create index declaration_finished on declaration (route, status, filed_at desc, id desc) where {DONE};
create index declaration_finished_by_authority on declaration (authority, status, filed_at desc, id desc)
    where referred_at is not null and {DONE};
"""

BACKWARDS = """
drop index declaration_finished_by_authority;
drop index declaration_finished;
drop index declaration_question_due;
drop policy declaration_referred_away on declaration;
drop policy event_notes_of_the_office on event;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="review", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
