"""Where Piccolo finds the table and the migrations of this room."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="letters",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(["declarations.letters.tables"], exclude_imported=True),
    migration_dependencies=["declarations.filing.piccolo_app"],
)
