"""Row security of the filing room, its functions, its indexes, and the policies of its streams in the ledger."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T00:20:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "row security of declarations, drafts and idempotency keys"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"


def _has(*roles: str) -> str:
    held = "string_to_array(current_setting('register.roles', true), ',')"
    return f"(select {held} && array[{', '.join(repr(role) for role in roles)}]::text[])"


def _service(name: str) -> str:
    return f"(select current_setting('register.service', true) = '{name}')"


OTHERS = f"declarant <> {ME} and filed_by <> {ME} and declarant <> all ((select my_superiors())::uuid[])"
OFFICE = f"(route = 'office' and {_has('ethics_officer')} and {OTHERS})"
DESIGNATE = f"(route = 'designate' and {_has('governing_body_designate')} and {OTHERS})"
AUTHORITY = f"""(referred_at is not null and {OTHERS} and (
    (authority = 'executive_head' and {_has('executive_head', 'recorded_delegate')})
    or (authority = 'authorizing_official' and {_has('authorizing_official')})
    or (authority = 'governing_body_designate' and {_has('governing_body_designate')})))"""
OWN = f"(declarant = {ME} or (filed_by = {ME} and declarant = any ((select my_principals())::uuid[])))"
SEEN = "kind = 'declaration' and exists (select from declaration d where d.id = {stream})"

FORWARDS = f"""
create function my_superiors() returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(superior), '{{}}') from reporting_line where person = {ME}
$$;
create function my_principals() returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(principal), '{{}}') from assistant_link where assistant = {ME} and ended_at is null
$$;
create function prior_gifts(of_person uuid, of_party uuid, of_party_key text, since date, until date, but uuid)
returns table (amount numeric, currency varchar, reference_amount numeric, event_date date)
language sql stable security definer set search_path = public, pg_temp as $$
    select d.amount, d.currency, d.reference_amount, d.event_date from declaration d
    where d.declarant = of_person and d.kind = 'gift' and d.direction = 'received' and d.status <> 'withdrawn'
      and d.event_date between since and until and d.id is distinct from but
      and ((of_party is not null and d.party = of_party) or (of_party_key <> '' and d.party_key = of_party_key))
      and (of_person = {ME} or of_person = any (my_principals()))
    order by d.event_date, d.id
$$;
create function reader_names(of uuid) returns table (person uuid, name text)
language sql stable security definer set search_path = public, pg_temp as $$
    select distinct p.id, trim(p.first_name || ' ' || p.family_name) from reading r join person p on p.id = r.person
    where r.kind = 'declaration' and r.subject = of
      and exists (select from declaration d where d.id = of and d.declarant = {ME})
$$;
revoke all on function my_superiors(), my_principals(), prior_gifts(uuid, uuid, text, date, date, uuid), reader_names(uuid)
    from public;
grant execute on function my_superiors(), my_principals(), prior_gifts(uuid, uuid, text, date, date, uuid), reader_names(uuid)
    to register_app;

alter table declaration enable row level security;
alter table declaration force row level security;
alter table draft enable row level security;
alter table draft force row level security;
alter table idempotency enable row level security;
alter table idempotency force row level security;
grant select, insert, update on declaration to register_app;
grant select, insert, update, delete on draft, idempotency to register_app;
create policy declaration_owner on declaration to register_owner using (true) with check (true);
create policy draft_owner on draft to register_owner using (true) with check (true);
create policy idempotency_owner on idempotency to register_owner using (true) with check (true);

create policy declaration_own on declaration for select to register_app using ({OWN});
create policy declaration_office on declaration for select to register_app using ({OFFICE});
create policy declaration_designate on declaration for select to register_app using ({DESIGNATE});
create policy declaration_authority on declaration for select to register_app using ({AUTHORITY});
create policy declaration_services on declaration for select to register_app
    using ((select current_setting('register.service', true) in ('verifier', 'keys', 'clerk')));
create policy declaration_filing on declaration for insert to register_app
    with check (filed_by = {ME} and (declarant = {ME} or declarant = any ((select my_principals())::uuid[])));
create policy declaration_own_step on declaration for update to register_app using ({OWN}) with check ({OWN});
create policy declaration_office_step on declaration for update to register_app using ({OFFICE}) with check ({OFFICE});
create policy declaration_designate_step on declaration for update to register_app
    using ({DESIGNATE}) with check ({DESIGNATE});
create policy declaration_authority_step on declaration for update to register_app
    using ({AUTHORITY}) with check ({OTHERS});
create policy declaration_services_step on declaration for update to register_app
    using ((select current_setting('register.service', true) in ('keys', 'clerk')));

create policy draft_author on draft to register_app using (author = {ME}) with check (author = {ME});
create policy draft_keys on draft for select to register_app using ({_service('keys')});
create policy draft_keys_step on draft for update to register_app using ({_service('keys')});
create policy draft_clerk on draft to register_app using ({_service('clerk')});
create policy idempotency_own on idempotency to register_app using (person = {ME}) with check (person = {ME});
create policy idempotency_clerk on idempotency to register_app using ({_service('clerk')});

create policy event_declaration on event for select to register_app using ({SEEN.format(stream='event.stream')});
create policy reading_declaration on reading for select to register_app using (
    kind = 'declaration' and exists (select from declaration d where d.id = reading.subject and d.declarant = {ME}));

create index declaration_own_newest on declaration (declarant, filed_at desc, id desc);
create index declaration_filed_newest on declaration (filed_by, filed_at desc, id desc) where filed_by <> declarant;
create index declaration_prior_party on declaration (declarant, party, event_date) where party is not null;
create index declaration_prior_typed on declaration (declarant, party_key, event_date) where party_key <> '';
create index declaration_giver on declaration (party, filed_at desc, id desc) where party is not null;
create index declaration_giver_typed on declaration (party_key, filed_at desc, id desc) where party_key <> '';
create index declaration_open on declaration (route, due_on, id)
    where status in ('submitted', 'under_review', 'information_requested');
create index declaration_open_effect on declaration (route, effect, due_on, id)
    where status in ('submitted', 'under_review', 'information_requested');
create index declaration_unassigned on declaration (route, due_on, id)
    where reviewer is null and status in ('submitted', 'under_review', 'information_requested');
create index declaration_mine on declaration (reviewer, due_on, id)
    where status in ('submitted', 'under_review', 'information_requested');
create index declaration_status_due on declaration (route, status, due_on, id);
create index declaration_before_authority on declaration (authority, due_on, id)
    where referred_at is not null and status in ('submitted', 'under_review', 'information_requested');
create index declaration_decided on declaration (decided_at, id) where status in ('decided', 'acknowledged');
create index draft_author on draft (author, edited_at desc);
create index draft_edited on draft (edited_at);
create index idempotency_at on idempotency (at);
"""

BACKWARDS = """
drop policy event_declaration on event;
drop policy reading_declaration on reading;
drop function prior_gifts(uuid, uuid, text, date, date, uuid);
drop function reader_names(uuid);
alter table declaration disable row level security;
alter table draft disable row level security;
alter table idempotency disable row level security;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="filing", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
