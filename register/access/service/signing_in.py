"""Signing in and out.

A stranger cannot lock anybody out: the account itself is never locked, tries count for the account together with the
network they come from, and a browser that signed in before has a count of its own.
"""

import base64
import hmac

from register.access import passwords, store
from register.access.configuration import current
from register.access.limits import address_of, count_in, forgive, network_of
from register.access.model import Credential, SignedIn, Visitor
from register.access.tokens import digest, keyed, looks_like_token, new_token
from register.kernel.db import Transaction, transaction
from register.kernel.errors import FieldError, Invalid
from register.kernel.identity import service
from register.kernel.message import msg
from register.people.store import fold_email

_NOT_RIGHT = msg("The e-mail address or the password is not right.")


async def sign_in(email: str, password: str, visitor: Visitor) -> SignedIn:
    """Begin a session. Raises Invalid with one answer for every cause, TooManyRequests.

    The try is counted before the password is compared, so that many at once do not outrun the count, and is given back
    when it was right.
    """
    folded = fold_email(email)[:254]
    async with transaction(service("access")) as tx:
        await _count_try(tx, folded, visitor)
        found = await store.credential(tx, folded)
    if not await passwords.is_password(password, found.password_hash):
        raise _refused()
    renewed = await _renewed_hash(password, found)
    async with transaction(service("access")) as tx:
        for name, key, _ in _counts(folded, visitor):
            await forgive(tx, name, key)
        if found.person is None:
            raise _refused()
        if renewed is not None:
            await store.put_credential(tx, found.person, renewed)
        return await begin_session(tx, found, folded, visitor)


async def begin_session(tx: Transaction, found: Credential, email: str, visitor: Visitor) -> SignedIn:
    """Give out a new token, whatever the browser carried before, and end what it carried. Raises Invalid."""
    token = new_token()
    if visitor.session is not None:
        await store.end_session_of_token(tx, digest(visitor.session))
    life = current().session_absolute
    if found.person is None or not await store.add_session(tx, found.person, digest(token), visitor.browser, life):
        raise _refused()
    return SignedIn(token, new_device(email))


async def sign_out(token: str) -> None:
    """End the session behind a cookie; nothing happens where there is none."""
    if looks_like_token(token):
        async with transaction(service("access")) as tx:
            await store.end_session_of_token(tx, digest(token))


def _refused() -> Invalid:
    return Invalid(_NOT_RIGHT, [FieldError("email", _NOT_RIGHT)])


async def _renewed_hash(password: str, found: Credential) -> str | None:
    """A hash at the present cost, where the stored one was made at another."""
    if found.password_hash is None or not passwords.is_outdated(found.password_hash):
        return None
    return await passwords.hash_password(password)


def _counts(email: str, visitor: Visitor) -> list[tuple[str, str, int]]:
    """What a try counts for: name, key, how many failures are allowed."""
    settings = current()
    if visitor.device is not None and is_device_of(visitor.device, email):
        return [("sign-in device", visitor.device, settings.sign_in_failures)]
    return [
        ("sign-in address", address_of(visitor.address), settings.sign_in_tries_per_address),
        ("sign-in", f"{email} {network_of(visitor.address)}", settings.sign_in_failures),
    ]


async def _count_try(tx: Transaction, email: str, visitor: Visitor) -> None:
    for name, key, limit in _counts(email, visitor):
        await count_in(tx, name, key, limit=limit, window=current().sign_in_window, wait=True)


def new_device(email: str) -> str:
    """The mark of a browser in which this person signed in."""
    nonce = new_token()
    return f"{nonce}.{_mark(nonce, email)}"


def is_device_of(device: str, email: str) -> bool:
    """Whether the mark was given to a browser of this person. Any text may be asked about."""
    nonce, _, mark = device.partition(".")
    return device.isascii() and looks_like_token(nonce) and hmac.compare_digest(mark, _mark(nonce, email))


def _mark(nonce: str, email: str) -> str:
    return base64.urlsafe_b64encode(keyed("device", nonce, fold_email(email))).decode().rstrip("=")
