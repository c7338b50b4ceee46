"""Accounts and what sign-in compares."""

from collections.abc import Sequence
from uuid import UUID

from register.access.model import Credential
from register.kernel.db import Transaction


async def open_accounts(tx: Transaction, persons: Sequence[UUID]) -> None:
    """Give an account to those who have none; they sign in first by a link."""
    await tx.execute(
        "insert into account (person, created_at) select id, $2 from unnest($1::uuid[]) as id on conflict do nothing",
        list(persons),
        tx.now,
    )


async def credential(tx: Transaction, email: str) -> Credential:
    """The account behind an address; an empty one where nobody with it may sign in."""
    row = await tx.fetchrow(
        """
        select a.person, c.password_hash from person p
        join account a on a.person = p.id and a.disabled_at is null
        left join credential c on c.person = p.id where p.email = $1 and p.active
        """,
        email,
    )
    return Credential(row["person"], row["password_hash"]) if row else Credential()


async def password_hash(tx: Transaction, person: UUID) -> str | None:
    """What a person's password is compared with; None where they have none."""
    found: str | None = await tx.fetchval("select password_hash from credential where person = $1", person)
    return found


async def put_credential(tx: Transaction, person: UUID, password_hash: str) -> None:
    """Set a person's password hash."""
    await tx.execute(
        """
        insert into credential (person, password_hash, changed_at) values ($1, $2, $3)
        on conflict (person) do update set password_hash = excluded.password_hash, changed_at = excluded.changed_at
        """,
        person,
        password_hash,
        tx.now,
    )


async def bump_epoch(tx: Transaction, person: UUID) -> None:
    """End every session of a person at once."""
    await tx.execute("update account set epoch = epoch + 1 where person = $1", person)


async def disable(tx: Transaction, person: UUID) -> bool:
    """Disable an account and end its sessions; False where it is not there or was disabled before."""
    done = await tx.execute(
        "update account set disabled_at = $2, disabled_by = $3, epoch = epoch + 1"
        " where person = $1 and disabled_at is null",
        person,
        tx.now,
        tx.identity.person,
    )
    return done.endswith(" 1")


async def enable(tx: Transaction, person: UUID) -> bool:
    """Open a disabled account again; its former sessions stay ended."""
    done = await tx.execute(
        "update account set disabled_at = null, disabled_by = null where person = $1 and disabled_at is not null",
        person,
    )
    return done.endswith(" 1")


async def is_disabled(tx: Transaction, person: UUID) -> bool | None:
    """Whether the account is disabled; None where there is none."""
    found: bool | None = await tx.fetchval("select disabled_at is not null from account where person = $1", person)
    return found


async def set_languages(tx: Transaction, person: UUID, language: str, languages_read: Sequence[str]) -> None:
    """Keep the language a person is spoken to in, and those they read."""
    await tx.execute(
        "update person set language = $2, languages_read = $3, updated_at = $4 where id = $1",
        person,
        language,
        list(languages_read),
        tx.now,
    )
