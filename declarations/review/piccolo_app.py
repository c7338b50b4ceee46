"""The review room for Piccolo: no tables of its own, but the row security and the indexes that its work needs."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

APP_CONFIG = AppConfig(
    app_name="review",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[],
    migration_dependencies=["declarations.filing.piccolo_app"],
)
