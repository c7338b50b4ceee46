"""A consent opens what its filer knew as they gave it: the versions that were filed before, none that is filed later."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-22T03:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a consent to another use of an asset statement holds for the versions filed before it"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
READER = "(select 'asset_reader' = any(string_to_array(current_setting('register.roles', true), ',')))"


def _words(known: str) -> str:
    return f"""
create or replace function asset_words(wanted uuid, wanted_use text) returns bytea
language sql stable security definer set search_path = public, pg_temp as $$
    select c.content from asset_content c
    join asset_version v on v.id = c.version
    join asset_statement s on s.id = v.statement
    where v.id = wanted and (s.filer = {ME} or (({READER} and s.filer is distinct from {ME} and {ME} is not null
        and s.filer <> all ((select my_superiors())::uuid[])) and (
        wanted_use = any(v.purposes)
        or exists (select from asset_consent k where k.statement = s.id and k.use = wanted_use and k.granted
            and k.revoked_at is null and (k.until is null or k.until >= current_date){known}))))
$$;
"""


FORWARDS = _words(" and v.filed_at <= k.answered_at")
BACKWARDS = _words("")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
