"""How a word sounds, in whatever script it is written: consonants that scripts and spellings exchange are one letter.

Arabic writes few vowels, and Latin spellings of one Arabic name differ in vowels and in q, k and g, in s and z, in sh
and ch. So words of two scripts are held against each other by their consonants, and by vowels only where those are few.
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_VOWELS = "aiu"
_ARABIC = {
    "ا": "a", "ع": "a", "و": "u", "ي": "i", "ب": "b", "پ": "b", "ت": "t", "ث": "t", "ط": "t", "د": "d", "ذ": "d",
    "ض": "d", "ظ": "d", "ج": "g", "غ": "g", "گ": "g", "ژ": "g", "چ": "c", "ش": "c", "ح": "h", "ه": "h", "خ": "k",
    "ق": "k", "ك": "k", "ر": "r", "ز": "s", "س": "s", "ص": "s", "ف": "f", "ڤ": "f", "ل": "l", "م": "m", "ن": "n",
}  # fmt: skip
_TOGETHER = (
    ("tch", "c"), ("sch", "c"), ("dsch", "g"), ("sh", "c"), ("ch", "c"), ("kh", "k"), ("gh", "g"), ("th", "t"),
    ("dh", "d"), ("ph", "f"), ("dj", "g"), ("ck", "k"), ("qu", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
    ("ai", "i"), ("ei", "i"), ("ay", "i"), ("ey", "i"), ("ae", "a"), ("oe", "u"), ("ue", "u"),
)  # fmt: skip
_ALONE = str.maketrans({
    "p": "b", "q": "k", "j": "g", "z": "s", "v": "f", "w": "u", "y": "i", "o": "u", "e": "i", "x": "ks",
})  # fmt: skip
_SOFT_C = re.compile(r"c(?=[eiy])")
_AGAIN = re.compile(r"(.)\1+")
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def is_arabic(word: str) -> bool:
    """Whether the first letter is Arabic."""
    return unicodedata.name(word[:1] or " ", "").startswith("ARABIC")


def latin(word: str) -> str:
    """The word in Latin letters, lower case; Arabic stays as it is, for its vowels are not written."""
    return word if word.isascii() or is_arabic(word) else anyascii(word).lower()


def syllables(word: str) -> str:
    """A word without spaces in Latin letters, a space between its characters where each is a syllable."""
    return _CAPITAL.sub(" ", anyascii(word)).lower()


@lru_cache(maxsize=20_000)
def sounds(word: str, *, before_another: bool = False) -> tuple[str, ...]:
    """The ways in which a word may sound, vowels included; Arabic ة is a t before another word, else nothing."""
    if is_arabic(word):
        return _of_arabic(word, before_another=before_another)
    bare = latin(word)
    found = [_of_latin(bare)]
    if "q" in bare:
        found.append(_of_latin(bare.replace("q", "g")))
    if bare.startswith(("al", "el")) and len(bare) > _LONG:
        found.append(_of_latin(bare[2:]))
    return tuple(dict.fromkeys(found))


_LONG = 5


def _of_arabic(word: str, *, before_another: bool) -> tuple[str, ...]:
    ends = word.endswith("ه") and len(word) > 2
    bare = "".join(_ARABIC.get(letter, "") for letter in (word[:-1] if ends else word))
    bare = re.sub(r"([aiu])\1+", r"\1", bare)
    if not ends:
        return (bare,)
    return (bare + "a", bare + "at") if before_another else (bare + "a",)


def _of_latin(word: str) -> str:
    bare = _SOFT_C.sub("s", word)
    for letters, sound in _TOGETHER:
        bare = bare.replace(letters, sound if sound != "c" else "\x00")
    bare = bare.replace("c", "k").replace("\x00", "c").translate(_ALONE)
    bare = _AGAIN.sub(r"\1", bare)
    return bare.removesuffix("h") or bare


def consonants(sound: str) -> str:
    """What is left of a sound without its vowels."""
    return "".join(letter for letter in sound if letter not in _VOWELS)
