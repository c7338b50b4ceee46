"""What all participants are told has an id of its own: under that of the measure, two records wrote one history.

`register verify` then took the second for a change of the first.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T18:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "presiding: a history of its own for what all participants are told"

ACTING = """coalesce((select nullif(current_setting('register.person', true), '')::uuid),
    (select nullif(current_setting('register.participant', true), '')::uuid))"""
TOLD = """
drop policy participants_informed_told on participants_informed;
create policy participants_informed_told on participants_informed for insert to register_app
    with check (exists (select from presiding_measure m where {same} and m.kind = 'inform'
        and m.taken_by = {acting} and m.meeting = participants_informed.meeting));
"""
FORWARDS = "alter table participants_informed drop constraint participants_informed_measure_1;" + TOLD.format(
    same="m.taken_at = participants_informed.informed_at", acting=ACTING
)
BACKWARDS = TOLD.format(same="m.id = participants_informed.id", acting=ACTING) + (
    "alter table participants_informed add constraint participants_informed_measure_1"
    " foreign key (id) references presiding_measure (id) not valid;"
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="presiding", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
