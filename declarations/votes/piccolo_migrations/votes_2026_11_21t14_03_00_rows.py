"""Row security of disclosures and votes: to those who lead the meeting, and to oneself; never to another participant."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T14:03:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of disclosures, standing aside and votes"

PARTICIPANT = "(select nullif(current_setting('register.participant', true), '')::uuid)"
ME = "(select nullif(current_setting('register.person', true), '')::uuid)"


def _service(name: str) -> str:
    return f"(select current_setting('register.service', true) = '{name}')"


def _mine(*functions: str) -> str:
    listed = ",".join(f"'{function}'" for function in functions)
    return f"any ((select my_meetings(array[{listed}]))::uuid[])"


KEPT = _mine("secretary")
LED = _mine("secretary", "presiding_officer", "deputy")
ATTENDED = "(select my_attended_meeting())"
TABLES = ("meeting_answer", "standing_aside", "vote_snapshot", "open_vote")


def _closed(table: str) -> str:
    return f"""
alter table {table} enable row level security;
alter table {table} force row level security;
alter table {table} add constraint {table}_meeting_1 foreign key (meeting) references meeting (id);
create policy {table}_owner on {table} to register_owner using (true) with check (true);
create policy {table}_led on {table} for select to register_app using (meeting = {LED});
create policy {table}_clerk on {table} for select to register_app using ({_service("clerk")});
grant select, insert on {table} to register_app;
"""


def _stream(table: str) -> str:
    return f"""
create policy {table}_verifier on {table} for select to register_app using ({_service("verifier")});
create policy event_{table} on event for select to register_app using (kind = '{table}'
    and exists (select from {table} t where t.id = event.stream));
"""


FORWARDS = f"""
{"".join(_closed(table) for table in TABLES)}
alter table meeting_answer add constraint meeting_answer_participant_1
    foreign key (participant) references participant (id);
alter table meeting_answer add constraint meeting_answer_item_1 foreign key (item) references agenda_item (id);
grant update (confirmed_at, key_id, wrapped_key) on meeting_answer to register_app;
create policy meeting_answer_own on meeting_answer for select to register_app using (participant = {PARTICIPANT});
create policy meeting_answer_given on meeting_answer for insert to register_app with check (
    (participant = {PARTICIPANT} and meeting = {ATTENDED} and medium = 'link' and recorded_by is null)
    or (meeting = {KEPT} and medium <> 'link' and recorded_by = coalesce({ME}, {PARTICIPANT})));
create policy meeting_answer_own_step on meeting_answer for update to register_app
    using (participant = {PARTICIPANT}) with check (participant = {PARTICIPANT});
create policy meeting_answer_kept_step on meeting_answer for update to register_app using (meeting = {KEPT});
create policy meeting_answer_keys on meeting_answer for select to register_app using ({_service("keys")});
create policy meeting_answer_keys_step on meeting_answer for update to register_app using ({_service("keys")});
create unique index meeting_answer_number on meeting_answer (participant, coalesce(item, meeting), number);
create unique index meeting_answer_sent_once on meeting_answer (participant, client_key);
create index meeting_answer_board on meeting_answer (meeting, item, participant, number desc);

-- An answer says what it said, and the secretary confirms nothing in another's place; the latest one counts.
create function refuse_answer_step() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if (old.confirmed_at is not null and new.confirmed_at is distinct from old.confirmed_at)
        or (new.confirmed_at is distinct from old.confirmed_at and old.participant is distinct from {PARTICIPANT})
    then
        raise exception 'an answer stays as it was given' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger meeting_answer_steps before update on meeting_answer
    for each row execute function refuse_answer_step();

grant update (did, ended_at, replaced_by) on standing_aside to register_app;
create policy standing_aside_own on standing_aside for select to register_app using (participant = {PARTICIPANT});
create policy standing_aside_chosen on standing_aside for insert to register_app with check (
    (participant = {PARTICIPANT} and meeting = {ATTENDED} and not dispensed and not by_matrix and did is null)
    or meeting = {LED});
create policy standing_aside_own_step on standing_aside for update to register_app using (participant = {PARTICIPANT});
create policy standing_aside_step on standing_aside for update to register_app using (meeting = {LED});
create unique index standing_aside_once on standing_aside (item, participant) where ended_at is null;

create policy vote_snapshot_taken on vote_snapshot for insert to register_app with check (meeting = {LED});
create policy open_vote_entered on open_vote for insert to register_app with check (meeting = {KEPT});
grant update (replaced_at) on open_vote to register_app;
create policy open_vote_step on open_vote for update to register_app using (meeting = {KEPT});
create unique index open_vote_once on open_vote (item, delegation) where replaced_at is null;

{"".join(_stream(table) for table in TABLES)}
revoke all on function refuse_answer_step() from public;
"""

BACKWARDS = f"""
{"".join(f"drop policy event_{table} on event;" for table in TABLES)}
{"".join(f"drop table {table} cascade;" for table in reversed(TABLES))}
drop function refuse_answer_step();
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
