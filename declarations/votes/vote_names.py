"""Which name a cell of a file of votes means: as it is written, else in any case, else without accents."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from register.kernel.names import search_form

T = TypeVar("T")


def _written(text: str) -> str:
    return " ".join(text.split())


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
        for form, known in self._known:
            wanted = form(said)
            if wanted and wanted in known:
                return known[wanted]
        return []
