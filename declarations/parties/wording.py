"""The words of the name of an organization: without articles and legal forms, those that belong together as one."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from declarations.parties.countries import country_list
from declarations.parties.names import search_form
from declarations.parties.sounding import is_arabic

_FILE = Path(__file__).with_name("known_words.toml")
_SHORTEST_COUNTRY = 4
_ARTICLE, _TO_THE, _AND_THE, _BY_THE = "ال", "لل", "وال", "بال"
_SHORTEST_STEM = 2
_SERVANT = ("abdoul", "abdul", "abdel", "abdal", "abd")
_SERVANT_OF = "عبد"
_SON = frozenset({"bin", "ben", "ibn", "بن", "ابن"})


class Named(msgspec.Struct, frozen=True):
    """A name, word by word."""

    form: str
    words: tuple[str, ...]
    """All of them but legal forms."""
    core: tuple[str, ...]
    """Those that tell organizations apart."""

    numbers: frozenset[str]

    @property
    def compact(self) -> str:
        """The core without spaces."""
        return "".join(self.core)


@lru_cache(maxsize=1)
def _known() -> Mapping[str, frozenset[str]]:
    lists = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in lists.items()}


@lru_cache(maxsize=1)
def _different() -> frozenset[str]:
    names = (name for country in country_list().values() for name in country.names.values())
    words = {_stem(word) for name in names for word in search_form(name).split()}
    return _known()["different"] | {word for word in words if len(word) >= _SHORTEST_COUNTRY}


def is_no_misspelling(one: str, other: str) -> bool:
    """Whether both are words of their own, however close: two countries, metrology and meteorology."""
    return one in _different() and other in _different()


def is_frequent(word: str) -> bool:
    """Whether so many names hold the word that it brings no two of them together."""
    return word in _known()["frequent"]


def is_joining(word: str) -> bool:
    """Whether the word only joins others."""
    return word in _known()["joining"]


@lru_cache(maxsize=20_000)
def named(name: str) -> Named:
    """A name taken apart; legal forms stay where nothing else would be left."""
    form = search_form(name)
    words = _without_legal_form(_spelled_together(form.split()))
    core = [_stem(word) for word in _together(_without_articles(words)) if not is_joining(word)]
    numbers = frozenset(word for word in words if word.isdecimal())
    return Named(form, tuple(words), tuple(core) or tuple(words), numbers)


def _spelled_together(words: Sequence[str]) -> list[str]:
    """Letters that stand one by one are one word: U.N.D.P., S.A., ش.م.م."""
    found: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1 and word not in {"و", "y", "e"}:
            run.append(word)
            continue
        found.extend(["".join(run)] if len(run) > 1 else run)
        run = []
        if word:
            found.append(word)
    return found


def _without_legal_form(words: list[str]) -> list[str]:
    last, first = _known()["legal_forms_last"], _known()["legal_forms_first"]
    left = list(words)
    while len(left) > 1 and (left[-1] in last or " ".join(left[-2:]) in last or _ends_joining(left)):
        left = left[:-2] if " ".join(left[-2:]) in last and len(left) > 2 else left[:-1]
    while len(left) > 1 and left[0] in first | {"the"}:
        left = left[1:]
    return left


def _ends_joining(words: Sequence[str]) -> bool:
    return words[-1] in {"and", "und", "et", "y", "de", "و"}


def _without_articles(words: Sequence[str]) -> list[str]:
    """Without an-, ash- and the like before a word that begins with the same sound."""
    articles = _known()["articles"]
    pairs = zip(words, [*words[1:], ""], strict=False)
    return [word for word, after in pairs if not (word in articles and after.startswith(word[1:]))]


def _together(words: Sequence[str]) -> list[str]:
    """Abd al-Aziz and Abdelaziz are one word, bin and ben another; co-operation is one."""
    found: list[str] = []
    waiting = ""
    for word in words:
        if waiting and is_joining(word):
            continue
        if waiting:
            found.append(waiting + _stem(word))
            waiting = ""
        elif word in {*_SERVANT, _SERVANT_OF}:
            waiting = _SERVANT_OF if is_arabic(word) else "abd"
        elif word == "co":
            waiting = word
        else:
            found.append(_of_servant(word))
    return [*found, waiting] if waiting else found


def _of_servant(word: str) -> str:
    if word in _SON:
        return "بن" if is_arabic(word) else "bin"
    if word.startswith(_SERVANT_OF + _ARTICLE):
        return _SERVANT_OF + word.removeprefix(_SERVANT_OF + _ARTICLE)
    begins = next((begin for begin in _SERVANT if word.startswith(begin) and len(word) > len(begin) + 2), "")
    return "abd" + word.removeprefix(begins) if begins else word


def _stem(word: str) -> str:
    """An Arabic word without its article and what is written onto it."""
    for begin in (_AND_THE, _BY_THE, _ARTICLE, _TO_THE):
        if word.startswith(begin) and len(word) >= len(begin) + _SHORTEST_STEM:
            return word.removeprefix(begin)
    return word
