"""The words of a question and of its answer under a key of their own."""

import msgspec

from declarations.opinions.model import Opinion, OpinionRow, Stance, Words
from register import vault

_LABEL = "opinion"


def sealed(key: vault.DataKey, row: OpinionRow, words: Words) -> bytes:
    """The words as they are kept, bound to their row."""
    return vault.encrypt(key, msgspec.json.encode(words), row.id, _LABEL)


def words_of(row: OpinionRow) -> Words:
    """The words. Raises vault.Unreadable, vault.Erased."""
    key = vault.unwrap(row.key_id, row.wrapped_key)
    return msgspec.json.decode(vault.decrypt(key, row.content, row.id, _LABEL), type=Words)


def opened(row: OpinionRow) -> Opinion:
    """The question and its answer."""
    words = words_of(row)
    return Opinion(
        supervisor=words.supervisor,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        stance=Stance(row.stance) if row.stance else None,
        words=words,
    )
