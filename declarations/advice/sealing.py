"""Words of a question, its thread and guidance as ciphertext under the key of their record, and back."""

from uuid import UUID

import msgspec

from declarations.advice.model import (
    Advice,
    AdviceRow,
    Channel,
    Guidance,
    GuidanceRow,
    GuidanceText,
    Standing,
    Status,
    Topic,
    Words,
)
from declarations.filing.model import Route
from register import vault

_CONTENT = "content"


def sealed(key: vault.DataKey, record: UUID, words: Words | GuidanceText) -> bytes:
    """The words of a question, or of guidance."""
    return vault.encrypt(key, msgspec.json.encode(words), record, _CONTENT)


def sealed_message(key: vault.DataKey, advice: UUID, message: UUID, words: Words) -> bytes:
    """The words of one message, bound to its place in its thread."""
    return vault.encrypt(key, msgspec.json.encode(words), advice, f"message:{message}")


def opened(row: AdviceRow) -> Advice:
    """A question as it is read. Raises vault.Unreadable, vault.Erased."""
    content = vault.decrypt(vault.unwrap(row.key_id, row.wrapped_key), row.content, row.id, _CONTENT)
    return Advice(
        id=row.id,
        route=Route(row.route),
        channel=Channel(row.channel),
        topic=Topic(row.topic),
        rule=row.rule,
        day=row.day,
        minutes=row.minutes,
        status=Status(row.status),
        asked_at=row.asked_at,
        due_on=row.due_on,
        version=row.version,
        words=msgspec.json.decode(content, type=Words),
    )


def opened_message(row: AdviceRow, message: UUID, content: bytes) -> Words:
    """One message of its thread. Raises vault.Unreadable, vault.Erased."""
    key = vault.unwrap(row.key_id, row.wrapped_key)
    return msgspec.json.decode(vault.decrypt(key, content, row.id, f"message:{message}"), type=Words)


def opened_guidance(row: GuidanceRow) -> Guidance:
    """Guidance as it is read. Raises vault.Unreadable, vault.Erased."""
    content = vault.decrypt(vault.unwrap(row.key_id, row.wrapped_key), row.content, row.id, _CONTENT)
    words = msgspec.json.decode(content, type=GuidanceText)
    standing, topic = Standing(row.status), Topic(row.topic)
    return Guidance(row.id, standing, topic, row.rule, row.published_at, row.version, words, row.written_by)
