"""A real mail server that keeps, refuses or stalls, and people to write to."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from aiosmtpd.smtp import SMTP, Envelope, Session

from register.kernel.db import transaction
from register.kernel.identity import service
from register.kernel.ids import new_id
from register.notices.model import MailSettings
from register.notices.transports import SmtpServer

SETTINGS = MailSettings(
    sender="register@waters.example",
    base_url="https://register.waters.example/",
    organisation={"en": "Organization for Shared Waters", "ar": "منظمة المياه المشتركة"},
)


class Mailbox:
    """What the server does with a letter: `answers` by address, else it keeps it."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.stalls = False
        self.drops: set[str] = set()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name and arguments
        self,
        server: SMTP,
        session: Session,  # noqa: ARG002 - the same
        envelope: Envelope,
        address: str,
        options: list[str],  # noqa: ARG002 - the same
    ) -> str:
        """Refuse or stall, as told."""
        if self.stalls:
            await asyncio.sleep(3)
        if address in self.drops:
            assert server.transport is not None
            server.transport.close()
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002 - the same
        """Keep the letter."""
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.SMTP)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"


@contextlib.asynccontextmanager
async def mail_server(mailbox: Mailbox, **options: Any) -> AsyncIterator[SmtpServer]:
    """Serve on a free port of this machine."""
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: SMTP(mailbox, loop=loop, hostname="mail", **options), "127.0.0.1", 0)
    try:
        yield SmtpServer("127.0.0.1", listening.sockets[0].getsockname()[1], security="none", timeout=1.0)
    finally:
        listening.close()
        await listening.wait_closed()


async def somebody(
    email: str, language: str = "en", *, first: str = "Amina", family: str = "Haddad", active: bool = True
) -> UUID:
    """A person of the register."""
    person = new_id()
    async with transaction(service("loader")) as tx:
        await tx.execute(
            "insert into person (id, email, first_name, family_name, language, active, languages_read)"
            " values ($1, $2, $3, $4, $5, $6, '{}')",
            person,
            email,
            first,
            family,
            language,
            active,
        )
    return person
