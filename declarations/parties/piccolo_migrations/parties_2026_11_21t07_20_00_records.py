"""Row security of what is done to parties by hand, and who is one and the same giver after entries were merged."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T07:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "aliases, merges and recognised names of the directory"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
ROLES = "string_to_array(current_setting('register.roles', true), ',')"
SOMEBODY = (
    "(select coalesce(current_setting('register.person', true), '') <> ''"
    " or coalesce(current_setting('register.service', true), '') <> '')"
)
LOADER = "(select current_setting('register.service', true) = 'loader')"
HANDS = f"((select {ROLES} && array['ethics_officer', 'administrator']) and {ME} is not null)"
OFFICER = f"((select 'ethics_officer' = any({ROLES})) and {ME} is not null)"

FORWARDS = f"""
create function party_root(of uuid) returns uuid language sql stable security definer
set search_path = public, pg_temp as $$
    with recursive up (id, n) as (
        select of, 0
        union all
        select r.merged_into, up.n + 1 from up join party_record r on r.id = up.id
        where r.merged_into is not null and up.n < 50
    )
    select id from up order by n desc limit 1
$$;
create function party_family(of uuid) returns uuid[] language sql stable security definer
set search_path = public, pg_temp as $$
    with recursive down (id, n) as (
        select party_root(of), 0
        union all
        select r.id, down.n + 1 from down join party_record r on r.merged_into = down.id where down.n < 50
    )
    select array_agg(id) from down where id is not null
$$;
create function giver_parties(of uuid, typed text) returns uuid[] language sql stable security definer
set search_path = public, pg_temp as $$
    select coalesce(party_family(coalesce(of, (select t.party from party_typed t where t.form = typed))), '{{}}')
$$;
create function giver_keys(of uuid, typed text) returns text[] language sql stable security definer
set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct key), '{{}}') from (
        select t.form as key from party_typed t where t.party = any (giver_parties(of, typed))
        union all
        select typed where typed <> ''
    ) keys
$$;
revoke all on function party_root(uuid), party_family(uuid), giver_parties(uuid, text), giver_keys(uuid, text)
    from public;
grant execute on function party_root(uuid), party_family(uuid), giver_parties(uuid, text), giver_keys(uuid, text)
    to register_app;

alter table party_typed alter column form type varchar(300) collate "C";
create index party_in_order on party (key collate "C");
alter table party_alias enable row level security;
alter table party_alias force row level security;
alter table party_record enable row level security;
alter table party_record force row level security;
alter table party_typed enable row level security;
alter table party_typed force row level security;
revoke all on party_alias, party_record, party_typed from public;
grant select, insert, delete on party_alias to register_app;
grant select, insert on party_typed to register_app;
grant select, insert on party_record to register_app;
grant update (merged_into, head_seq, head_hash) on party_record to register_app;
create policy party_alias_owner on party_alias to register_owner using (true) with check (true);
create policy party_record_owner on party_record to register_owner using (true) with check (true);
create policy party_typed_owner on party_typed to register_owner using (true) with check (true);

create policy party_alias_read on party_alias for select to register_app using ({SOMEBODY});
create policy party_alias_add on party_alias for insert to register_app with check ({HANDS});
create policy party_alias_remove on party_alias for delete to register_app using ({HANDS});
create policy party_record_read on party_record for select to register_app using ({SOMEBODY});
create policy party_record_begin on party_record for insert to register_app with check ({HANDS});
create policy party_record_change on party_record for update to register_app using ({HANDS}) with check ({HANDS});
create policy party_typed_read on party_typed for select to register_app using ({SOMEBODY});
create policy party_typed_add on party_typed for insert to register_app with check ({OFFICER});
create policy party_name_alias on party_name for insert to register_app with check (
    {HANDS} and exists (select from party_alias a where a.party = party_name.party));
create policy party_name_alias_clear on party_name for delete to register_app using (
    {HANDS} and exists (select from party_alias a where a.party = party_name.party));
create policy event_party on event for select to register_app using (kind = 'party' and {HANDS});
"""

BACKWARDS = """
drop policy event_party on event;
drop policy party_name_alias_clear on party_name;
drop policy party_name_alias on party_name;
drop policy party_typed_add on party_typed;
drop policy party_typed_read on party_typed;
drop policy party_record_change on party_record;
drop policy party_record_begin on party_record;
drop policy party_record_read on party_record;
drop policy party_alias_remove on party_alias;
drop policy party_alias_add on party_alias;
drop policy party_alias_read on party_alias;
drop policy party_typed_owner on party_typed;
drop policy party_record_owner on party_record;
drop policy party_alias_owner on party_alias;
revoke all on party_alias, party_record, party_typed from register_app;
alter table party_typed no force row level security;
alter table party_typed disable row level security;
alter table party_record no force row level security;
alter table party_record disable row level security;
alter table party_alias no force row level security;
alter table party_alias disable row level security;
drop index party_in_order;
drop function giver_keys(uuid, text);
drop function giver_parties(uuid, text);
drop function party_family(uuid);
drop function party_root(uuid);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="parties", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
