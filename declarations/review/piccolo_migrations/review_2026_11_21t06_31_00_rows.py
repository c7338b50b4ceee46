"""Whose a saved filter is; how a giver that was typed by hand is found; what became of similar cases."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T06:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: row security of saved filters, search for givers, similar cases"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
KEYS = "(select current_setting('register.service', true) = 'keys')"


def _has(*roles: str) -> str:
    held = "string_to_array(current_setting('register.roles', true), ',')"
    return f"(select {held} && array[{', '.join(repr(role) for role in roles)}]::text[])"


OFFICE = _has("ethics_officer")
DESK = _has(
    "ethics_officer", "authorizing_official", "executive_head", "recorded_delegate", "governing_body_designate"
)

FORWARDS = f"""
alter table desk_filter enable row level security;
alter table desk_filter force row level security;
grant select, insert, update, delete on desk_filter to register_app;
create policy desk_filter_owner on desk_filter to register_owner using (true) with check (true);
create policy desk_filter_own on desk_filter to register_app
    using (owner = {ME}) with check (owner = {ME} and (not is_shared or {OFFICE}));
create policy desk_filter_shared on desk_filter for select to register_app using (is_shared and {OFFICE});
create policy desk_filter_keys on desk_filter for select to register_app using ({KEYS});
create policy desk_filter_keys_step on desk_filter for update to register_app using ({KEYS});
create unique index desk_filter_one_default on desk_filter (owner) where is_default;
create index desk_filter_shared on desk_filter (made_at) where is_shared;

-- No grant at all: typed names are other people's words. A function finds by them and gives keys to join with.
alter table typed_giver alter column form type varchar(300) collate "C";
create unique index typed_giver_by_form on typed_giver (form, party_key);
alter table typed_giver enable row level security;
alter table typed_giver force row level security;
create policy typed_giver_owner on typed_giver to register_owner using (true) with check (true);

create function forms_of_key(key text) returns setof text language sql immutable as $$
    select distinct form from (select string_to_array(key, ' ') as words) as key_words
    cross join lateral generate_series(1, least(cardinality(words), 10)) as place
    cross join lateral (values (array_to_string(words[place:], ' ')), (case when words[place] like 'ال_%_'
        then substr(array_to_string(words[place:], ' '), 3) end)) as found (form)
    where form <> ''
$$;
create function keep_typed_giver() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from typed_giver where party_key = new.party_key) then
        insert into typed_giver (id, form, party_key)
        select gen_random_uuid(), form, new.party_key from forms_of_key(new.party_key) as form
        on conflict do nothing;
    end if;
    return null;
end $$;
create trigger declaration_giver_typed after insert on declaration for each row
    when (new.party_key <> '' and new.party is null) execute function keep_typed_giver();
create trigger declaration_giver_changed after update of party_key on declaration for each row
    when (new.party_key <> '' and new.party is null and new.party_key is distinct from old.party_key)
    execute function keep_typed_giver();
insert into typed_giver (id, form, party_key)
    select gen_random_uuid(), form, party_key from
        (select distinct party_key from declaration where party_key <> '' and party is null) as typed
    cross join lateral forms_of_key(party_key) as form;

create function typed_givers(begins text, ends text, most int) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
    select distinct party_key from (
        select party_key from typed_giver where form >= begins and form < ends and {DESK} order by form limit most
    ) as found
$$;

-- Counts alone leave it, and none at all where there are so few cases that a count would point at one of them.
create function similar_outcomes(rule text, band text, but uuid, since timestamptz, least_cases int, most int)
returns table (outcome varchar, cases bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with found as materialized (
        select d.outcome from declaration d
        where d.leading_rule = rule and d.value_band = band and d.outcome is not null and d.decided_at > since
            and d.id <> but and {DESK}
        order by d.decided_at desc limit most
    )
    select found.outcome, count(*) from found
    where (select count(*) from found) >= greatest(least_cases, 3)
    group by 1 order by 2 desc, 1
$$;
create index declaration_similar on declaration (leading_rule, value_band, decided_at desc) include (outcome)
    where outcome is not null;

revoke all on function forms_of_key(text), keep_typed_giver(), typed_givers(text, text, int),
    similar_outcomes(text, text, uuid, timestamptz, int, int) from public;
grant execute on function typed_givers(text, text, int),
    similar_outcomes(text, text, uuid, timestamptz, int, int) to register_app;
"""

BACKWARDS = """
drop index declaration_similar;
drop function similar_outcomes(text, text, uuid, timestamptz, int, int);
drop function typed_givers(text, text, int);
drop trigger declaration_giver_changed on declaration;
drop trigger declaration_giver_typed on declaration;
drop function keep_typed_giver();
drop function forms_of_key(text);
drop policy typed_giver_owner on typed_giver;
drop index typed_giver_by_form;
drop index desk_filter_shared;
drop index desk_filter_one_default;
drop policy desk_filter_keys_step on desk_filter;
drop policy desk_filter_keys on desk_filter;
drop policy desk_filter_shared on desk_filter;
drop policy desk_filter_own on desk_filter;
drop policy desk_filter_owner on desk_filter;
revoke all on desk_filter from register_app;
alter table typed_giver no force row level security;
alter table typed_giver disable row level security;
alter table desk_filter no force row level security;
alter table desk_filter disable row level security;
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
