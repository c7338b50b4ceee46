"""Which values of an extract are shared by enough persons to be shown: a rule over columns that are data.

A value that few persons share points to them, as the one office of a kind or the one country of a giver does. Those are
told as one, and with them the least used of the others where together they would still be few.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec

FEWEST = 5
"""Persons who share a value that is shown; the same as in reports (decision 34)."""

COARSENED: Mapping[str, bool] = {
    "class": True,
    "capacity": False,
    "regime": False,
    "decided_as": False,
    "leading_rule": False,
    "party_type": True,
    "giver_country": False,
}
"""The columns that group persons or say with whom they had to do; whether a value belongs to a kind of declaration.

Kind, effect, outcome, status, timeliness and version are what an audit tests, and stay as they are.
"""
AS_ONE: Mapping[str, Mapping[str, str]] = {
    "capacity": {"executive_head": "staff"},
    "decided_as": {"governing_body_designate": "ethics_officer"},
}
"""Values that an extract tells as one whoever shares them, since one person holds the first."""

Value = tuple[str, str]
"""The kind of declaration, empty where the value belongs to none, and the value."""
_MARKS = (1 << 64) - 1


class Shared(msgspec.Struct, frozen=True):
    """A value of a column in the period: of how many rows, and one of 64 marks for each of its persons."""

    column: str
    value: Value
    rows: int
    marks: int

    @property
    def is_surely_shared(self) -> bool:
        """Whether enough persons share it; several may have one mark, so that False says nothing."""
        return (self.marks & _MARKS).bit_count() >= FEWEST


class Group(msgspec.Struct, frozen=True):
    """What an extract tells as one value: the rows, and its persons, where they are many the first few of them."""

    rows: int
    persons: frozenset[UUID]
    is_shared: bool


def few_of(shared: Iterable[Shared], persons: Mapping[tuple[str, Value], frozenset[UUID]]) -> dict[str, set[Value]]:
    """For each column the values that are not shown. `persons` are those of each value that is not surely shared.

    Values of one kind of declaration are told from those of another by the column beside them, so each kind counts
    for itself.
    """
    among: dict[tuple[str, str], dict[Value, Group]] = {}
    for each in shared:
        groups = among.setdefault((each.column, each.value[0]), {})
        value = as_one(each.column, each.value)
        known = persons.get((each.column, each.value), frozenset())
        made = Group(each.rows, known, each.is_surely_shared or len(known) >= FEWEST)
        before = groups.get(value)
        groups[value] = _together(before, made) if before else made
    found: dict[str, set[Value]] = {}
    for (column, _), groups in among.items():
        found.setdefault(column, set()).update(too_few(groups))
    return found


def as_one(column: str, value: Value) -> Value:
    """The value as which an extract tells it."""
    kind, plain = value
    return kind, AS_ONE.get(column, {}).get(plain, plain)


def _together(one: Group, other: Group) -> Group:
    persons = one.persons | other.persons
    return Group(one.rows + other.rows, persons, one.is_shared or other.is_shared or len(persons) >= FEWEST)


def too_few(groups: Mapping[Value, Group]) -> set[Value]:
    """Values that few persons share; and of the others the least used until what is not shown is shared by enough."""
    hidden = {value for value, group in groups.items() if not group.is_shared}
    persons = {person for value in hidden for person in groups[value].persons}
    if hidden and len(persons) < FEWEST:
        rest = sorted((group.rows, value) for value, group in groups.items() if value not in hidden)
        hidden |= {value for _, value in rest[:1]}
    return hidden
