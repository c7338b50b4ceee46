"""The keys under which a name is heard: names that may be of one organization share at least one of them.

They stand in an index, so that a name is held against the few that sound like it and never against all.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, product

from declarations.parties.acronyms import initials, is_acronym, without_own_acronym
from declarations.parties.sounding import consonants, sounds
from declarations.parties.translating import letters_in_other_languages, meanings_of, phrased
from declarations.parties.wording import Named, is_frequent, named, written_out

HEARD_AS = 3
"""Which edition of these keys a name was heard with; a later one is heard anew by the worker."""
_MOST_WORDS = 8
_LONGEST_KEY = 60
_MOST_MEANINGS = 4
_FEWEST = 2
"""Consonants of which none may be left out."""


def keys_of(name: str) -> frozenset[str]:
    """Every key of a name; none where it has no letters."""
    whole = named(name)
    if not whole.form:
        return frozenset()
    bare = without_own_acronym(whole.form)
    found = {key for each in (whole, bare) for key in _keys(each)}
    return frozenset(key[:_LONGEST_KEY] for key in found)


def _keys(name: Named) -> Iterator[str]:
    core = name.core[:_MOST_WORDS]
    heard = [tuple(_heard(core, place)) for place in range(len(core))]
    telling = [place for place, word in enumerate(core) if not is_frequent(word)]
    for place in telling:
        yield from (f"w:{sound}" for sound in heard[place])
    if len(telling) <= 1:
        for sound in heard[telling[0] if telling else 0]:
            yield from _nearly(sound)
    first = sorted(each[0] for each in heard)
    yield from (f"p:{one} {other}" for one, other in pairwise(first))
    yield "c:" + "".join(each[0] for each in heard)
    yield from (f"a:{letters}" for letters in initials(name.words))
    if len(core) == 1 and is_acronym(core[0]):
        yield f"a:{core[0]}"
        yield f"s:{''.join(sorted(core[0]))}"
    yield from (f"s:{letters}" for letters in letters_in_other_languages(core) if is_acronym(letters))
    yield from _meant(phrased(core))


def _meant(core: Sequence[str]) -> Iterator[str]:
    """Keys of what the words mean, in whatever language; of a word that is not known, its sound."""
    for meant in islice(product(*(_meaning(word) for word in core)), _MOST_MEANINGS):
        if any(each.startswith("=") for each in meant):
            yield from (f"p:{one} {other}" for one, other in pairwise(sorted(meant)))
        if len(meant) == 1:
            yield f"c:{meant[0]}"


def _meaning(word: str) -> list[str]:
    known = sorted(f"={meaning}" for meaning in meanings_of(word))
    return known or [consonants(sounds(word)[0]) or word]


def _heard(core: Sequence[str], place: int) -> Iterator[str]:
    for sound in sounds(written_out(core[place]), before_another=place < len(core) - 1):
        yield consonants(sound) or sound


def _nearly(sound: str) -> Iterator[str]:
    """A sound, and what is left of it when one is not heard: two that differ in one share one of these."""
    yield f"d:{sound}"
    if len(sound) > _FEWEST:
        yield from (f"d:{sound[:at]}{sound[at + 1 :]}" for at in range(len(sound)))
