"""Where the tests find a PostgreSQL: embedded by default, or any server that the environment names."""

import os
from dataclasses import dataclass

from register.kernel.embedded import Embedded


@dataclass(frozen=True)
class Database:
    """Addresses of one database, as the application, as the owner of the tables, as a superuser."""

    app_url: str
    owner_url: str
    superuser_url: str


def embedded_database(embedded: Embedded) -> Database:
    """The addresses inside the embedded cluster."""
    return Database(embedded.url("register_app"), embedded.url("register_owner"), embedded.url("postgres"))


def given_database() -> Database | None:
    """The servers of `make test-servers`, or None."""
    app, owner = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_OWNER_URL")
    superuser = os.environ.get("DATABASE_SUPERUSER_URL")
    return Database(app, owner, superuser) if app and owner and superuser else None
