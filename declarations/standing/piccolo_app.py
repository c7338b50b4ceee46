"""Standing profiles for Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="standing",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(["declarations.standing.tables"], exclude_imported=True),
    migration_dependencies=["declarations.review.piccolo_app", "declarations.letters.piccolo_app"],
)
