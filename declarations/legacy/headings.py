"""What a column holds, by the words of its heading in four languages and some others."""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from declarations.codes.vocabulary import Kind
from declarations.legacy.importable import importable
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
    return _short_plain(text) if len(text) <= _SHORT else _plain(text)


def _plain(text: str) -> str:
    folded = text.casefold()
    if not folded.isascii():
        letters = unicodedata.normalize("NFKD", folded)
        folded = "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(_ALIKE)
    return _BETWEEN.sub(" ", folded).strip()


_SHORT = 60
_short_plain = lru_cache(maxsize=20_000)(_plain)


@lru_cache(maxsize=8)
def known_headings(kind: str = Kind.GIFT) -> Mapping[Column, tuple[str, ...]]:
    """The headings that are known, plain, for each column that registers of a kind have; its own before the others."""
    own = _listed("kind_headings.toml").get(kind, {})
    found = own | {name: known for name, known in _listed("headings.toml").items() if name not in own}
    columns = importable(kind).columns
    return {Column(name): tuple(map(plain, known)) for name, known in found.items() if name in columns}


def _listed(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=20_000)
def certainties(heading: str, kind: str = Kind.GIFT, *, as_written: bool = False) -> tuple[tuple[Column, float], ...]:
    """For each kind of column how well a heading fits, the best first; none where nothing fits.

    Slips of the pen are allowed for, unless `as_written`, which is faster.
    """
    said = plain(heading)
    if not said or said.replace(" ", "").isdecimal():
        return ()
    near = None if as_written else difflib.SequenceMatcher(None, "", said, autojunk=False)
    found = (
        (column, max(_fit(said, known, near) for known in names)) for column, names in known_headings(kind).items()
    )
    return tuple(sorted(((column, fit) for column, fit in found if fit > 0), key=lambda each: -each[1]))


def _fit(said: str, known: str, near: "difflib.SequenceMatcher[str] | None") -> float:
    if said == known:
        return _SURE
    if known in said:
        # A longer heading that holds a known one of several words says the same, with more words.
        words = known.count(" ") + 1
        if f"{said} ".startswith(f"{known} "):
            return _BEGINS if words > 1 else _CONTAINS + 0.05
        if f" {known} " in f" {said} " and (words > 1 or len(known) > 3):
            return _CONTAINS + 0.02 * min(words, 5) if words > 1 else _CONTAINS - 0.1
    return _nearly(known, near) if near and abs(len(said) - len(known)) <= len(known) // 4 else 0.0


def _nearly(known: str, near: "difflib.SequenceMatcher[str]") -> float:
    """A heading with a slip of the pen."""
    near.set_seq1(known)
    if near.quick_ratio() < _CLOSE:
        return 0.0
    ratio = near.ratio()
    return ratio * 0.9 if ratio >= _CLOSE else 0.0


def suggest(headings: Sequence[str], kind: str = Kind.GIFT, *, as_written: bool = False) -> list[Suggestion]:
    """One column of the file at most for each kind, the surest first; slips of the pen allowed for or not."""
    offers = sorted(
        (
            (fit, -at, column, heading)
            for at, heading in enumerate(headings)
            for column, fit in certainties(heading, kind, as_written=as_written)
        ),
        key=lambda each: (-each[0], -each[1]),
    )
    taken: dict[Column, Suggestion] = {}
    used: set[str] = set()
    for fit, _, column, heading in offers:
        if column not in taken and heading not in used:
            taken[column] = Suggestion(column, heading, round(fit, 2))
            used.add(heading)
    return [taken[column] for column in Column if column in taken]
