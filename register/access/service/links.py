"""First sign-in and reset by one-time links: only a hash is stored, looking consumes nothing, one POST sets a password.

A visitor's request does the same few statements for every address. Whether it is known is looked up by the worker,
which mails the link; nobody but its reader ever sees it, an administrator neither.
"""

from datetime import datetime, timedelta
from uuid import UUID

from register.access import passwords, store
from register.access.configuration import current
from register.access.limits import address_of, count_in
from register.access.model import Credential, LinkHolder, SignedIn, Visitor
from register.access.policy import permits
from register.access.service.signing_in import begin_session
from register.access.tokens import digest, looks_like_token, new_token
from register.kernel.db import Transaction, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.identity import Identity, service
from register.kernel.message import msg
from register.notices.service import post
from register.people.store import fold_email, person, person_by_email

FIRST, RESET = "first", "reset"
_REQUESTS_PER_ADDRESS = 20
_LINKS_PER_HOUR = 3
_HOUR = timedelta(hours=1)
_AT_ONCE = 50
_SPENT = msg("This link was used before or is too old. Ask for a new one.")


async def request_link(email: str, visitor: Visitor) -> None:
    """Ask for a link to be mailed. The same answer and the same work, whether anybody has this address or not."""
    async with transaction(service("access")) as tx:
        address = address_of(visitor.address)
        await count_in(tx, "link request", address, limit=_REQUESTS_PER_ADDRESS, window=_HOUR)
        await store.add_link_request(tx, fold_email(email)[:254], None)


async def issue_link(identity: Identity, to: UUID) -> None:
    """Have a link mailed to a person, as an administrator. Raises NotFound, Conflict for a disabled account."""
    if not permits(identity, "link.issue") or identity.person == to:
        raise NotFound
    async with transaction(identity) as tx:
        found = await person(tx, to)
        if found is None:
            raise NotFound
        if await store.is_disabled(tx, to) is not False:
            raise Conflict(msg("This account is disabled. Enable it before you send a link."))
        await store.add_link_request(tx, found.email, identity.person)


async def send_requested_links() -> int:
    """Turn waiting requests into mails; how many requests were taken. Called by the worker every few seconds."""
    async with transaction(service("access")) as tx:
        requests = await store.take_link_requests(tx, _AT_ONCE)
        for email, requested_by in requests:
            await _send_link(tx, email, requested_by)
        return len(requests)


async def _send_link(tx: Transaction, email: str, requested_by: UUID | None) -> None:
    found = await store.credential(tx, email)
    if found.person is None:
        return
    sent = await store.links_since(tx, found.person, tx.now - _HOUR)
    if requested_by is None and sent >= _LINKS_PER_HOUR:  # a stranger must not fill somebody's mailbox
        return
    token, until = await _make_link(tx, found)
    is_first = found.password_hash is None
    subject = msg("Your first sign-in to the register") if is_first else msg("A new password for the register")
    body = [
        msg("Open the link and choose a password. It works once, until %(until)s.", until=until),
        msg("If you did not ask for this, you need not do anything."),
    ]
    await post(tx, recipient=found.person, subject=subject, body=body, link=f"/link/{token}")


async def _make_link(tx: Transaction, found: Credential) -> tuple[str, datetime]:
    """A new link and the moment until which it works."""
    token = new_token()
    if found.person is None:
        raise NotFound
    is_first = found.password_hash is None
    life = current().first_link if is_first else current().reset_link
    await store.add_link(tx, found.person, FIRST if is_first else RESET, digest(token), life)
    return token, tx.now + life


async def make_first_administrator_link(email: str) -> str:
    """The link itself, for the command line of a new installation. Raises NotFound, Conflict.

    Only for an administrator who never signed in: an administrator reads no declarations, so nobody who can run the
    command comes to read them by it.
    """
    async with transaction(service("access")) as tx:
        found = await store.credential(tx, fold_email(email))
        who = await person_by_email(tx, email)
        if found.person is None or who is None:
            raise NotFound(msg("Nobody in the register has this address."))
        if found.password_hash is not None or "administrator" not in await store.held(tx, found.person):
            raise Conflict(msg("A link is printed only for an administrator who has not signed in yet."))
        token, _ = await _make_link(tx, found)
        return f"/link/{token}"


async def open_link(token: str) -> LinkHolder:
    """Whom a link belongs to; this consumes nothing, since mail scanners open links too. Raises NotFound."""
    if not looks_like_token(token):
        raise NotFound(_SPENT)
    async with transaction(service("access")) as tx:
        holder = await store.link_holder(tx, digest(token))
    if holder is None:
        raise NotFound(_SPENT)
    return holder


async def use_link(token: str, password: str, visitor: Visitor) -> SignedIn:
    """Set the password, end every session, begin one here; only that uses the link up. Raises NotFound, Invalid."""
    holder = await open_link(token)
    wrong = passwords.fault(password, holder.email, holder.name)
    if wrong is not None:
        raise Invalid(fields=[FieldError("password", wrong)])
    password_hash = await passwords.hash_password(password)
    async with transaction(service("access")) as tx:
        whose = await store.consume_link(tx, digest(token))
        if whose is None:
            raise NotFound(_SPENT)
        await store.put_credential(tx, whose, password_hash)
        await store.bump_epoch(tx, whose)
        return await begin_session(tx, Credential(whose, password_hash), holder.email, visitor)
