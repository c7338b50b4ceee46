"""Encrypted content: a data key per record, wrapped by a master key that the database never sees."""

from register.vault import envelope
from register.vault.envelope import decrypt, encrypt
from register.vault.errors import Erased, Unreadable
from register.vault.model import DataKey, MasterKey
from register.vault.ring import Keyring, open_keyring

__all__ = [
    "DataKey",
    "Erased",
    "Keyring",
    "MasterKey",
    "Unreadable",
    "configure",
    "decrypt",
    "encrypt",
    "keyring",
    "new_data_key",
    "open_keyring",
    "unwrap",
]

_held: list[Keyring] = []


def configure(ring: Keyring) -> None:
    """Hold the master keys in this process; called once by the composition root."""
    _held[:] = [ring]


def keyring() -> Keyring:
    """The master keys of this process."""
    if not _held:
        message = "vault.configure was not called"
        raise RuntimeError(message)
    return _held[0]


def new_data_key() -> DataKey:
    """A new data key under the current master key; its `key_id` and `wrapped` go into the row that it is for."""
    return envelope.new_data_key(keyring().current)


def unwrap(key_id: str, wrapped: bytes | None) -> DataKey:
    """The data key of a row. Raises Erased when it was destroyed, Unreadable when it cannot be opened here."""
    if wrapped is None:
        raise Erased
    return envelope.unwrap(keyring().master(key_id), wrapped)
