"""The library as this organization uses it: what is shipped, with the versions that it adopted.

An adopted version takes effect on the day after its adoption at the earliest, so that a process may hold what it read
for a minute and nobody is ever judged by a version that was not in force, or spared one that was.
"""

import time

from declarations.codes.library import Library, shipped
from declarations.codes.store_versions import adopted_terms
from declarations.codes.terms import with_adopted
from register.kernel.db import Transaction

_SECONDS = 60.0


class _Held:
    """What this process read last."""

    library: Library | None = None
    until: float = 0.0


async def library_in(tx: Transaction) -> Library:
    """The library as it stands; read again once a minute."""
    now = time.monotonic()
    if _Held.library is None or now >= _Held.until:
        _Held.library = with_adopted(shipped(), await adopted_terms(tx))
        _Held.until = now + _SECONDS
    return _Held.library


def held_library() -> Library:
    """What this process read last, for pure functions after `library_in`; the shipped one before that."""
    return _Held.library or shipped()


def forget() -> None:
    """Read again at the next use: this process has just adopted a version."""
    _Held.library = None
