"""Keys: a master key wraps data keys, a data key encrypts what one record says."""

import hashlib
import secrets
from typing import Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32


class MasterKey:
    """An AES-256 key that wraps data keys. Its id is derived from it, so that a file needs to name nothing."""

    __slots__ = ("cipher", "id", "raw")

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY_BYTES:
            raise ValueError(f"a master key has {KEY_BYTES} bytes, not {len(raw)}")
        self.raw = raw
        self.id = hashlib.sha256(b"register.vault.master.v1" + raw).hexdigest()[:16]
        self.cipher = AESGCM(raw)

    @classmethod
    def new(cls) -> Self:
        """A new random key."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def __repr__(self) -> str:
        return f"MasterKey({self.id})"


class DataKey:
    """The key of one record: open in memory, wrapped in the row. `key_id` is that of the master key."""

    __slots__ = ("cipher", "key_id", "wrapped")

    def __init__(self, raw: bytes, key_id: str, wrapped: bytes) -> None:
        self.cipher = AESGCM(raw)
        self.key_id = key_id
        self.wrapped = wrapped

    def __repr__(self) -> str:
        return f"DataKey(wrapped by {self.key_id})"
