"""A comparison with what the filer declared: for a reader of the statement, where its filer read that purpose."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-22T03:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the declarations of a filer, for a statement that is compared with them"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
READER = "(select 'asset_reader' = any(string_to_array(current_setting('register.roles', true), ',')))"

FORWARDS = f"""
-- The party of each declaration and nothing of what it says; only while the newest version has the purpose.
create function asset_declared(wanted uuid) returns table (
    reference text, kind text, filed_at timestamptz, root uuid, names text[], is_person boolean
)
language sql stable security definer set search_path = public, pg_temp as $$
    select d.reference::text, d.kind::text, d.filed_at, party_root(d.party),
        d.party_name::text || array(
            select n.form::text from party_name n
            where n.party = any(party_family(d.party)) and n.rank = 0 order by n.form limit 12
        ),
        'individual' in (coalesce(d.giver_type, ''), coalesce(d.counterpart_kind, ''))
    from asset_statement s
    join asset_version v on v.statement = s.id and v.number = s.number and 'matching' = any(v.purposes)
    join declaration d on d.declarant = s.filer and d.party_name <> '' and d.status <> 'withdrawn'
    where s.id = wanted and {READER} and s.filer <> {ME} and s.filer <> all ((select my_superiors())::uuid[])
    order by d.filed_at desc, d.id desc limit 200
$$;
revoke all on function asset_declared(uuid) from public;
grant execute on function asset_declared(uuid) to register_app;
"""

BACKWARDS = "drop function asset_declared(uuid);"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
