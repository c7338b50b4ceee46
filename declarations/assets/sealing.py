"""Words of this room as ciphertext under the key of their record, bound to a label of their own, and back."""

from typing import TypeVar
from uuid import UUID

import msgspec

from register import vault

_LABEL = "asset_statement"
T = TypeVar("T")


def sealed(key: vault.DataKey, record: UUID, words: msgspec.Struct) -> bytes:
    """The words of one record."""
    return vault.encrypt(key, msgspec.json.encode(words), record, _LABEL)


def opened(key_id: str, wrapped_key: bytes, record: UUID, content: bytes, kind: type[T]) -> T:
    """The words of one record. Raises vault.Unreadable, vault.Erased."""
    found = vault.decrypt(vault.unwrap(key_id, wrapped_key), content, record, _LABEL)
    return msgspec.json.decode(found, type=kind)
