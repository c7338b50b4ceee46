"""The mailer: takes due notices from the outbox, a few at a time, and delivers each at least once.

A notice is leased before it is sent and marked afterwards; a process that dies in between leaves a lease that ends, and
the second copy carries the same Message-ID. Several mailers on several machines share the work.
"""

import asyncio
import logging
from datetime import timedelta
from uuid import UUID

from register import vault
from register.kernel.db import transaction
from register.kernel.identity import service
from register.kernel.rounds import every
from register.notices import store
from register.notices.errors import HOPELESS, DeliveryError, Reason
from register.notices.model import MailSettings, Recipient, Waiting
from register.notices.rendering import compose
from register.notices.service import opened
from register.notices.transports import Session, Transport

log = logging.getLogger("register.mailer")

POLL_SECONDS = 1.0
BATCH = 20
LEASE = timedelta(minutes=10)
"""Longer than a batch can take: a connection that is lost or times out ends the batch."""

_MAILER = service("mailer")
_CLEAR_EVERY = 3600


class Mailer:
    """Delivers through one transport."""

    def __init__(self, transport: Transport, settings: MailSettings) -> None:
        self._transport = transport
        self._settings = settings
        self._rounds = 0

    async def run(self) -> None:
        """Look into the outbox every second until cancelled."""
        await every(POLL_SECONDS, self._round, "the mailer")

    async def _round(self) -> None:
        if self._rounds % _CLEAR_EVERY == 0:
            await self.clear()
        self._rounds += 1
        while await self.send_due() == BATCH:
            pass

    async def clear(self) -> None:
        """Delete what was delivered long enough ago."""
        async with transaction(_MAILER) as tx:
            await store.clear_sent(tx, tx.now - timedelta(days=self._settings.keep_days))

    async def send_due(self) -> int:
        """One batch of what is due; how many notices were taken."""
        async with transaction(_MAILER) as tx:
            waiting = await store.claim(tx, LEASE, BATCH)
            people = await store.recipients(tx, [notice.recipient for notice in waiting])
        if waiting:
            await self._deliver(waiting, people)
        return len(waiting)

    async def _deliver(self, waiting: list[Waiting], people: dict[UUID, Recipient]) -> None:
        """Every notice on one connection. When that cannot be opened, the try has failed for all of them."""
        left = list(waiting)
        try:
            async with self._transport.session() as session:
                while left:
                    notice = left.pop(0)
                    problem = await self._send(session, notice, people.get(notice.recipient))
                    await self._settle(notice, problem)
                    if problem is not None and problem.reason is Reason.CONNECTION:
                        # Perhaps this letter was the cause: the others get a connection of their own.
                        await self._release(left)
                        return
        except DeliveryError as problem:
            for notice in left:
                await self._settle(notice, problem)
        except asyncio.CancelledError:
            await self._release(left)  # told to stop: another worker takes them without waiting for the lease
            raise

    async def _release(self, left: list[Waiting]) -> None:
        async with transaction(_MAILER) as tx:
            await store.release(tx, [notice.id for notice in left])

    async def _send(self, session: Session, notice: Waiting, recipient: Recipient | None) -> DeliveryError | None:
        if recipient is None or not recipient.is_active:
            return DeliveryError(Reason.INACTIVE if recipient else Reason.NO_RECIPIENT)
        try:
            said = opened(notice.id, notice.key_id, notice.wrapped_key, notice.content)
            await session.send(compose(notice.id, said, recipient, self._settings))
        except DeliveryError as problem:
            return problem
        except (vault.Unreadable, vault.Erased, ValueError):
            return DeliveryError(Reason.CONTENT)
        return None

    async def _settle(self, notice: Waiting, problem: DeliveryError | None) -> None:
        """Write down how the try ended: sent, due again, or given up and shown to the administrator."""
        async with transaction(_MAILER) as tx:
            if problem is None:
                await store.mark_sent(tx, notice.id, keep=self._transport.keeps)
                return
            given_up = problem.reason in HOPELESS or notice.tries >= self._settings.tries
            due = tx.now + timedelta(seconds=self._settings.wait_after(notice.tries))
            await store.mark_failed(tx, notice.id, problem.code, due, tx.now if given_up else None)
        log.warning("notice %s: try %s failed (%s)", notice.id, notice.tries, problem.code)
