"""Acronyms of names: the first letters of all words, or of those that tell something."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from declarations.parties.translating import letters_in_other_languages
from declarations.parties.wording import Named, is_joining, named

_SHORTEST, _LONGEST = 3, 8
_LEAST_WORDS, _MOST_WITH_TWO = 3, 5
"""Of two words the first letters are those of too many others."""


def initials(words: Sequence[str]) -> Iterator[str]:
    """The acronyms that words may have, with and without those that only join; co-operation counts once or twice."""
    telling = [word for word in words if not is_joining(word)]
    if len(telling) < _LEAST_WORDS:
        return
    for chosen in (words, telling, _whole(telling)):
        yield "".join(word[0] for word in chosen)
    if len(telling) > _MOST_WITH_TWO or not telling[0].isascii():
        return
    for place in range(len(telling)):  # one word gives two letters: AfDB
        yield "".join(each[: 2 if at == place else 1] for at, each in enumerate(telling))


def _whole(words: Sequence[str]) -> list[str]:
    """Co-operation as one word."""
    return [word for before, word in zip(["", *words], words, strict=False) if before != "co"]


def is_acronym(word: str) -> bool:
    """Whether a word is short enough to be one."""
    return _SHORTEST <= len(word) <= _LONGEST


@lru_cache(maxsize=20_000)
def without_own_acronym(form: str) -> Named:
    """A normalised name without an acronym that stands beside the words it is of."""
    name = named(form)
    for place in (len(name.words) - 1, 0):
        word, rest = name.words[place], (*name.words[:place], *name.words[place + 1 :])
        if is_acronym(word) and word in initials(rest):
            return named(" ".join(rest))
    return name


def replaced_by_acronym(short: Named, long: Named) -> bool:
    """Whether a word of the one stands for a run of words of the other, the rest being the same."""
    if len(long.words) - len(short.words) < _LEAST_WORDS - 1:
        return False
    for word in short.words:
        if not is_acronym(word):
            continue
        rest = sorted(each for each in short.core if each != word)
        if any(rest == sorted(left) for left in _left_beside(word, long)):
            return True
    return False


def is_acronym_in_another_language(short: Named, long: Named) -> bool:
    """Whether a name is the first letters of what the words of the other are in one of the languages: OMS, WHO.

    In which order the words stand there is not known.
    """
    if len(short.core) != 1 or not is_acronym(short.core[0]) or len(long.core) < _LEAST_WORDS:
        return False
    return "".join(sorted(short.core[0])) in letters_in_other_languages(long.core)


def _left_beside(acronym: str, name: Named) -> Iterator[tuple[str, ...]]:
    """What is left of the core of a name where a run of its words has the acronym."""
    words = name.words
    for start in range(len(words)):
        if not words[start].startswith(acronym[0]):
            continue
        for end in range(start + _SHORTEST - 1, len(words) + 1):
            run = words[start:end]
            if acronym in initials(run) or (len(run) == len(acronym) and _spells(acronym, run)):
                left = " ".join((*words[:start], *words[end:]))
                yield named(left).core if left else ()


def _spells(acronym: str, run: Sequence[str]) -> bool:
    """Whether every word gives a letter, small words too: MoH."""
    return "".join(word[0] for word in run) == acronym
