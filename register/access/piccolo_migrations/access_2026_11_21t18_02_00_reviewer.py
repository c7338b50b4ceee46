from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.constraints import Check

ID = "2026-11-21T18:02:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "reviewer of reports"

_ROLES = (
    "role in ('declarant', 'assistant', 'ethics_officer', 'authorizing_official', 'executive_head',"
    " 'recorded_delegate', 'governing_body_designate', 'custodian', 'governing_body_reader', 'auditor',"
    " 'policy_owner', 'administrator', 'participant', 'presiding_officer', 'meeting_secretary', 'supervisor_consulted',"
    " 'asset_filer', 'asset_reader', 'report_reviewer')"
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="access", description=DESCRIPTION)
    manager.drop_constraint(table_class_name="RoleGrant", tablename="role_grant", constraint_name="role_is_known")
    manager.add_constraint(
        table_class_name="RoleGrant",
        tablename="role_grant",
        constraint_name="role_is_named",
        constraint_class=Check,
        params={"condition": _ROLES},
    )
    return manager
