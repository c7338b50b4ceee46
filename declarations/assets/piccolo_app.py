"""The asset room for Piccolo. Its statements stand in tables of their own, which no case refers to."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="assets",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(modules=["declarations.assets.tables"], exclude_imported=True),
    migration_dependencies=["declarations.filing.piccolo_app"],
)
