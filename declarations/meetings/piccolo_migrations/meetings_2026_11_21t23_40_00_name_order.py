"""Names in lists as a dictionary has them, on every server: the order of the server's own locale is not asked for."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T23:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the order of names"

FORWARDS = r"""
-- A name without its accents and in small letters, as bytes: E, É and e stand together, and Arabic without its hamza
-- seats and vowel signs. What has no accent to lose is one letter with another (Ø with O, Æ with A).
-- Not every server has a collation of ICU, so none is named.
create function name_order(written text) returns bytea language sql stable strict parallel safe as $$
    select convert_to(lower(translate(
        regexp_replace(normalize(written, NFKD), '[\u0300-\u036f\u064b-\u0655\u0670]', '', 'g'),
        'ØøŁłĐđÐðÞþÆæŒœİıß' || chr(8216) || chr(8217) || chr(700), 'OoLlDdDdTtAaOoIis''''''')), 'UTF8')
$$;
revoke all on function name_order(text) from public;
grant execute on function name_order(text) to register_app;
"""
BACKWARDS = "drop function name_order(text);"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="meetings", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
