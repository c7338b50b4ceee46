"""Pseudonyms of one engagement: the same for the same case or person within it, unrelated to those of any other.

HMAC-SHA-256 under a random secret of the engagement, sixty bits of it in letters that nobody confuses.
"""

import hmac
import re
from collections.abc import Callable
from hashlib import sha256
from struct import Struct
from uuid import UUID

SECRET_BYTES = 32
CASE, PERSON = "C-", "P-"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: without I, L, O and U."""
_TRIPLES = [_ALPHABET[n >> 10 & 31] + _ALPHABET[n >> 5 & 31] + _ALPHABET[n & 31] for n in range(1 << 15)] * 2
"""Three letters for fifteen bits; twice, so that a sixteenth bit need not be taken off."""
_FOUR = Struct(">4H").unpack_from
_BLOCK = 64
_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))
"""The two halves of an HMAC (RFC 2104)."""
_MISREAD = str.maketrans("OIL", "011")
_BETWEEN = r"[\s\u2010-\u2015\u2212-]*"
"""Blanks and dashes, however a program wrote them."""
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Signs of direction and of joining, which are copied along out of a page."""
_TYPED = re.compile(rf"(?:C{_BETWEEN})?((?:[{_ALPHABET}]{_BETWEEN}){{12}})")


def pseudonymiser(secret: bytes, prefix: str) -> Callable[[UUID], str]:
    """A function from an id to its pseudonym.

    Both halves of the HMAC begin with the same block for every id; digested once, it leaves a third of the time.
    """
    key = hmac.digest(secret, b"register.engagement.pseudonym.v1" + prefix.encode(), "sha256").ljust(_BLOCK, b"\0")
    inside, outside = sha256(key.translate(_INNER)).copy, sha256(key.translate(_OUTER)).copy
    four, triples = _FOUR, _TRIPLES

    def pseudonym(wanted: UUID) -> str:
        inner, outer = inside(), outside()
        inner.update(wanted.bytes)
        outer.update(inner.digest())
        a, b, c, d = four(outer.digest())
        return f"{prefix}{triples[a]}{triples[b]}{triples[c]}{triples[d]}"

    return pseudonym


class Remembered(dict[UUID, str]):
    """Pseudonyms of persons, who come again and again; so many of them are kept at most."""

    def __init__(self, pseudonym: Callable[[UUID], str], most: int = 50_000) -> None:
        super().__init__()
        self._pseudonym, self._most = pseudonym, most

    def __missing__(self, wanted: UUID) -> str:
        found = self._pseudonym(wanted)
        if len(self) < self._most:
            self[wanted] = found
        return found


def salt_of(secret: bytes) -> bytes:
    """What the order inside one day is made with: it says nothing of the pseudonyms, nor of the order of filing."""
    return sha256(b"register.engagement.order.v1" + secret).digest()


def read_case(typed: str) -> str | None:
    """A pseudonym of a case as somebody typed it, the letter in front or not; None for what is none."""
    found = _TYPED.fullmatch(_UNSEEN.sub("", typed).strip().upper().translate(_MISREAD))
    return CASE + re.sub(_BETWEEN, "", found[1]) if found else None
