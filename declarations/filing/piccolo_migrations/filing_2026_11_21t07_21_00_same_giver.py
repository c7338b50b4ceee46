"""Earlier gifts are those of the same giver: of merged entries too, and of names that were recognised as the party."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T07:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "earlier gifts of merged and recognised givers"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
_GIVEN = f"""
create or replace function prior_gifts(
    of_person uuid, of_party uuid, of_party_key text, since date, until date, but uuid)
returns table (amount numeric, currency varchar, reference_amount numeric, event_date date)
language sql stable security definer set search_path = public, pg_temp as $$
    select d.amount, d.currency, d.reference_amount, d.event_date from declaration d
    where d.declarant = of_person and d.kind = 'gift' and d.direction = 'received' and d.status <> 'withdrawn'
      and d.event_date between since and until and d.id is distinct from but
      and (of_person = {ME} or of_person = any (my_principals()))
      and (%s)
    order by d.event_date, d.id
$$;
"""
_FAMILY = (
    "d.party = any ((select giver_parties(of_party, of_party_key))::uuid[])"
    " or (d.party_key <> '' and d.party_key = any ((select giver_keys(of_party, of_party_key))::text[]))"
)
_ALONE = (
    "(of_party is not null and d.party = of_party) or (of_party_key <> '' and d.party_key = of_party_key)"
)
FORWARDS = _GIVEN % _FAMILY
BACKWARDS = _GIVEN % _ALONE


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="filing", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
