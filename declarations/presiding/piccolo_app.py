"""The presiding room for Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="presiding",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(modules=["declarations.presiding.tables"], exclude_imported=True),
    migration_dependencies=["declarations.meetings.piccolo_app"],
)
