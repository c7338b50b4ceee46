"""Gifts of the last year are those of their own day: what an older register brought over later counts by it too."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T08:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "counts of gifts above an amount, by the day of the gift"


def _function(day: str) -> str:
    return f"""
create or replace function gifts_above(wanted_regime text, wanted_currency text, since timestamptz, amounts numeric[])
returns table (amount numeric, gifts bigint)
language sql stable security definer set search_path = pg_catalog, public as $$
    select given.amount, count(d.id)
    from unnest(amounts) as given (amount)
    left join declaration d on d.kind = 'gift' and d.regime = wanted_regime and {day}
        and d.status <> 'withdrawn' and d.direction = 'received'
        and d.reference_currency = wanted_currency and d.reference_amount > given.amount
    where string_to_array(current_setting('register.roles', true), ',') && array['policy_owner', 'executive_head']
    group by given.amount order by given.amount
$$;
"""


FORWARDS = _function("coalesce(d.event_date, d.filed_at::date) >= since::date")
BACKWARDS = _function("d.filed_at >= since")


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="policies", description=DESCRIPTION)

    async def run():
        await run_script(FORWARDS)

    async def run_backwards():
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
