"""Who is behind a request: one transaction, one query."""

from datetime import timedelta

from register.access import store
from register.access.configuration import current
from register.access.limits import count_in
from register.access.tokens import API_PREFIX, digest, looks_like_token
from register.kernel.db import Transaction, transaction
from register.kernel.identity import ANONYMOUS, Identity, service

_MINUTE = timedelta(minutes=1)


async def identity_of_session(token: str, *, api: bool = False) -> Identity:
    """Whoever a session cookie stands for; ANONYMOUS when it stands for nobody. Raises TooManyRequests for the API."""
    if not looks_like_token(token):
        return ANONYMOUS
    async with transaction(service("access")) as tx:
        found = await store.session_identity(tx, digest(token), current().session_idle)
        return await _counted(tx, found, api=api)


async def identity_of_participant(token: str) -> Identity:
    """Whoever came by a link to a meeting; ANONYMOUS when the cookie stands for nobody, or the meeting is closed."""
    if not looks_like_token(token):
        return ANONYMOUS
    async with transaction(service("access")) as tx:
        found = await store.participant_identity(tx, digest(token), current().session_absolute)
    return found or ANONYMOUS


async def identity_of_key(key: str) -> Identity:
    """Whoever an API key stands for; ANONYMOUS when it stands for nobody. Raises TooManyRequests."""
    if not key.startswith(API_PREFIX) or not looks_like_token(key.removeprefix(API_PREFIX)):
        return ANONYMOUS
    async with transaction(service("access")) as tx:
        return await _counted(tx, await store.token_identity(tx, digest(key)), api=True)


async def _counted(tx: Transaction, found: Identity | None, *, api: bool) -> Identity:
    if found is None:
        return ANONYMOUS
    limit = current().api_requests_per_minute
    if api and limit > 0:
        await count_in(tx, "api", str(found.person), limit=limit, window=_MINUTE)
    return found
