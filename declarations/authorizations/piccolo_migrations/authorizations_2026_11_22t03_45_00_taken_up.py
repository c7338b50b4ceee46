"""What the year of a person holds already: without what was never taken up, and no day after the activity had ended."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-22T03:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "authorizations of what was taken up, until it ended"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"

FORWARDS = f"""
create or replace function authorizations_of(of_person uuid, since date, until date)
returns table (declaration uuid, starts_on date, ends_on date, validity varchar, renews uuid, hours_per_week numeric,
    income numeric, income_currency varchar, activity_starts date, activity_ends date)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.declaration, a.starts_on, a.ends_on, a.validity, a.renews, a.hours_per_week, a.income, a.income_currency,
        d.start_date, least(d.end_date, d.ended_on)
    from activity_authorization a join declaration d on d.id = a.declaration
    where a.declarant = of_person and a.ends_on >= since and a.starts_on <= until and a.validity <> 'revoked'
      and (d.ended_on is null or d.ended_on >= a.starts_on)
      and (of_person = {ME} or of_person = any (my_principals()))
    order by a.starts_on, a.id
$$;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="authorizations", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    manager.add_raw(run)
    return manager
