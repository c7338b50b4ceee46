"""Opening the keys of an installation and handing them to the rooms that need them."""

import hashlib
import hmac
import os

from register import vault
from register.ledger.signing import SigningKey, open_signing_key
from register.settings import Settings


def open_keys(settings: Settings) -> None:
    """Hold the master keys in this process; NotConfigured where a production installation has none."""
    ring = vault.open_keyring(os.environ, settings.var / "master.key", embedded=settings.is_embedded)
    vault.configure(ring)


def signing_key(settings: Settings) -> SigningKey:
    """The key that signs seals."""
    return open_signing_key(os.environ, settings.var, embedded=settings.is_embedded)


def derived_secret(purpose: str) -> bytes:
    """A secret for one purpose, the same in every process that holds the same oldest master key."""
    oldest = vault.keyring().keys[-1]
    return hmac.new(oldest.raw, f"register.{purpose}.v1".encode(), hashlib.sha256).digest()
