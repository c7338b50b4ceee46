"""Words that mean the same in the names of organizations in four languages: ministry, ministère, ministerio, وزارة.

Single words and short phrases that are data (`translated_words.toml`), and the names of countries. Nothing else is
translated: what an organization is called after stays as it is written.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from declarations.parties.countries import country_list
from declarations.parties.wording import is_joining, stem, written_out
from register.kernel.names import search_form

_FILE = Path(__file__).with_name("translated_words.toml")
_LETTERED = ("en", "fr", "es")
"""Languages in which names are cut to their first letters."""
_LONGEST_PHRASE = 4


@lru_cache(maxsize=1)
def _meanings() -> Mapping[str, frozenset[str]]:
    """What each word or phrase may mean."""
    found: dict[str, set[str]] = {}
    for meaning, by_language in _groups().items():
        for said in by_language.values():
            for each in said:
                found.setdefault(_core(each), set()).add(meaning)
    return {words: frozenset(meanings) for words, meanings in found.items() if words}


@lru_cache(maxsize=1)
def _groups() -> Mapping[str, Mapping[str, Sequence[str]]]:
    groups: dict[str, Mapping[str, Sequence[str]]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    for code, country in country_list().items():
        names = {tag: [name] for tag, name in country.names.items()}
        groups[code] = names | {"ar": [*names["ar"], *_belonging(country.names["ar"])]}
    return groups


def _belonging(country: str) -> Iterator[str]:
    """What belongs to a country, in Arabic: its name and an ending."""
    bare = stem(search_form(country))
    if " " not in bare:
        bare = bare[:-1] if bare.endswith(("ا", "ه")) else bare
        yield from (f"{bare.removesuffix('ي')}ي", f"{bare.removesuffix('ي')}يه")


@lru_cache(maxsize=20_000)
def _core(said: str) -> str:
    words = [stem(word) for word in search_form(said).split()]
    return " ".join(word for word in words if not is_joining(word))


@lru_cache(maxsize=20_000)
def meanings_of(word: str) -> frozenset[str]:
    """What a word or phrase of a name may mean; nothing where it is not known."""
    return _meanings().get(written_out(word), frozenset())


def mean_the_same(one: str, other: str) -> bool:
    """Whether two words, cut or whole, or two phrases, may mean the same."""
    whole, other_whole = written_out(one), written_out(other)
    return whole == other_whole or not meanings_of(whole).isdisjoint(meanings_of(other_whole))


@lru_cache(maxsize=20_000)
def phrased(core: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name, those of a known phrase as one."""
    found: list[str] = []
    at = 0
    while at < len(core):
        many = next((n for n in range(_LONGEST_PHRASE, 1, -1) if " ".join(core[at : at + n]) in _meanings()), 1)
        found.append(" ".join(core[at : at + many]))
        at += many
    return tuple(found)


@lru_cache(maxsize=20_000)
def letters_in_other_languages(core: tuple[str, ...]) -> frozenset[str]:
    """The first letters, in the order of the alphabet, that a name of known words alone has in each language."""
    meant = [sorted(meanings_of(word)) for word in core]
    if not all(meant):
        return frozenset()
    found = set()
    for tag in _LETTERED:
        said = [_groups()[meanings[0]][tag][0] for meanings in meant]
        found.add("".join(sorted(search_form(word)[0] for word in said)))
    return frozenset(found)
