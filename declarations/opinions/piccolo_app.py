"""Opinions for Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="opinions",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(["declarations.opinions.tables"], exclude_imported=True),
    migration_dependencies=[
        "register.people.piccolo_app",
        "register.access.piccolo_app",
        "declarations.filing.piccolo_app",
    ],
)
