"""The key that signs seals (Ed25519), never kept in the database, and the public keys that verify them."""

import base64
import contextlib
import hashlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg
from register.ledger.hashing import encode, sha256
from register.ledger.model import Seal

FIRST_PREV = sha256(b"register.ledger.seal.first.v1")
"""What the first seal follows."""


def signed_bytes(seal: Seal) -> bytes:
    """What a signature covers: everything in the seal but the signature itself."""
    chained = (seal.n, seal.size, seal.root, seal.prev)
    return encode("register.ledger.seal.v1", *chained, seal.key_id, seal.at, seal.upto, seal.peaks)


def seal_hash(seal: Seal) -> bytes:
    """What the next seal follows."""
    return sha256(signed_bytes(seal) + seal.signature)


def key_id(public: Ed25519PublicKey) -> str:
    """The id of a key, derived from its public half."""
    return hashlib.sha256(b"register.ledger.signing.v1" + public.public_bytes_raw()).hexdigest()[:16]


class SigningKey:
    """The private half. It signs bytes and shows its public half; nothing else."""

    def __init__(self, raw: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(raw)
        self.public = self._private.public_key()
        self.id = key_id(self.public)

    def sign(self, data: bytes) -> bytes:
        """An Ed25519 signature, 64 bytes."""
        return self._private.sign(data)


class PublicKeys:
    """The public halves of every key that ever sealed, by id."""

    def __init__(self, keys: Mapping[str, Ed25519PublicKey]) -> None:
        self._keys = dict(keys)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def published(self) -> list[tuple[str, bytes]]:
        """Each key by its id, 32 bytes."""
        return [(name, key.public_bytes_raw()) for name, key in sorted(self._keys.items())]

    def signed(self, seal: Seal) -> bool:
        """Whether a known key made the signature of this seal."""
        public = self._keys.get(seal.key_id)
        if public is None:
            return False
        try:
            public.verify(seal.signature, signed_bytes(seal))
        except InvalidSignature:
            return False
        return True


def open_signing_key(environment: Mapping[str, str], folder: Path, *, embedded: bool) -> SigningKey:
    """The signing key: REGISTER_SIGNING_KEY (32 bytes in base64), else the file REGISTER_SIGNING_KEY_FILE.

    Only the embedded database gets a key made for it, `signing.key` in `folder`; elsewhere NotConfigured. The public
    half is added to `signing.pub` in `folder`, by which `register verify` knows the keys of earlier years too.
    """
    text = environment.get("REGISTER_SIGNING_KEY", "")
    named = environment.get("REGISTER_SIGNING_KEY_FILE", "")
    path = Path(named) if named else folder / "signing.key"
    if not text:
        if not named and not embedded:
            raise NotConfigured(
                msg("No signing key: set REGISTER_SIGNING_KEY (32 bytes in base64) or REGISTER_SIGNING_KEY_FILE.")
            )
        if not named:
            _create(path)
        text = _read_private(path)
    key = _parse(text)
    _publish(key, folder / "signing.pub")
    return key


def _parse(text: str) -> SigningKey:
    try:
        return SigningKey(base64.b64decode(text.strip(), validate=True))
    except ValueError as error:
        raise NotConfigured(msg("The signing key must be 32 bytes in base64.")) from error


def _create(path: Path) -> None:
    """Make the key unless it is there; of two processes the first one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(base64.b64encode(os.urandom(32)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _read_private(path: Path) -> str:
    try:
        found = path.stat()
        if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise NotConfigured(
                msg("Other users can read the key file %(file)s; run: chmod 600 %(file)s", file=str(path))
            )
        return path.read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise NotConfigured(msg("The key file %(file)s cannot be read.", file=str(path))) from error


def _publish(key: SigningKey, path: Path) -> None:
    if key.id in read_public_keys(path):
        return
    with path.open("a", encoding="ascii") as file:
        file.write(f"{key.id} {base64.b64encode(key.public.public_bytes_raw()).decode()}\n")


def read_public_keys(path: Path) -> PublicKeys:
    """The public keys of a file, one a line (`id base64`); none without the file. NotConfigured for other content."""
    keys: dict[str, Ed25519PublicKey] = {}
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    for line in lines:
        try:
            name, text = line.split()
            public = Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
        except ValueError as error:
            raise NotConfigured(msg("The key file %(file)s cannot be read.", file=str(path))) from error
        if key_id(public) == name:
            keys[name] = public
    return PublicKeys(keys)
