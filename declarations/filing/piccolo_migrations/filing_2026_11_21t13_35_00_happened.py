"""The day by which a declaration is earlier than another: of a gift when it was received or offered, not when it was filed.

What was not a gift counts from the day on which it began or was filed, whichever was first: an activity is asked for
before its start, and an entry of an older register was filed long after.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T13:35:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "filing: the day on which it happened"

FORWARDS = """
alter table declaration add column happened_on date not null generated always as (
    case when kind = 'gift' and event_date is not null then event_date
         else least(event_date, start_date, (filed_at at time zone 'UTC')::date) end) stored;
create index declaration_happened on declaration (declarant, happened_on desc, id desc);
create index declaration_happened_party on declaration (party, happened_on desc, id desc) where party is not null;
create index declaration_happened_typed on declaration (party_key, happened_on desc, id desc) where party_key <> '';
"""

BACKWARDS = """
drop index declaration_happened_typed;
drop index declaration_happened_party;
drop index declaration_happened;
alter table declaration drop column happened_on;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="filing", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
