"""Where Piccolo finds the migrations of this room; its table stands with the codes, which judge by it."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

APP_CONFIG = AppConfig(
    app_name="policies",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[],
    migration_dependencies=["declarations.codes.piccolo_app", "declarations.filing.piccolo_app"],
)
