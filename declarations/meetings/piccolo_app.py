"""The meetings room for Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="meetings",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(
        modules=["declarations.meetings.tables", "declarations.meetings.tables_people"], exclude_imported=True
    ),
    migration_dependencies=["declarations.assets.piccolo_app"],
)
