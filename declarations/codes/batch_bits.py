"""Conditions of many rules held against facts at once: each table of a condition is one bit, each fact one look-up.

For every value of a fact it is worked out once, by the same `table_holds` that judges one declaration, which tables it
makes fail and which it leaves unsure. Facts are then joined by `|`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from declarations.codes.conditions import Holds, Table, table_holds
from declarations.codes.vocabulary import Kind

ABSENT = object()
"""Stands for a fact that was not asked."""


class _Values(dict[Any, int]):
    """The bits of one fact by its value; found when a value is met first."""

    def __init__(self, fact: str, parts: Sequence[tuple[int, Table]], half: int) -> None:
        super().__init__()
        self._fact, self._parts, self._half = fact, parts, half

    def __missing__(self, value: Any) -> int:
        facts = {} if value is ABSENT else {self._fact: value}
        bits = 0
        for at, table in self._parts:
            grade = table_holds(table, facts)
            bits |= 1 << at if grade is Holds.NOT else (1 << at + self._half if grade is Holds.PERHAPS else 0)
        self[value] = bits
        return bits


class Bits:
    """The tables of one kind. The lower half of the bits says which fail, the upper half which are unsure."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._tables: list[Table] = []
        self._places: dict[Table, int] = {}
        self.by_fact: Mapping[str, Mapping[Any, int]] = {}

    def place(self, tables: Iterable[Table]) -> int:
        """The bits of some tables; one that speaks of another kind can never hold and has none."""
        return sum({1 << self._place(table) for table in tables if self._speaks(table)})

    def _speaks(self, table: Table) -> bool:
        return all(fact != "kind" or self._kind in listed for fact, listed in table)

    def _place(self, table: Table) -> int:
        rest = tuple(part for part in table if part[0] != "kind")
        if rest not in self._places:
            self._places[rest] = len(self._tables)
            self._tables.append(rest)
        return self._places[rest]

    def close(self) -> None:
        """Work out which facts are named, once every table has its place."""
        named: dict[str, list[tuple[int, Table]]] = {}
        for at, table in enumerate(self._tables):
            for part in table:
                named.setdefault(part[0], []).append((at, (part,)))
        self.by_fact = {fact: _Values(fact, parts, len(self._tables)) for fact, parts in named.items()}

    def halves(self, bits: int) -> tuple[int, int]:
        """The tables that certainly hold, and those that perhaps do."""
        every = (1 << len(self._tables)) - 1
        failed = bits & every
        unsure = bits >> len(self._tables) & ~failed
        return every & ~failed & ~unsure, unsure

    def both(self, places: int) -> int:
        """The same tables in both halves, to cut them out of what was joined."""
        return places | places << len(self._tables)
