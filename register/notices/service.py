"""Posting notices, and the administrator's look at those that could not be delivered."""

import contextlib
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

import msgspec

from register import vault
from register.kernel.db import Transaction, transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.message import Message
from register.kernel.paging import PAGE_ROWS, Cursor, Page, decode_cursor, page_of
from register.notices import store
from register.notices.model import Notice, Trouble

_LABEL = "notice"
_quiet: ContextVar[bool] = ContextVar("register_notices_quiet", default=False)


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Post nothing in this task inside the block: nobody is told today of what happened years ago."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


async def post(
    tx: Transaction,
    *,
    recipient: UUID,
    subject: Message,
    body: Sequence[Message],
    link: str,
    due: datetime | None = None,
) -> None:
    """Tell a person something, in the caller's transaction: it is sent only if that is committed. One statement.

    The sentences are translated when they are sent. `link` is a path of the register's own; ValueError for any other.
    """
    if not link.startswith("/") or link.startswith("//") or not link.isprintable() or " " in link:
        raise ValueError("a notice links to a path of the register")
    if _quiet.get():
        return
    notice, key = new_id(), vault.new_data_key()
    said = msgspec.json.encode(Notice(subject, tuple(body), link))
    content = vault.encrypt(key, said, notice, _LABEL)
    store.add(tx, notice, recipient, key.key_id, key.wrapped, content, tx.now, due or tx.now)


def opened(notice: UUID, key_id: str, wrapped_key: bytes | None, content: bytes) -> Notice:
    """What a notice says. Raises vault.Unreadable or vault.Erased."""
    said = vault.decrypt(vault.unwrap(key_id, wrapped_key), content, notice, _LABEL)
    return msgspec.json.decode(said, type=Notice)


async def troubled_notices(identity: Identity, at: str | None = None) -> Page[Trouble]:
    """What could not be delivered so far, newest first, for the administrator; `at` is a cursor of such a page."""
    cursor = decode_cursor(at)
    async with transaction(identity) as tx:
        found = await store.troubles(tx, cursor, PAGE_ROWS + 1)
    return page_of(found, cursor, PAGE_ROWS, lambda trouble: Cursor("", trouble.id))


async def retry_notice(identity: Identity, notice: UUID) -> None:
    """Try a given-up notice again from the beginning. NotFound when there is none."""
    async with transaction(identity) as tx:
        if not await store.retry(tx, notice):
            raise NotFound


async def retry_all_notices(identity: Identity) -> int:
    """Try every given-up notice again; how many that were."""
    async with transaction(identity) as tx:
        return await store.retry(tx, None)
