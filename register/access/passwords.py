"""Passwords: argon2id in a thread, at least twelve characters, no rule of composition, nothing that others use too."""

import asyncio
import re
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from register.access.configuration import current
from register.kernel.message import Message, msg

LONGEST = 200
_LONGEST_GUESSED = 72  # zxcvbn's own limit; what follows can only make a password stronger
_FEWEST_GUESSES = 10**8
_WORD = re.compile(r"[^\W_]{4,}")


@lru_cache(maxsize=4)
def _hasher(passes: int, memory_kib: int, lanes: int) -> PasswordHasher:
    return PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=lanes)


def _present_hasher() -> PasswordHasher:
    settings = current()
    return _hasher(settings.password_passes, settings.password_memory_kib, settings.password_lanes)


@lru_cache(maxsize=4)
def _hash_of_nobody(hasher: PasswordHasher) -> str:
    """What an unknown address is checked against, so that it takes as long as a known one."""
    return hasher.hash("the password of nobody")


async def hash_password(password: str) -> str:
    """The argon2id hash with its parameters."""
    return await asyncio.to_thread(_present_hasher().hash, password)


async def is_password(password: str, stored: str | None) -> bool:
    """Whether the password is the stored one; takes the same time where nothing is stored, and is then False."""
    return await asyncio.to_thread(_verify, password, stored)


def _verify(password: str, stored: str | None) -> bool:
    hasher = _present_hasher()
    try:
        hasher.verify(stored or _hash_of_nobody(hasher), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether a stored hash was made at another cost than the present one."""
    return _present_hasher().check_needs_rehash(stored)


def fault(password: str, email: str, name: str) -> Message | None:
    """What is wrong with a new password, or None.

    Only length counts, and that nobody else would think of it: not among leaked passwords and common words, not the
    person's own address or name (NIST SP 800-63B 5.1.1.2).
    """
    fewest = current().password_characters
    if len(password) < fewest:
        return msg("Write a password of at least %(fewest)s characters. Several words are good.", fewest=fewest)
    if len(password) > LONGEST:
        return msg("Write a password of at most %(longest)s characters.", longest=LONGEST)
    own = [word for word in _WORD.findall(f"{email} {name}".casefold()) if len(word) < len(password)]
    folded = password.casefold()
    if _is_mostly(own, folded):
        return msg("Write a password that does not consist of your name or your address.")
    if _is_common(folded) or _is_easy(password, [email.casefold(), *own]):
        return msg("This password is among those that are tried first. Write another, such as four unrelated words.")
    return None


def _is_mostly(own: list[str], folded: str) -> bool:
    """Whether little is left of a password when the person's own words are taken out."""
    left = folded
    for word in own:
        left = left.replace(word, "")
    return len(left) < len(folded) / 2


@lru_cache(maxsize=1)
def _leaked() -> frozenset[str]:
    return frozenset(word for words in FREQUENCY_LISTS.values() for word in words)


def _is_common(folded: str) -> bool:
    return folded in _leaked() or folded.strip("0123456789!?.,-_*#@$ ") in _leaked() or not folded.strip()


def _is_easy(password: str, own: list[str]) -> bool:
    """Whether the offline list finds it soon: repeated, reversed or dressed-up leaked words, keyboard rows."""
    return int(zxcvbn(password[:_LONGEST_GUESSED], user_inputs=own)["guesses"]) < _FEWEST_GUESSES
