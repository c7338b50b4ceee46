"""Passwords of the demonstration, new at each first start; refused wherever else by the composition root."""

from collections.abc import Mapping

from register.access import passwords, store
from register.kernel.db import transaction
from register.kernel.errors import NotFound
from register.kernel.identity import service
from register.people.store import fold_email


async def set_passwords(by_email: Mapping[str, str]) -> None:
    """Set these passwords for persons who have an account. Raises NotFound."""
    hashes = {fold_email(email): await passwords.hash_password(each) for email, each in by_email.items()}
    async with transaction(service("access")) as tx:
        for email, password_hash in hashes.items():
            found = await store.credential(tx, email)
            if found.person is None:
                raise NotFound
            await store.put_credential(tx, found.person, password_hash)
