"""Envelope encryption: AES-256-GCM with a random nonce, bound to the owner of the content and to its place."""

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag

from register.vault.errors import Unreadable
from register.vault.model import KEY_BYTES, DataKey, MasterKey

_FORM = b"\x01"
"""The first byte of everything encrypted: another form can follow without guessing."""

_NONCE = 12


def new_data_key(master: MasterKey) -> DataKey:
    """A new random data key, wrapped by the master key."""
    raw = os.urandom(KEY_BYTES)
    return DataKey(raw, master.id, wrap(master, raw))


def wrap(master: MasterKey, raw: bytes) -> bytes:
    """A data key as its row keeps it, bound to the id of the master key."""
    nonce = os.urandom(_NONCE)
    return _FORM + nonce + master.cipher.encrypt(nonce, raw, _bound_to_master(master))


def unwrap_raw(master: MasterKey, wrapped: bytes) -> bytes:
    """The data key itself. Raises Unreadable when it was wrapped by another key or changed."""
    if wrapped[:1] != _FORM:
        raise Unreadable
    try:
        return master.cipher.decrypt(wrapped[1 : 1 + _NONCE], wrapped[1 + _NONCE :], _bound_to_master(master))
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def unwrap(master: MasterKey, wrapped: bytes) -> DataKey:
    """Open a wrapped data key. Raises Unreadable when it cannot be opened."""
    return DataKey(unwrap_raw(master, wrapped), master.id, wrapped)


def encrypt(data_key: DataKey, plaintext: bytes, owner: UUID, label: str) -> bytes:
    """Encrypt what `owner` says under `label`; the result opens only for the same owner and label."""
    nonce = os.urandom(_NONCE)
    return _FORM + nonce + data_key.cipher.encrypt(nonce, plaintext, _bound_to_place(owner, label))


def decrypt(data_key: DataKey, ciphertext: bytes, owner: UUID, label: str) -> bytes:
    """The plaintext. Raises Unreadable for another key, owner or label and for changed bytes; never gives garbage."""
    if ciphertext[:1] != _FORM:
        raise Unreadable
    try:
        nonce = ciphertext[1 : 1 + _NONCE]
        return data_key.cipher.decrypt(nonce, ciphertext[1 + _NONCE :], _bound_to_place(owner, label))
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def _bound_to_master(master: MasterKey) -> bytes:
    return b"register.vault.wrap.v1" + master.id.encode()


def _bound_to_place(owner: UUID, label: str) -> bytes:
    return b"register.vault.content.v1" + owner.bytes + label.encode()
