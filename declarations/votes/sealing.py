"""What somebody disclosed, as ciphertext under a key of its own, and back."""

from uuid import UUID

import msgspec

from declarations.votes.model import Answer, Words
from register import vault

_LABEL = "answer"


def sealed(key: vault.DataKey, answer: UUID, words: Words) -> bytes:
    """The words of an answer."""
    return vault.encrypt(key, msgspec.json.encode(words), answer, _LABEL)


def words_of(row: Answer) -> Words:
    """The words as they were written. Raises vault.Unreadable, vault.Erased."""
    key = vault.unwrap(row.key_id, row.wrapped_key)
    return msgspec.json.decode(vault.decrypt(key, row.content, row.id, _LABEL), type=Words)
