"""Row security of evidence: whoever may read a declaration may read what is beside it, and nobody else."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T06:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "row security of evidence"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"


def _service(name: str) -> str:
    return f"(select current_setting('register.service', true) = '{name}')"


KEYS, SCANNER = _service("keys"), _service("scanner")
DRAFTED = f"(draft is not null and exists (select from draft d where d.id = evidence.draft and d.author = {ME}))"
DECLARED = (
    f"({ME} is not null and declaration is not null"
    " and exists (select from declaration d where d.id = evidence.declaration))"
)
SEEN = f"({DRAFTED} or {DECLARED})"
OWN = (
    f"(attached_by = {ME} or exists"
    f" (select from declaration d where d.id = evidence.declaration and d.declarant = {ME}))"
)
WHOLE = "exists (select from evidence e where e.id = evidence_chunk.evidence{also})"

FORWARDS = f"""
alter table evidence add constraint evidence_draft_1 foreign key (draft) references draft (id) on delete cascade;
alter table evidence add constraint evidence_declaration_1
    foreign key (declaration) references declaration (id) on delete restrict deferrable initially deferred;
alter table evidence_chunk add constraint evidence_chunk_evidence_1
    foreign key (evidence) references evidence (id) on delete cascade;
create unique index evidence_chunk_once on evidence_chunk (evidence, place);
create index evidence_waiting on evidence (attached_at) where status = 'waiting';

alter table evidence enable row level security;
alter table evidence force row level security;
alter table evidence_chunk enable row level security;
alter table evidence_chunk force row level security;
grant select, insert, delete on evidence to register_app;
grant update (draft, declaration, status, tried_at, withdrawn_at, key_id, wrapped_key) on evidence to register_app;
grant select, insert, delete on evidence_chunk to register_app;
create policy owner_all on evidence for all to register_owner using (true) with check (true);
create policy owner_all on evidence_chunk for all to register_owner using (true) with check (true);

create policy evidence_seen on evidence for select to register_app using ({SEEN});
create policy evidence_attach on evidence for insert to register_app with check (attached_by = {ME} and {SEEN});
create policy evidence_move on evidence for update to register_app 
    using ({OWN} and {SEEN}) with check ({OWN} and {DECLARED});
create policy evidence_remove on evidence for delete to register_app using ({DRAFTED});
create policy evidence_scanner on evidence for select to register_app using ({SCANNER});
create policy evidence_scan on evidence for update to register_app
    using ({SCANNER} and status = 'waiting') with check ({SCANNER});
create policy evidence_keys on evidence for select to register_app using ({KEYS});
create policy evidence_keys_step on evidence for update to register_app using ({KEYS});
create policy chunk_seen on evidence_chunk for select to register_app 
    using ({WHOLE.format(also=f" and (e.status = 'waiting' or not {SCANNER})")});
create policy chunk_attach on evidence_chunk for insert to register_app
    with check ({WHOLE.format(also=f" and e.attached_by = {ME}")});
create policy chunk_refused on evidence_chunk for delete to register_app
    using ({SCANNER} and {WHOLE.format(also=" and e.status in ('waiting', 'refused')")});

create function evidence_used(of_person uuid) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(sum(size), 0) from evidence where attached_by = of_person and of_person = {ME}
$$;
create function erase_evidence() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from evidence_chunk c using evidence e where e.id = c.evidence and e.declaration = new.id;
    update evidence set wrapped_key = null where declaration = new.id;
    return null;
end $$;
revoke all on function evidence_used(uuid), erase_evidence() from public;
grant execute on function evidence_used(uuid) to register_app;
create trigger declaration_erases_evidence after update of wrapped_key on declaration
    for each row when (new.wrapped_key is null and old.wrapped_key is not null) execute function erase_evidence();
"""

BACKWARDS = """
drop trigger declaration_erases_evidence on declaration;
drop function erase_evidence();
drop function evidence_used(uuid);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="evidence", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
