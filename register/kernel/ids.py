"""Identifiers: time-ordered ids for rows, random neutral references for people (design: reference)."""

import re
import secrets
from uuid import UUID

from uuid_utils.compat import uuid7

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford without U
_CHECKED = 31  # a prime below the alphabet's size: every single slip and swap changes the remainder
_LENGTH = 7
_CONFUSED = str.maketrans("OIL", "011")
_SHAPE = re.compile(rf"D?([{_ALPHABET}]{{{_LENGTH + 1}}})")


def new_id() -> UUID:
    """A version 7 UUID: ordered by time, so that indexes grow at one end."""
    return uuid7()


def _check_character(body: str) -> str:
    total = 0
    for letter in body:
        total = (total * 32 + _ALPHABET.index(letter) + 1) % _CHECKED
    return _ALPHABET[total]


def new_reference() -> str:
    """A reference such as `D-7K3M-Q2PX`; random, so that it reveals neither kind nor volume nor time."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return _printed(body + _check_character(body))


def _printed(characters: str) -> str:
    return f"D-{characters[:4]}-{characters[4:]}"


def parse_reference(text: str) -> str | None:
    """The canonical form of a reference as a person types it, or None when it is not one."""
    if len(text) > 32 or not text.isascii():
        return None
    squeezed = re.sub(r"[\s-]", "", text).upper()
    shape = _SHAPE.fullmatch(squeezed[:1] + squeezed[1:].translate(_CONFUSED)) if squeezed else None
    if shape is None or _check_character(shape[1][:-1]) != shape[1][-1]:
        return None
    return _printed(shape[1])
