"""Passwords and persons of the demonstration; refused wherever else by the composition root."""

from collections.abc import Mapping

from register.access import passwords, store
from register.access.store.sessions import WHO, identity_in
from register.kernel.dates import local
from register.kernel.db import transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity, service
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


_BY_EMAIL = f"{WHO.replace('$day', '$2')}, null::uuid as session from person p where p.email = $1"


async def identity_of(email: str) -> Identity:
    """The person with this address, as if they had signed in. Raises NotFound."""
    async with transaction(service("access")) as tx:
        found = identity_in(await tx.fetchrow(_BY_EMAIL, fold_email(email), local(tx.now).date()))
    if found is None:
        raise NotFound
    return found
