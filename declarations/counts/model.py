"""What an auditor counts: numbers, never a row."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from declarations.advice.counts import Cell


class Erased(msgspec.Struct, frozen=True):
    """What was erased of a class at once, after its period."""

    at: datetime
    name: str
    rows: int


class Counts(msgspec.Struct, frozen=True):
    """Each list with its figures in their order, and the last erasures."""

    lists: Mapping[str, Sequence[Cell]]
    erased: Sequence[Erased]
