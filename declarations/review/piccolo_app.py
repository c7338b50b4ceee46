"""The review room for Piccolo: its tables, and the row security and the indexes that its work needs."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="review",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(modules=["declarations.review.tables"], exclude_imported=True),
    migration_dependencies=["declarations.filing.piccolo_app"],
)
