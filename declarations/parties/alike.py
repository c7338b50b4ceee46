"""Which entries of the directory may be the same party, judged by their names alone."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from declarations.parties.model import Party
from declarations.parties.names import search_form

_SHORTEST_WORD = 3
_LEAST = 0.8
_MOST = 6


def words_of(forms: Iterable[str]) -> set[str]:
    """The words of normalised names that are long enough to tell something."""
    return {word for form in forms for word in form.split() if len(word) >= _SHORTEST_WORD or not word.isascii()}


def likeness(one: str, other: str) -> float:
    """How alike two normalised names are, from 0 to 1; the order of words does not count."""
    return max(_ratio(one, other), _ratio(" ".join(sorted(one.split())), " ".join(sorted(other.split()))))


def _ratio(one: str, other: str) -> float:
    first, second = sorted((one, other))  # the measure is not symmetric
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def most_alike(forms: Sequence[str], among: Iterable[Party]) -> tuple[Party, ...]:
    """The entries with a name that is much like one of the forms, the likest first."""
    rated = [
        (max((likeness(form, search_form(name)) for form in forms for name in party.names), default=0.0), party)
        for party in among
    ]
    close = sorted((pair for pair in rated if pair[0] >= _LEAST), key=lambda pair: (-pair[0], str(pair[1].id)))
    return tuple(party for _, party in close[:_MOST])
