"""Which letters the bytes of a file mean, where it does not say so. Runs in the child process."""

import re

ENCODINGS = ("cp1252", "cp1256", "iso8859_6", "cp850", "mac_roman")
_SMALL = "àáâãäåæçèéêëìíîïñòóôõöøœùúûüÿß"
_USUAL = frozenset(_SMALL + _SMALL.upper() + "€£°ºª¿¡«»’‘“”–—…·©®§½¼\u00a0")
_SIGNS = frozenset("€£«“–—…·")
"""What stands behind no letter."""
_WORDS = re.compile(rb"[^\s;,|\"]*[\x80-\xff][^\s;,|\"]*")
_MOST = 5_000


def encoding_of(raw: bytes) -> str:
    """The encoding by which the words beyond ASCII look most like words; each counts once, however often it stands."""
    words: set[bytes] = set()
    for found in _WORDS.finditer(raw):
        words.add(found[0][:40])
        if len(words) >= _MOST:
            break
    best = max(ENCODINGS, key=lambda encoding: _likeness(words, encoding))
    if _likeness(words, best) > 0:
        return best
    from charset_normalizer import from_bytes

    guessed = from_bytes(b"\n".join(sorted(words))).best()
    return guessed.encoding if guessed else "cp1252"


def _likeness(words: set[bytes], encoding: str) -> int:
    score = 0
    for word in words:
        try:
            score += _of_word(word.decode(encoding))
        except UnicodeDecodeError:
            score -= 5
    return score


def _of_word(word: str) -> int:
    """Letters that are usual count for a word; scripts or cases that change within it count against it."""
    score, before = 0, " "
    for letter in word:
        arabic = "\u0600" <= letter <= "\u06ff"
        if letter.isascii():
            score -= 2 if letter.isalpha() and "\u0621" <= before <= "\u06ff" else 0
        elif arabic:
            score += -2 if before.isalpha() and not "\u0600" <= before <= "\u06ff" else 1
        elif letter not in _USUAL or (letter.isupper() and before.islower()) or (letter in _SIGNS and before.isalpha()):
            score -= 2
        elif letter.isalpha() and before.isalpha() and not before.isascii():
            score -= 1  # two accents in a row are rare
        else:
            score += 1
        before = letter
    return score
