"""Secrets that let somebody in: made at random, given out once, stored as a hash only."""

import hashlib
import hmac
import re
import secrets

from register.access.configuration import current

_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")
API_PREFIX = "dreg_"
"""So that a token that leaked into a log or a repository is recognized for what it is."""


def new_token() -> str:
    """256 random bits as 43 characters that are safe in a cookie, a header and an address."""
    return secrets.token_urlsafe(32)


def looks_like_token(text: str) -> bool:
    """Whether the text can be one of ours; anything else is not worth a query."""
    return bool(_SHAPE.fullmatch(text))


def digest(token: str) -> bytes:
    """What is stored of a token: its bits are random, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).digest()


def keyed(purpose: str, *parts: str) -> bytes:
    """A keyed hash: without the installation's secret nobody can try addresses or names against it."""
    text = "\0".join((purpose, *parts))
    return hmac.digest(current().secret, text.encode("utf-8", "surrogatepass"), "sha256")
