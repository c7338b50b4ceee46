"""A file as encrypted chunks under a key of its own, and back; every chunk is bound to its file and its place."""

import hashlib
from collections.abc import Sequence

import msgspec

from declarations.evidence.model import Kept, Note
from register import vault

CHUNK = 256 * 1024
_LABEL = "label"


def sealed_chunks(key: vault.DataKey, note: Note, data: bytes) -> list[bytes]:
    """The content in pieces."""
    pieces = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]
    return [vault.encrypt(key, piece, note.id, f"chunk:{place}:{len(pieces)}") for place, piece in enumerate(pieces)]


def sealed_note(key: vault.DataKey, note: Note) -> bytes:
    """Its name and hash."""
    return vault.encrypt(key, msgspec.json.encode(note), note.id, _LABEL)


def note_of(kept: Kept) -> Note:
    """What a file is called and what it must hash to. Raises vault.Unreadable, vault.Erased."""
    key = vault.unwrap(kept.key_id, kept.wrapped_key)
    return msgspec.json.decode(vault.decrypt(key, kept.label, kept.id, _LABEL), type=Note)


def content_of(kept: Kept, chunks: Sequence[bytes], sha256: str) -> bytes:
    """The content. Raises vault.Unreadable when a chunk is missing, moved, changed, or the whole is another file."""
    key = vault.unwrap(kept.key_id, kept.wrapped_key)
    if len(chunks) != kept.chunks:
        raise vault.Unreadable
    data = b"".join(
        vault.decrypt(key, chunk, kept.id, f"chunk:{place}:{kept.chunks}") for place, chunk in enumerate(chunks)
    )
    if hashlib.sha256(data).hexdigest() != sha256:
        raise vault.Unreadable
    return data
