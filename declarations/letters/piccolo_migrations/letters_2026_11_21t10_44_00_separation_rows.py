"""Whoever leaves reads the office's own words in the letter to them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:44:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "words for the letter at the end of service, for those who leave"

ME = "(select nullif(current_setting('register.person', true), '')::uuid)"

FORWARDS = f"""
create policy standing_words_leavers on standing_words for select to register_app
    using ({ME} is not null and use = 'separation'
        and (select 'declarant' = any(string_to_array(current_setting('register.roles', true), ','))));
"""

BACKWARDS = """
drop policy standing_words_leavers on standing_words;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="letters", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
