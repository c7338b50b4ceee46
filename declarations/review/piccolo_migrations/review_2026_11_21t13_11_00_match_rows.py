"""What was found elsewhere is seen by whoever may see both declarations; what is to be looked through waits in rows."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T13:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: matches are found when something is filed and when the directory changes"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
MATCHER = "(select current_setting('register.service', true) = 'matcher')"
ROLES = "string_to_array(current_setting('register.roles', true), ',')"
DESK_ROLES = (
    "array['ethics_officer', 'authorizing_official', 'executive_head', 'recorded_delegate', 'governing_body_designate']"
)
DESK = f"(select {ROLES} && {DESK_ROLES})"
SEEN = (
    "exists (select from declaration d where d.id = case_match.{column} and d.declarant <> {me} and d.filed_by <> {me})"
)
OF_ANOTHER = SEEN.format(column="declaration", me=ME)
_SOUNDING = """
create or replace function names_sounding(sounds text[], most int) returns setof varchar
language sql stable security definer set search_path = public, pg_temp as $$
    select f.form from forms_sounding(sounds, most) f where {who}
$$;
"""

FORWARDS = f"""
alter table case_match add constraint case_match_declaration_1
    foreign key (declaration) references declaration (id) on delete cascade;
alter table case_match add constraint case_match_other_1
    foreign key (other) references declaration (id) on delete cascade;
alter table case_match add constraint case_match_party_1
    foreign key (party) references party (id) on delete cascade;
alter table case_match_due add constraint case_match_due_of_1
    foreign key (id) references declaration (id) on delete cascade;
alter table party_match_due add constraint party_match_due_of_1
    foreign key (id) references party (id) on delete cascade;
alter table case_look add constraint case_look_at_1
    foreign key (declaration) references declaration (id) on delete cascade;
create unique index case_match_with on case_match (declaration, other) where other is not null;
create unique index case_match_of_party on case_match (declaration, party) where party is not null;
create unique index case_look_of on case_look (declaration, person);
create index case_match_due_first on case_match_due (due_at);

alter table case_match enable row level security;
alter table case_match force row level security;
alter table case_match_due enable row level security;
alter table case_match_due force row level security;
alter table party_match_due enable row level security;
alter table party_match_due force row level security;
alter table case_look enable row level security;
alter table case_look force row level security;
revoke all on case_match, case_match_due, party_match_due, case_look from public;
grant select, insert, delete, update (ground, reason, score, found_at, found_by, told_at) on case_match
    to register_app;
grant select, insert, delete, update (due_at) on case_match_due to register_app;
grant select, delete, update (due_at) on party_match_due to register_app;
grant select, insert, update (looked_at) on case_look to register_app;
create policy case_match_owner on case_match to register_owner using (true) with check (true);
create policy case_match_due_owner on case_match_due to register_owner using (true) with check (true);
create policy party_match_due_owner on party_match_due to register_owner using (true) with check (true);
create policy case_look_owner on case_look to register_owner using (true) with check (true);
create policy case_match_matcher on case_match to register_app using ({MATCHER}) with check ({MATCHER});
create policy case_match_due_matcher on case_match_due to register_app using ({MATCHER}) with check ({MATCHER});
create policy party_match_due_matcher on party_match_due to register_app using ({MATCHER}) with check ({MATCHER});
create policy case_look_matcher on case_look for select to register_app using ({MATCHER});
create policy declaration_matcher on declaration for select to register_app using ({MATCHER});
-- Whoever may not see the other declaration does not learn that there is one; nobody sees it of their own.
create policy case_match_desk on case_match for select to register_app
    using ({DESK} and {OF_ANOTHER} and (other is null or {SEEN.format(column="other", me=ME)}));
create policy case_look_own on case_look for select to register_app using (person = {ME});
create policy case_look_begin on case_look for insert to register_app
    with check (person = {ME} and {DESK} and exists (select from declaration d where d.id = case_look.declaration
        and d.declarant <> {ME} and d.filed_by <> {ME}));
create policy case_look_again on case_look for update to register_app
    using (person = {ME}) with check (person = {ME});

{_SOUNDING.format(who=f"{DESK} or {MATCHER}")}
-- What comes with an older register is found by what is filed, and is not itself looked through.
create function match_declaration() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into case_match_due (id, occasion, due_at) values (new.id, tg_argv[0], clock_timestamp())
    on conflict (id) do update set due_at = excluded.due_at; -- held until this is committed, so that it is seen
    return null;
end $$;
create function forget_matches() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from case_match where declaration = new.id or other = new.id;
    return null;
end $$;
create function match_party() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    was jsonb := case when tg_op = 'INSERT' then '{{}}' else to_jsonb(old) end;
    becomes jsonb := case when tg_op = 'DELETE' then '{{}}' else to_jsonb(new) end;
begin
    insert into party_match_due (id, due_at)
    select p.id, clock_timestamp() from party p
    where p.id in ((was->>tg_argv[0])::uuid, (becomes->>tg_argv[0])::uuid,
        (was->>'merged_into')::uuid, (becomes->>'merged_into')::uuid)
    order by p.id on conflict (id) do update set due_at = excluded.due_at;
    return null;
end $$;
create function told_of_match(of_declaration uuid, of_other uuid, on_day date) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select who.person from declaration d join declaration o on o.id = of_other cross join lateral (
        select d.reviewer as person
        union
        select a.delegate from absence a where a.person = d.reviewer and a.ended_at is null
            and on_day between a.since and a.until
    ) as who
    where d.id = of_declaration and {MATCHER} and who.person is not null
      and who.person not in (d.declarant, d.filed_by)
      and not exists (select from reporting_line l
          where l.person = who.person and l.superior in (d.declarant, o.declarant))
      and not exists (select from recusal r where r.declaration in (d.id, o.id) and r.person = who.person)
      and (who.person = o.declarant or who.person <> o.filed_by)
      and who.person in (select role_holders(
          case d.route when 'office' then 'ethics_officer' else 'governing_body_designate' end, on_day))
      and (who.person = o.declarant or who.person in (select role_holders(
          case o.route when 'office' then 'ethics_officer' else 'governing_body_designate' end, on_day)))
$$;
revoke all on function match_declaration(), forget_matches(), match_party(), told_of_match(uuid, uuid, date)
    from public;
grant execute on function told_of_match(uuid, uuid, date) to register_app;

create trigger declaration_matched after insert on declaration for each row
    when (new.imported is null and (new.party is not null or new.party_key <> ''))
    execute function match_declaration('filed');
create trigger declaration_matched_again after update of party, party_key, giver_type, counterpart_kind, status
    on declaration for each row
    when ((new.party is distinct from old.party or new.party_key <> old.party_key
        or new.giver_type is distinct from old.giver_type or new.counterpart_kind is distinct from old.counterpart_kind
        or (new.status = 'withdrawn') <> (old.status = 'withdrawn')) and new.wrapped_key is not null)
    execute function match_declaration('amended');
create trigger declaration_matched_assigned after update of reviewer on declaration for each row
    when (new.reviewer is distinct from old.reviewer and new.reviewer is not null
        and (new.party is not null or new.party_key <> ''))
    execute function match_declaration('assigned');
create trigger declaration_match_forgotten after update of wrapped_key on declaration for each row
    when (new.wrapped_key is null and old.wrapped_key is not null) execute function forget_matches();
create trigger party_name_matched after insert on party_name for each row when (new.rank = 0)
    execute function match_party('party');
create trigger party_name_unmatched after delete on party_name for each row when (old.rank = 0)
    execute function match_party('party');
create trigger party_record_matched after insert or update of merged_into on party_record for each row
    execute function match_party('id');
create trigger party_typed_matched after insert on party_typed for each row
    execute function match_party('party');
"""

_TRIGGERS = (
    ("party_typed_matched", "party_typed"),
    ("party_record_matched", "party_record"),
    ("party_name_unmatched", "party_name"),
    ("party_name_matched", "party_name"),
    ("declaration_match_forgotten", "declaration"),
    ("declaration_matched_assigned", "declaration"),
    ("declaration_matched_again", "declaration"),
    ("declaration_matched", "declaration"),
)
_POLICIES = (
    ("case_look", ("again", "begin", "own", "matcher", "owner")),
    ("party_match_due", ("matcher", "owner")),
    ("case_match_due", ("matcher", "owner")),
    ("case_match", ("desk", "matcher", "owner")),
    ("declaration", ("matcher",)),
)

BACKWARDS = "\n".join(
    (
        *(f"drop trigger {name} on {table};" for name, table in _TRIGGERS),
        "drop function told_of_match(uuid, uuid, date);",
        "drop function match_party();",
        "drop function forget_matches();",
        "drop function match_declaration();",
        _SOUNDING.format(who=DESK),
        *(f"drop policy {table}_{name} on {table};" for table, names in _POLICIES for name in names),
        "revoke all on case_match, case_match_due, party_match_due, case_look from register_app;",
        *(
            f"alter table {table} no force row level security; alter table {table} disable row level security;"
            for table, _ in _POLICIES[:-1]
        ),
        "drop index case_match_due_first;",
        "drop index case_look_of;",
        "drop index case_match_of_party;",
        "drop index case_match_with;",
        "alter table case_look drop constraint case_look_at_1;",
        "alter table party_match_due drop constraint party_match_due_of_1;",
        "alter table case_match_due drop constraint case_match_due_of_1;",
        "alter table case_match drop constraint case_match_party_1;",
        "alter table case_match drop constraint case_match_other_1;",
        "alter table case_match drop constraint case_match_declaration_1;",
    )
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="review", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
