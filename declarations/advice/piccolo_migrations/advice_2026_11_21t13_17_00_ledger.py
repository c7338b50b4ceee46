"""Advice comes into the ledger, by digests that name nobody."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script
from register.ledger.records import RecordClass, adopt

ID = "2026-11-21T13:17:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "advice in the ledger"

VERIFIER = "(select current_setting('register.service', true) = 'verifier')"
TABLES = ("advice", "advice_message", "advice_consent", "guidance")
ADVICE = (
    *("asker", "route", "channel", "topic", "rule", "day", "minutes", "status", "asked_at", "due_on"),
    *("noted_by", "version", "content"),
)
GUIDANCE = (
    *("advice", "status", "topic", "rule", "written_by", "written_at", "published_by", "published_at"),
    *("version", "content"),
)
RECORDS = [
    RecordClass("advice", "advice", ADVICE),
    RecordClass("advice_message", "advice_message", ("advice", "author", "from_office", "at", "content")),
    RecordClass("advice_consent", "advice_consent", ("advice", "agrees", "at")),
    RecordClass("guidance", "guidance", GUIDANCE),
]

FORWARDS = "".join(
    f"create policy {table}_verifier on {table} for select to register_app using ({VERIFIER});" for table in TABLES
)
BACKWARDS = "".join(f"drop policy {table}_verifier on {table};" for table in TABLES)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="advice", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)
        for each in RECORDS:
            await adopt(each)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
