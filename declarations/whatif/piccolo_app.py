"""What-ifs for Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="whatif",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(["declarations.whatif.tables"], exclude_imported=True),
    migration_dependencies=["register.people.piccolo_app", "declarations.filing.piccolo_app"],
)
