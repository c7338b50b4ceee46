"""Who acts in a case for its absent reviewer, for those who tell them something and may not read absences."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T09:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: who stands in for the reviewer of a case"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
DESK = (
    "string_to_array(current_setting('register.roles', true), ',') && array['ethics_officer', 'authorizing_official',"
    " 'executive_head', 'recorded_delegate', 'governing_body_designate']::text[]"
)

FORWARDS = f"""
create function standing_in_case(of_declaration uuid, on_day date) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select a.delegate from declaration d join absence a on a.person = d.reviewer
    where d.id = of_declaration and ({ME} in (d.declarant, d.filed_by) or {DESK})
      and a.delegate is not null and a.ended_at is null and on_day between a.since and a.until
      and a.delegate not in (d.declarant, d.filed_by)
      and not exists (select from reporting_line l where l.person = a.delegate and l.superior = d.declarant)
      and not exists (select from recusal r where r.declaration = d.id and r.person = a.delegate)
      and a.delegate in (select role_holders(
          case d.route when 'office' then 'ethics_officer' else 'governing_body_designate' end, on_day))
$$;
revoke all on function standing_in_case(uuid, date) from public;
grant execute on function standing_in_case(uuid, date) to register_app;
"""

BACKWARDS = """
drop function standing_in_case(uuid, date);
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
