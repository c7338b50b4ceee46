"""Names are heard: who may read the keys of names, and how names that sound alike are found."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:12:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "names of parties that sound alike"

LISTENER = "(select current_setting('register.service', true) = 'listener')"
SOMEBODY = (
    "(select coalesce(current_setting('register.person', true), '') <> ''"
    " or coalesce(current_setting('register.service', true), '') <> '')"
)
DESK = (
    "(select string_to_array(current_setting('register.roles', true), ',') && array['ethics_officer',"
    " 'authorizing_official', 'executive_head', 'recorded_delegate', 'governing_body_designate'])"
)

FORWARDS = f"""
alter table heard_name alter column form type varchar(300) collate "C";
alter table name_sound alter column sound type varchar(60) collate "C";
alter table name_sound alter column form type varchar(300) collate "C";
create index heard_name_as on heard_name (heard_as);
create unique index name_sound_once on name_sound (sound, form);
create index name_sound_of on name_sound (form);
alter table heard_name enable row level security;
alter table heard_name force row level security;
alter table name_sound enable row level security;
alter table name_sound force row level security;
revoke all on heard_name, name_sound from public;
grant select, update (heard_as) on heard_name to register_app;
grant select, insert, delete on name_sound to register_app;
create policy heard_name_owner on heard_name to register_owner using (true) with check (true);
create policy name_sound_owner on name_sound to register_owner using (true) with check (true);
-- Typed names are other people's words: the worker alone reads them here. Functions find by them.
create policy heard_name_listener on heard_name to register_app using ({LISTENER}) with check ({LISTENER});
create policy name_sound_listener on name_sound to register_app using ({LISTENER}) with check ({LISTENER});

create function hear_name() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into heard_name (form) values (new.form) on conflict do nothing;
    return null;
end $$;
create trigger party_name_heard after insert on party_name for each row when (new.rank = 0)
    execute function hear_name();
insert into heard_name (form) select distinct form from party_name where rank = 0;

-- Those that share most keys first; of one key no more than so many are looked at.
create function forms_sounding(sounds text[], most int) returns table (form varchar, shared bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select each_name.form, count(*) from unnest(sounds) as wanted
    cross join lateral (select s.form from name_sound s where s.sound = wanted order by s.form limit 300) as each_name
    group by 1 order by 2 desc, 1 limit most
$$;
create function names_sounding(sounds text[], most int) returns setof varchar
language sql stable security definer set search_path = public, pg_temp as $$
    select f.form from forms_sounding(sounds, most) f where {DESK}
$$;
create function parties_sounding(sounds text[], most int) returns table (form varchar, party uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select distinct f.form, party_root(n.party) from forms_sounding(sounds, most) f
    join party_name n on n.form = f.form and n.rank = 0 where {SOMEBODY}
$$;
revoke all on function hear_name(), forms_sounding(text[], int), names_sounding(text[], int),
    parties_sounding(text[], int) from public;
grant execute on function names_sounding(text[], int), parties_sounding(text[], int) to register_app;
"""

BACKWARDS = """
drop function parties_sounding(text[], int);
drop function names_sounding(text[], int);
drop function forms_sounding(text[], int);
drop trigger party_name_heard on party_name;
drop function hear_name();
drop policy name_sound_listener on name_sound;
drop policy heard_name_listener on heard_name;
drop policy name_sound_owner on name_sound;
drop policy heard_name_owner on heard_name;
revoke all on heard_name, name_sound from register_app;
alter table name_sound no force row level security;
alter table name_sound disable row level security;
alter table heard_name no force row level security;
alter table heard_name disable row level security;
drop index name_sound_of;
drop index name_sound_once;
drop index heard_name_as;
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
