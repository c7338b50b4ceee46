"""What the demonstration would have mailed, as the recipients would have read it."""

from datetime import datetime

import msgspec

from register.kernel.db import transaction
from register.kernel.i18n import LOCALES, Locale, say
from register.kernel.identity import service
from register.notices import store
from register.notices.configuration import mail_settings
from register.notices.model import Recipient, Waiting
from register.notices.rendering import address_for, paragraphs
from register.notices.service import opened

SHOWN = 25


class Letter(msgspec.Struct, frozen=True):
    """One notice in the language of its recipient."""

    name: str
    email: str
    locale: Locale
    at: datetime
    subject: str
    paragraphs: tuple[str, ...]
    link: str


async def read_demonstration_mail() -> list[Letter]:
    """The last letters, newest first. Only the demonstration keeps any."""
    async with transaction(service("demonstration")) as tx:
        kept = await store.sent(tx, SHOWN)
    async with transaction(service("mailer")) as tx:
        people = await store.recipients(tx, [notice.recipient for notice in kept])
    return [_letter(notice, people[notice.recipient]) for notice in kept if notice.recipient in people]


def _letter(notice: Waiting, recipient: Recipient) -> Letter:
    said = opened(notice.id, notice.key_id, notice.wrapped_key, notice.content)
    locale = LOCALES.get(recipient.language, LOCALES["en"])
    return Letter(
        name=recipient.name,
        email=recipient.email,
        locale=locale,
        at=notice.created_at,
        subject=say(said.subject, locale),
        paragraphs=tuple(paragraphs(said, recipient, locale, mail_settings())),
        link=address_for(said, recipient),
    )
