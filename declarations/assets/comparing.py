"""Comparing a statement with what its filer declared: which declarations name, or may name, the same party (ICSC 24 c).

Only where it stands among the purposes of the statement; what is found is shown to its reader and decides nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from declarations.assets.model import Compared, Line
from declarations.parties.matching import Match, Reason, surest

_SAME_ENTRY = Match(Reason.OTHER_NAME, 1.0)


class Entry(msgspec.Struct, frozen=True):
    """An entry of the directory: the one that stands for it, and its names."""

    root: UUID
    names: tuple[str, ...]


class Declared(msgspec.Struct, frozen=True):
    """A declaration of the filer, by the party that it names."""

    reference: str
    kind: str
    filed_at: datetime
    root: UUID | None
    names: tuple[str, ...]
    """As it was typed, and the names of its entry of the directory."""
    is_person: bool
    """A natural person, who is never taken for another by likeness."""


def compare(lines: Sequence[Line], entries: Mapping[UUID, Entry], declared: Iterable[Declared]) -> tuple[Compared, ...]:
    """What was declared of the party of each line, line by line, in the order in which it is given."""
    known = list(declared)
    return tuple(
        Compared(place, each.reference, each.kind, each.filed_at, found.reason)
        for place, line in enumerate(lines)
        for each in known
        if (found := _match(line, entries.get(line.party) if line.party else None, each)) is not None
    )


def _match(line: Line, entry: Entry | None, declared: Declared) -> Match | None:
    names = (line.counterpart, *(entry.names if entry else ()))
    found = [match for name in declared.names if (match := surest(names, name)) is not None]
    same = next((match for match in found if match.reason is Reason.SAME_NAME), None)
    if same is not None or declared.is_person:
        return same
    if entry is not None and declared.root is not None:  # two entries of the directory are two organizations
        return _SAME_ENTRY if entry.root == declared.root else None
    return max(found, key=lambda match: match.score, default=None)
