"""The words of the name of an organization: without articles and legal forms, those that belong together as one."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from declarations.parties.countries import country_list
from declarations.parties.names import search_form
from declarations.parties.sounding import is_arabic

_FILE = Path(__file__).with_name("known_words.toml")
_SHORTEST_COUNTRY = 4
_ARTICLE, _TO_THE, _AND_THE, _BY_THE = "ال", "لل", "وال", "بال"
_SHORTEST_STEM = 2
_LONGEST_LEGAL_FORM = 4
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
def _file() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _known() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in _file().items() if isinstance(words, list)}


def written_out(word: str) -> str:
    """The word for which a cut one stands; any other as it is."""
    whole: str = _file()["abbreviations"].get(word, word)
    return whole


@lru_cache(maxsize=1)
def _different() -> frozenset[str]:
    names = (name for country in country_list().values() for name in country.names.values())
    words = {stem(word) for name in names for word in search_form(name).split()}
    return _known()["different"] | {word for word in words if len(word) >= _SHORTEST_COUNTRY}


def is_no_misspelling(one: str, other: str) -> bool:
    """Whether both are words of their own, however close: two countries, metrology and meteorology."""
    return one in _different() and other in _different()


def is_told_apart(one: str, other: str) -> bool:
    """Whether both are written down as words of their own, whatever they may mean elsewhere: marine, marina."""
    return {one, other} <= _known()["different"]


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
    words = _without_legal_form(_apart(_spelled_together(form.split())))
    core = [stem(word) for word in _together(_without_articles(words)) if not is_joining(word)]
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


def _apart(words: Sequence[str]) -> list[str]:
    """Southeast as south and east."""
    compounds = _file()["compounds"]
    return [part for word in words for part in compounds.get(word, word).split()]


def _without_legal_form(words: list[str]) -> list[str]:
    last = _known()["legal_forms_last"] | _known()["remarks_last"]
    first = _known()["legal_forms_first"] | {"the"}
    left = list(words)
    while end := _form_of(left[::-1], last, backwards=True) or int(len(left) > 1 and _ends_joining(left)):
        left = left[:-end]
    while start := _form_of(left, first):
        left = left[start:]
    return left


def _form_of(words: Sequence[str], forms: frozenset[str], *, backwards: bool = False) -> int:
    """How many of the first words are a legal form, of which something is left."""
    for many in range(min(_LONGEST_LEGAL_FORM, len(words) - 1), 0, -1):
        said = words[:many][::-1] if backwards else words[:many]
        if " ".join(said) in forms:
            return many
    return 0


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
            found.append(waiting + stem(word))
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


def stem(word: str) -> str:
    """An Arabic word without its article and what is written onto it."""
    for begin in (_AND_THE, _BY_THE, _ARTICLE, _TO_THE):
        if word.startswith(begin) and len(word) >= len(begin) + _SHORTEST_STEM:
            return word.removeprefix(begin)
    return word
