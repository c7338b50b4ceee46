"""Which name a cell of a file of votes means: as it is written, else in any case, else without accents.

What is not written as the name is, and bears no accent, may have lost one: it means every name that differs in accents.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from register.kernel.names import search_form

T = TypeVar("T")


def _written(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())  # names are kept so, and not every program writes so


def _in_any_case(text: str) -> str:
    return _written(text).casefold()


_FORMS: tuple[Callable[[str], str], ...] = (_written, _in_any_case, search_form)
"""From the closest on: two names that differ in an accent alone are still told apart where it is written."""


class Names(Generic[T]):
    """What is known by name."""

    def __init__(self, named: Iterable[tuple[str, T]]) -> None:
        self._known: list[tuple[Callable[[str], str], dict[str, list[T]]]] = []
        pairs = list(named)
        for form in _FORMS:
            known: dict[str, list[T]] = defaultdict(list)
            for name, value in pairs:
                known[form(name)].append(value)
            self._known.append((form, dict(known)))

    def meant(self, said: str) -> list[T]:
        """Whatever `said` may mean in the closest form in which it means anything; several where it is not clear."""
        written, in_any_case, alike = (known.get(form(said), []) if form(said) else [] for form, known in self._known)
        if written or not alike or (in_any_case and _has_accents(said)):
            return written or in_any_case
        return alike  # capitals often go without the accents of a name, so GUINEE may be Guinée


def _has_accents(said: str) -> bool:
    return any(unicodedata.combining(letter) for letter in unicodedata.normalize("NFD", said))
