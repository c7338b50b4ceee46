"""Bring a database to the present schema: all of it or nothing, one migrator at a time."""

import contextlib
import io
from types import ModuleType

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration

from register.kernel import db
from register.kernel.db import transaction
from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg
from register.kernel.identity import service
from register.piccolo_conf import APP_REGISTRY

_LOCK = 7_263_541_904_125_337
"""Any number that nobody else uses: the advisory lock of the migrator."""


def shipped() -> dict[str, dict[str, ModuleType]]:
    """The migrations that this version carries, by room and id, in the order in which they run."""
    found: dict[str, dict[str, ModuleType]] = {}
    for app in APP_REGISTRY.app_configs.values():
        manager = ForwardsMigrationManager(app_name=app.app_name)
        modules = manager.get_migration_modules(app.resolved_migrations_folder_path)
        found[app.app_name] = {name: modules[name] for name in sorted(modules)}
    return found


async def migrate(owner_url: str) -> list[str]:
    """Run what has not run yet, as the owner of the tables, in one transaction; the ids that ran."""
    await db.open_pool(owner_url, size=1, statement_timeout=3600)
    try:
        async with transaction(service("migrator")) as tx:
            await tx.execute("select pg_advisory_xact_lock($1)", _LOCK)
            if not await Migration.table_exists().run():
                await Migration.create_table().run()  # type: ignore[no-untyped-call]  # Piccolo leaves it untyped
            ran = await _run_missing()
            await tx.execute("grant select on migration to register_app")
            return ran
    finally:
        await db.close_pool()


async def _run_missing() -> list[str]:
    ran: list[str] = []
    for room, modules in shipped().items():
        done = set(await Migration.get_migrations_which_ran(app_name=room))
        for name, module in modules.items():
            if name in done:
                continue
            with contextlib.redirect_stdout(io.StringIO()):
                manager = await module.forwards()
                if isinstance(manager, MigrationManager):
                    await manager.run()
            await Migration.insert(Migration(name=name, app_name=room)).run()
            ran.append(f"{room} {name}")
    return ran


async def refuse_unready_database() -> None:
    """Refuse to serve on a schema of another version, or as a role that row security would not hold.

    Raises NotConfigured when the role is superuser, may bypass row security or owns a table, or a migration is missing.
    """
    async with transaction(service("starter")) as tx:
        role = await tx.fetchrow("select rolsuper or rolbypassrls as over from pg_roles where rolname = current_user")
        owns = await tx.fetchval(
            "select exists (select from pg_tables where tableowner = current_user and schemaname = 'public')"
        )
        if role is None or role["over"] or owns:
            raise NotConfigured(
                msg("The database role of the application may bypass row security; use the role register_app.")
            )
        known = await tx.fetchval("select to_regclass('public.migration') is not null")
        done = {row["name"] for row in await tx.fetch("select name from migration")} if known else set()
    missing = [name for modules in shipped().values() for name in modules if name not in done]
    if missing:
        raise NotConfigured(msg("The database is older than this version; run: register migrate"))
