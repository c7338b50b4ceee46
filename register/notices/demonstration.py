"""What the demonstration would have mailed, as the recipients would have read it."""

from datetime import datetime
from uuid import UUID

import msgspec

from register.kernel.db import transaction
from register.kernel.i18n import LOCALES, Locale, say
from register.kernel.identity import service
from register.kernel.paging import PAGE_ROWS, Cursor, Page, decode_cursor, page_of
from register.notices import store
from register.notices.configuration import mail_settings
from register.notices.model import Recipient, Waiting
from register.notices.rendering import address_for, paragraphs
from register.notices.service import opened

CHOICE = 100
"""Recipients that are offered for a choice, those with the latest letters."""


class Letter(msgspec.Struct, frozen=True):
    """One notice in the language of its recipient."""

    recipient: UUID
    name: str
    email: str
    locale: Locale
    at: datetime
    subject: str
    paragraphs: tuple[str, ...]
    link: str


class Letters(msgspec.Struct, frozen=True):
    """A page of letters, perhaps to one recipient, with those among whom one may choose."""

    page: Page[Letter]
    recipients: list[Recipient]
    chosen: UUID | None


async def read_demonstration_mail(at: str | None = None, recipient: UUID | None = None) -> Letters:
    """Letters, newest first; `at` is a cursor of such a page. Only the demonstration keeps any."""
    cursor = decode_cursor(at)
    async with transaction(service("demonstration")) as tx:
        kept = await store.sent(tx, cursor, PAGE_ROWS + 1, recipient)
        offered = await store.sent_to(tx, CHOICE)
    async with transaction(service("mailer")) as tx:
        wanted = {*offered, *(notice.recipient for notice in kept), *((recipient,) if recipient else ())}
        people = await store.recipients(tx, sorted(wanted))
    found = page_of(kept, cursor, PAGE_ROWS, lambda notice: Cursor("", notice.id))
    letters = [_letter(notice, people[notice.recipient]) for notice in found.items if notice.recipient in people]
    known = sorted((people[each] for each in people), key=lambda each: (each.name, each.email))
    return Letters(Page(letters, found.newer, found.older), known, recipient)


def _letter(notice: Waiting, recipient: Recipient) -> Letter:
    said = opened(notice.id, notice.key_id, notice.wrapped_key, notice.content)
    locale = LOCALES.get(recipient.language, LOCALES["en"])
    return Letter(
        recipient=notice.recipient,
        name=recipient.name,
        email=recipient.email,
        locale=locale,
        at=notice.created_at,
        subject=say(said.subject, locale),
        paragraphs=tuple(paragraphs(said, recipient, locale, mail_settings())),
        link=address_for(said, recipient),
    )
