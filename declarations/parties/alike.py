"""Which entries of the directory may be the same party, judged by their names alone."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from declarations.parties.matching import surest, surest_first
from declarations.parties.model import Party

_SHORTEST_WORD = 3
_MOST = 6


def words_of(forms: Iterable[str]) -> set[str]:
    """The words of normalised names that are long enough to tell something."""
    return {word for form in forms for word in form.split() if len(word) >= _SHORTEST_WORD or not word.isascii()}


def most_alike(forms: Sequence[str], among: Iterable[tuple[Party, str]]) -> tuple[Party, ...]:
    """Of entries, each with one of its names, those that may be of the same organization; the surest first."""
    found: dict[UUID, tuple[tuple[int, float], str, Party]] = {}
    for party, name in among:
        match = surest(forms, name)
        if match is not None:
            rated = (surest_first(match), str(party.id), party)
            found[party.id] = min(rated, found.get(party.id, rated), key=lambda each: each[0])
    return tuple(party for *_, party in sorted(found.values(), key=lambda each: each[:2])[:_MOST])
