"""Lists by effect, category, value band and day of the event are read by an index each, in the order in which they stand."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T09:25:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: indexes for lists by effect, category, value band and day of the event"

OPEN = "status in ('submitted', 'under_review', 'information_requested')"
DONE = "status in ('decided', 'acknowledged', 'closed', 'withdrawn')"

FORWARDS = f"""
create index declaration_open_category on declaration (route, category, due_on, id) where {OPEN};
create index declaration_open_band on declaration (route, value_band, due_on, id) where {OPEN};
create index declaration_finished_category on declaration (route, status, category, filed_at desc, id desc)
    where {DONE};
create index declaration_finished_band on declaration (route, status, value_band, filed_at desc, id desc)
    where {DONE};
create index declaration_finished_effect on declaration (route, status, effect, filed_at desc, id desc) where {DONE};
create index declaration_finished_event on declaration (route, status, event_date desc, id desc) where {DONE};
"""

BACKWARDS = """
drop index declaration_finished_event;
drop index declaration_finished_effect;
drop index declaration_finished_band;
drop index declaration_finished_category;
drop index declaration_open_band;
drop index declaration_open_category;
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
