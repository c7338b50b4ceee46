"""Whom the clerk tells of a case that nobody has in charge: the office, but for whom the case is closed to."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T13:28:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the office of a case"

FORWARDS = """
create function office_of(of_case uuid) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select holder from declaration d
    cross join lateral role_holders(
        case d.route when 'office' then 'ethics_officer' else 'governing_body_designate' end) as holder
    where d.id = of_case and holder <> d.declarant and holder <> d.filed_by
      and not exists (select from reporting_line l where l.person = holder and l.superior = d.declarant)
      and not exists (select from recusal r where r.declaration = d.id and r.person = holder)
      and (select current_setting('register.service', true) = 'clerk')
    order by holder
$$;
revoke all on function office_of(uuid) from public;
grant execute on function office_of(uuid) to register_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="standing", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script("drop function office_of(uuid);")

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
