"""What a column holds, by the words of its heading in four languages and some others."""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from declarations.legacy.model import Column

_CLOSE = 0.86
_SURE, _BEGINS, _CONTAINS = 1.0, 0.9, 0.75


class Suggestion(msgspec.Struct, frozen=True):
    """What a column probably holds, and how sure that is, from 0 to 1."""

    column: Column
    heading: str
    certainty: float


_BETWEEN = re.compile(r"[\W_]+")
_ALIKE = str.maketrans({"ة": "ه", "ى": "ي", "ـ": ""})


def plain(text: str) -> str:
    """A heading without accents, vowel signs, case and punctuation; endings of Arabic words as many write them."""
    folded = text.casefold()
    if not folded.isascii():
        letters = unicodedata.normalize("NFKD", folded)
        folded = "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(_ALIKE)
    return _BETWEEN.sub(" ", folded).strip()


@lru_cache(maxsize=1)
def known_headings() -> Mapping[Column, tuple[str, ...]]:
    """The headings that are known, plain, for each kind of column."""
    text = (Path(__file__).parent / "headings.toml").read_text(encoding="utf-8")
    return {Column(name): tuple(map(plain, found)) for name, found in tomllib.loads(text).items()}


@lru_cache(maxsize=20_000)
def certainties(heading: str) -> tuple[tuple[Column, float], ...]:
    """For each kind of column how well a heading fits, the best first; none where nothing fits."""
    said = plain(heading)
    found = ((column, max(_fit(said, known) for known in names)) for column, names in known_headings().items())
    return tuple(sorted(((column, fit) for column, fit in found if fit > 0), key=lambda each: -each[1]))


def _fit(said: str, known: str) -> float:
    if not said:
        return 0.0
    if said == known:
        return _SURE
    # A longer heading that holds a known one of several words says the same, with more words.
    words = len(known.split())
    if f" {said} ".startswith(f" {known} "):
        return _BEGINS if words > 1 else _CONTAINS + 0.05
    if words > 1 and f" {known} " in f" {said} ":
        return _CONTAINS + 0.02 * min(words, 5)
    if len(known) > 3 and f" {known} " in f" {said} ":
        return _CONTAINS - 0.1
    return _nearly(said, known)


def _nearly(said: str, known: str) -> float:
    """A heading with a slip of the pen."""
    near = difflib.SequenceMatcher(None, said, known, autojunk=False)
    if near.quick_ratio() < _CLOSE:
        return 0.0
    ratio = near.ratio()
    return ratio * 0.9 if ratio >= _CLOSE else 0.0


def suggest(headings: Sequence[str]) -> list[Suggestion]:
    """One column of the file at most for each kind, the surest first."""
    offers = sorted(
        ((fit, -at, column, heading) for at, heading in enumerate(headings) for column, fit in certainties(heading)),
        key=lambda each: (-each[0], -each[1]),
    )
    taken: dict[Column, Suggestion] = {}
    used: set[str] = set()
    for fit, _, column, heading in offers:
        if column not in taken and heading not in used:
            taken[column] = Suggestion(column, heading, round(fit, 2))
            used.add(heading)
    return [taken[column] for column in Column if column in taken]
