"""Asset statements come into the ledger: designations, statements, versions with their words, reviews, consents."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script
from register.ledger.records import RecordClass, adopt

ID = "2026-11-21T13:18:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "asset statements in the ledger"

VERIFIER = "(select current_setting('register.service', true) = 'verifier')"
ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
TABLES = ("asset_designation", "asset_statement", "asset_version", "asset_review", "asset_consent")
DESIGNATION = (
    *("person", "designated_by", "designated_at", "ground", "starts_on", "ends_on", "due_on"),
    *("ended_at", "ended_by", "version", "content"),
)
STATEMENT = ("designation", "filer", "due_on", "filed_at", "number", "reviewed_at", "version")
WORDS = "(select sha256(c.content) from asset_content c where c.version = asset_version.id) as words"
CONSENT = (
    *("statement", "filer", "asked_by", "asked_at", "use", "until"),
    *("answered_at", "granted", "revoked_at", "content"),
)
RECORDS = [
    RecordClass("asset_designation", "asset_designation", DESIGNATION),
    RecordClass("asset_statement", "asset_statement", STATEMENT),
    RecordClass("asset_version", "asset_version", ("statement", "number", "filed_at", "purposes", WORDS)),
    RecordClass("asset_review", "asset_review", ("statement", "number", "reviewer", "at", "content")),
    RecordClass("asset_consent", "asset_consent", CONSENT),
]

FORWARDS = f"""
{"".join(
    f"create policy {table}_verifier on {table} for select to register_app using ({VERIFIER});" for table in TABLES
)}

-- The words still leave by no select; whoever files a version and the verifier learn their SHA-256.
create function asset_content_digest(wanted uuid) returns bytea
language sql stable security definer set search_path = public, pg_temp as $$
    select sha256(c.content) from asset_content c join asset_version v on v.id = c.version
    join asset_statement s on s.id = v.statement where c.version = wanted and (s.filer = {ME} or {VERIFIER})
$$;
revoke all on function asset_content_digest(uuid) from public;
grant execute on function asset_content_digest(uuid) to register_app;
"""
BACKWARDS = f"""
drop function asset_content_digest(uuid);
{"".join(f"drop policy {table}_verifier on {table};" for table in TABLES)}
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="assets", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)
        for each in RECORDS:
            await adopt(each)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
