"""The same policy in words by which the planner reckons right: nearly nobody comes by a link.

It takes `is null` of a value that it does not know for the exception, and then sorts a queue that an index has in order.
What a participant declared stands under the participant, who is of one meeting: reading asks for no column that the
indexes of counts do not carry.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T15:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "queues of the desk keep their indexes beside gifts of meetings"

PARTICIPANT = "(select nullif(current_setting('register.participant', true), '')::uuid)"
CAME_BY = """(select case when coalesce(current_setting('register.participant', true), '') = ''
    then 'account' else 'link' end)"""
ATTENDED = "(select my_attended_meeting())"


def _policy(seen: str, kept: str) -> str:
    return f"""
drop policy declaration_of_meeting on declaration;
create policy declaration_of_meeting on declaration as restrictive to register_app
    using ({seen}) with check ({kept});
"""


THEIRS = f"(declarant = {PARTICIPANT} and meeting = {ATTENDED})"
FORWARDS = _policy(f"{CAME_BY} <> 'link' or declarant = {PARTICIPANT}", f"{CAME_BY} <> 'link' or {THEIRS}")
BACKWARDS = _policy(f"{PARTICIPANT} is null or {THEIRS}", f"{PARTICIPANT} is null or {THEIRS}")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="votes", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
