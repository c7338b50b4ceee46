"""Questions, reports and what was written on them, as ciphertext under the key of their row, and back."""

from typing import TypeVar
from uuid import UUID

import msgspec

from declarations.advice.model import GuidanceText
from declarations.presiding.model import Informed, Informing, Matter, Measure, Opinion, OpinionGuidance, Words
from register import vault

Said = Words | Informing | GuidanceText | dict[str, str]
Kept = Opinion | OpinionGuidance | Matter | Measure | Informed
Shape = TypeVar("Shape")
_CONTENT = "content"
_ANSWER = "answer"


def sealed(key: vault.DataKey, row: UUID, said: Said) -> bytes:
    """What a row begins with."""
    return vault.encrypt(key, msgspec.json.encode(said), row, _CONTENT)


def answered(row: Opinion | Matter, said: Words) -> bytes:
    """What the presiding officer wrote on it, under the same key."""
    return vault.encrypt(vault.unwrap(row.key_id, row.wrapped_key), msgspec.json.encode(said), row.id, _ANSWER)


def read(row: Kept, shape: type[Shape]) -> Shape:
    """What a row begins with. Raises vault.Unreadable, vault.Erased."""
    key = vault.unwrap(row.key_id, row.wrapped_key)
    return msgspec.json.decode(vault.decrypt(key, row.content, row.id, _CONTENT), type=shape)


def read_answer(row: Opinion | Matter) -> Words | None:
    """What was written on it; None while nothing was. Raises vault.Unreadable, vault.Erased."""
    written = row.answer if isinstance(row, Opinion) else row.review
    if written is None:
        return None
    key = vault.unwrap(row.key_id, row.wrapped_key)
    return msgspec.json.decode(vault.decrypt(key, written, row.id, _ANSWER), type=Words)
