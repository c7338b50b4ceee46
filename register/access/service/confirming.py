"""Confirming by the password that whoever sits before a session is still the person who signed in."""

from datetime import timedelta
from uuid import UUID

from register.access import passwords, store
from register.access.configuration import current
from register.access.limits import count_in, forgive
from register.kernel.db import transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.identity import Identity, service
from register.kernel.message import msg

RECENT = timedelta(minutes=15)
"""After signing in, or after the last confirmation, nothing more is asked for so long."""
_COUNT = "confirm"


async def needs_password(identity: Identity) -> bool:
    """Whether an act of weight asks this person for the password first.

    It does in a session that began, and was last confirmed, more than a quarter of an hour ago. A key for programs has
    its scope instead; whoever signs in by links has no password to be asked for.
    """
    if identity.person is None or identity.session is None:
        return False
    async with transaction(service("access")) as tx:
        confirmed = await store.confirmed_at(tx, identity.session)
        if confirmed is not None and tx.now - confirmed < RECENT:
            return False
        return await store.password_hash(tx, identity.person) is not None


async def require_confirmed(identity: Identity) -> None:
    """Raises Invalid at the field `password` where it must be given first."""
    if await needs_password(identity):
        raise Invalid(fields=[FieldError("password", msg("Write your present password."))])


async def confirm(identity: Identity, password: str) -> None:
    """Confirm the session. Raises Invalid for a wrong password, TooManyRequests after too many, NotFound."""
    me, session = _session(identity)
    async with transaction(service("access")) as tx:
        settings = current()
        await count_in(tx, _COUNT, str(me), limit=settings.sign_in_failures, window=settings.sign_in_window, wait=True)
        stored = await store.password_hash(tx, me)
    if not await passwords.is_password(password, stored):
        raise Invalid(fields=[FieldError("password", msg("This is not your present password."))])
    async with transaction(service("access")) as tx:
        await forgive(tx, _COUNT, str(me))
        await store.confirm_session(tx, session)


def _session(identity: Identity) -> tuple[UUID, UUID]:
    if identity.person is None or identity.session is None:
        raise NotFound
    return identity.person, identity.session
