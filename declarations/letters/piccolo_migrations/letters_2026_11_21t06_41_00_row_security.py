"""Row security of standing words: read at the desk, kept by the office; words for everybody's letters read by all."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T06:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of standing words"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
ROLES = "string_to_array(current_setting('register.roles', true), ',')"
OFFICER = f"(select 'ethics_officer' = any({ROLES}))"
DESK = (
    f"({ME} is not null and (select {ROLES} && array['ethics_officer', 'authorizing_official', 'executive_head',"
    " 'recorded_delegate', 'governing_body_designate']))"
)
FILERS = f"({ME} is not null and (select {ROLES} && array['declarant', 'assistant']))"
VERIFIER = "(select current_setting('register.service', true) = 'verifier')"

FORWARDS = f"""
alter table standing_words enable row level security;
alter table standing_words force row level security;
revoke all on standing_words from public;
grant select, insert on standing_words to register_app;
grant update (content, active, version, written_by, writer_name, written_at, head_seq, head_hash)
    on standing_words to register_app;
create policy owner_all on standing_words for all to register_owner using (true) with check (true);
create policy standing_words_desk on standing_words for select to register_app using ({DESK});
create policy standing_words_filers on standing_words for select to register_app
    using ({FILERS} and use in ('contest', 'giver_decline', 'giver_return'));
create policy standing_words_verifier on standing_words for select to register_app using ({VERIFIER});
create policy standing_words_write on standing_words for insert to register_app
    with check ({OFFICER} and written_by = {ME});
create policy standing_words_change on standing_words for update to register_app
    using ({OFFICER}) with check ({OFFICER} and written_by = {ME});
create policy event_standing_words on event for select to register_app
    using (kind = 'standing_words' and exists (select from standing_words w where w.id = event.stream));
"""

BACKWARDS = """
drop policy event_standing_words on event;
drop policy standing_words_change on standing_words;
drop policy standing_words_write on standing_words;
drop policy standing_words_verifier on standing_words;
drop policy standing_words_filers on standing_words;
drop policy standing_words_desk on standing_words;
drop policy owner_all on standing_words;
revoke all on standing_words from register_app;
alter table standing_words no force row level security;
alter table standing_words disable row level security;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="letters", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
