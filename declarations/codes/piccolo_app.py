"""Where Piccolo finds the tables and migrations of this room."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="codes",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(modules=["declarations.codes.tables"], exclude_imported=True),
    migration_dependencies=[],
    commands=[],
)
