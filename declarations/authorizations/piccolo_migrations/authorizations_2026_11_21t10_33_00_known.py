"""What the year of a person holds already: the same function, which also says what each authorization continues."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:33:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "authorizations of a person with what they continue"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"

FORWARDS = f"""
drop function authorizations_of(uuid, date, date);
create function authorizations_of(of_person uuid, since date, until date)
returns table (declaration uuid, starts_on date, ends_on date, validity varchar, renews uuid, hours_per_week numeric,
    income numeric, income_currency varchar, activity_starts date, activity_ends date)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.declaration, a.starts_on, a.ends_on, a.validity, a.renews, a.hours_per_week, a.income, a.income_currency,
        d.start_date, d.end_date
    from activity_authorization a join declaration d on d.id = a.declaration
    where a.declarant = of_person and a.ends_on >= since and a.starts_on <= until and a.validity <> 'revoked'
      and (of_person = {ME} or of_person = any (my_principals()))
    order by a.starts_on, a.id
$$;
revoke all on function authorizations_of(uuid, date, date) from public;
grant execute on function authorizations_of(uuid, date, date) to register_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="authorizations", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    manager.add_raw(run)
    return manager
