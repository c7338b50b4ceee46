"""Reports for Piccolo: views over what other rooms keep, so their migrations run last."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="reports",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(["reports.periodic.tables", "reports.engagements.tables"], exclude_imported=True),
    migration_dependencies=[
        "declarations.filing.piccolo_app",
        "register.ledger.piccolo_app",
        "declarations.authorizations.piccolo_app",
        "declarations.review.piccolo_app",
        "declarations.advice.piccolo_app",
        "declarations.meetings.piccolo_app",
        "declarations.votes.piccolo_app",
        "declarations.presiding.piccolo_app",
    ],
)
