"""Earlier gifts of many gifts at once, for the what-if: all of them, whoever asks, by the day of the gift."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T13:29:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "earlier gifts for the what-if"

NOBODY = "'00000000-0000-0000-0000-000000000000'::uuid"
EARLIER = """
    select d.id, d.amount, d.currency, d.reference_amount, d.reference_currency, d.event_date from declaration d
    where d.declarant = a.declarant and {whose} and d.event_date between a.event_date - days and a.event_date
      and d.kind = 'gift' and d.direction = 'received' and d.status <> 'withdrawn'
      and (d.event_date, d.filed_at, d.id) < (a.event_date, a.filed_at, a.id)
"""

FORWARDS = f"""
create function earlier_gifts(of_declarations uuid[], days int)
returns table (of_declaration uuid, of_day date, amount numeric, currency varchar, reference_amount numeric,
    reference_currency varchar, event_date date)
language sql stable security definer set search_path = public, pg_temp as $$
    with asked as materialized (
        select d.id, d.declarant, coalesce(d.party, {NOBODY}) as party, d.party_key, d.event_date, d.filed_at
        from declaration d
        where d.id = any (of_declarations) and d.kind = 'gift' and d.direction = 'received'
          and d.event_date is not null and (d.party is not null or d.party_key <> '')
          and (select current_setting('register.service', true) = 'what_if')
    ), givers as materialized (
        select g.party, g.party_key, family.parties,
            array(select t.form from party_typed t where t.party = any (family.parties)
                  union select g.party_key where g.party_key <> '') as keys
        from (select distinct party, party_key from asked) g
        cross join lateral (
            select coalesce(nullif(g.party, {NOBODY}),
                (select t.party from party_typed t where t.form = g.party_key)) as one) known
        cross join lateral (
            select case
                when known.one is null then '{{}}'::uuid[]
                when exists (select from party_record r where r.merged_into = known.one)
                  or exists (select from party_record r where r.id = known.one and r.merged_into is not null)
                    then party_family(known.one)
                else array[known.one] end as parties) family
    )
    select a.id, a.event_date, e.amount, e.currency, e.reference_amount, e.reference_currency, e.event_date
    from asked a join givers g using (party, party_key)
    cross join lateral (
        {EARLIER.format(whose="d.party = any (g.parties)")}
        union all
        {EARLIER.format(whose="d.party_key <> '' and d.party_key = any (g.keys)")}
          and (d.party is null or d.party <> all (g.parties))
    ) e
    order by a.id, e.event_date, e.id
$$;
revoke all on function earlier_gifts(uuid[], int) from public;
grant execute on function earlier_gifts(uuid[], int) to register_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="whatif", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script("drop function earlier_gifts(uuid[], int);")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
