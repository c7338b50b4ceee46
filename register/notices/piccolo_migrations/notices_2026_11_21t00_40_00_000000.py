"""Row security, index and grants of the outbox."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import ENGINE

ID = "2026-11-21T00:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "outbox: row security"

SOMEBODY = (
    "(select coalesce(current_setting('register.person', true), '') <> ''"
    " or coalesce(current_setting('register.service', true), '') <> '')"
)
ADMINISTRATOR = "(select 'administrator' = any(string_to_array(current_setting('register.roles', true), ',')))"


def serving(name):
    return f"(select current_setting('register.service', true) = '{name}')"


MAILER, KEYS, DEMONSTRATION = serving("mailer"), serving("keys"), serving("demonstration")

POLICIES = {
    "outbox_post": f"for insert to register_app with check ({SOMEBODY} and tries = 0 and num_nonnulls(sent_at, failed_at, last_error) = 0)",
    "outbox_mail": f"for select to register_app using ({MAILER})",
    "outbox_try": f"for update to register_app using ({MAILER})",
    "outbox_clear": f"for delete to register_app using ({MAILER} and sent_at is not null)",
    # What could not be delivered so far; the content stays encrypted and is never fetched for this page.
    "outbox_trouble": f"for select to register_app using ({ADMINISTRATOR} and last_error is not null and sent_at is null)",
    "outbox_retry": f"for update to register_app using ({ADMINISTRATOR} and failed_at is not null)"
    f" with check ({ADMINISTRATOR})",
    # The page of what would have been mailed exists only where the demonstration's transport is set.
    "outbox_demonstration": f"for select to register_app using ({DEMONSTRATION} and sent_at is not null)",
    "outbox_keys": f"for select to register_app using ({KEYS})",
    "outbox_rewrap": f"for update to register_app using ({KEYS})",
}

FORWARDS = [
    "alter table outbox enable row level security",
    "alter table outbox force row level security",
    "create policy owner_all on outbox for all to register_owner using (true) with check (true)",
    *(f"create policy {name} on outbox {rule}" for name, rule in POLICIES.items()),
    "grant select, insert, delete on outbox to register_app",
    "grant update (key_id, wrapped_key, content, due_at, tries, sent_at, failed_at, last_error) on outbox to register_app",
    "create index outbox_waiting on outbox (due_at) where sent_at is null and failed_at is null",
    "create index outbox_failed on outbox (id) where failed_at is not null",
    "create index outbox_sent on outbox (sent_at) where sent_at is not null",
]

BACKWARDS = [
    "drop index outbox_sent",
    "drop index outbox_failed",
    "drop index outbox_waiting",
    "revoke all on outbox from register_app",
    "revoke update (key_id, wrapped_key, content, due_at, tries, sent_at, failed_at, last_error) on outbox"
    " from register_app",
    *(f"drop policy {name} on outbox" for name in ("owner_all", *POLICIES)),
    "alter table outbox no force row level security",
    "alter table outbox disable row level security",
]


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="notices", description=DESCRIPTION)

    async def run():
        for statement in FORWARDS:
            await ENGINE.run_ddl(statement)

    async def run_backwards():
        for statement in BACKWARDS:
            await ENGINE.run_ddl(statement)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
