"""Conditions as data: a list of tables, any of which may hold; a table holds when every fact in it has a listed value.

How far a table holds has three grades, because a fact may be absent, not known, or known. An absent fact was not
asked, and no table that names it holds. A fact that is not known may have any value: it satisfies a table that must
hold for a rule to apply, and never one that would exempt from it.
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

import msgspec


class Holds(IntEnum):
    """How far a condition holds."""

    NOT = 0
    PERHAPS = 1
    """Only through a fact that is not known."""
    CERTAINLY = 2


class Presumed(msgspec.Struct, frozen=True):
    """A comparison that is taken to be true because what is compared is not known (unknown value: above nominal)."""


PRESUMED = Presumed()
_ABSENT = object()

Table = tuple[tuple[str, frozenset[Any]], ...]
"""Facts with their listed values, compiled once when a code is loaded."""


def compile_table(raw: Mapping[str, Any]) -> Table:
    """A table as it stands in a file; one value may be written without its list."""
    return tuple(
        (fact, frozenset(listed) if isinstance(listed, list | tuple) else frozenset((listed,)))
        for fact, listed in raw.items()
    )


def table_holds(table: Table, facts: Mapping[str, Any]) -> Holds:
    """How far every fact of the table has one of its listed values."""
    grade = Holds.CERTAINLY
    for fact, listed in table:
        value = facts.get(fact, _ABSENT)
        if value is _ABSENT:
            return Holds.NOT
        if value is None:
            grade = Holds.PERHAPS
        elif value is PRESUMED:
            if True not in listed:
                return Holds.NOT
            grade = Holds.PERHAPS
        elif value.__class__ is frozenset:
            if value.isdisjoint(listed):
                return Holds.NOT
        elif value not in listed:
            return Holds.NOT
    return grade


def best(tables: Sequence[Table], facts: Mapping[str, Any]) -> tuple[Holds, Table]:
    """The table that holds furthest, the first of equals, and how far; an empty one when none holds."""
    found: tuple[Holds, Table] = (Holds.NOT, ())
    for table in tables:
        grade = table_holds(table, facts)
        if grade is Holds.CERTAINLY:
            return grade, table
        if grade > found[0]:
            found = (grade, table)
    return found


class Applies(msgspec.Struct, frozen=True):
    """How far a rule applies, the table that made it apply, and the exemption that could not be excluded."""

    grade: Holds
    table: Table = ()
    open_exemption: Table = ()


_NOT = Applies(Holds.NOT)


def applies(when: Sequence[Table], unless: Sequence[Table], facts: Mapping[str, Any]) -> Applies:
    """Whether some `when` holds and no `unless` certainly does.

    An exemption that only perhaps holds does not exempt, but leaves the rule applying only perhaps.
    """
    grade, table = best(when, facts)
    if grade is Holds.NOT:
        return _NOT
    exempt, open_exemption = best(unless, facts) if unless else (Holds.NOT, ())
    if exempt is Holds.CERTAINLY:
        return _NOT
    return Applies(min(grade, Holds.PERHAPS) if exempt else grade, table, open_exemption)
