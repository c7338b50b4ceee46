"""Judging declarations by the profile as it stands and by a sandbox, and counting where the effects part."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.batch import Batch
from declarations.codes.engine import day_of
from declarations.codes.facts import Facts, parse_facts
from declarations.codes.model import Profile, ProfileVersion
from declarations.codes.rates import Rates
from declarations.whatif.model import NEWEST, Cell, Move, Named, Tally
from register import vault
from register.kernel.errors import RegisterError


class Kept(msgspec.Struct, frozen=True):
    """One declaration as its row keeps it; its facts are encrypted."""

    id: UUID
    kind: str
    unit: str
    effect: str
    filed_at: datetime
    key_id: str
    wrapped_key: bytes | None
    details: bytes


class _Content(msgspec.Struct, frozen=True):
    """Of everything that is encrypted, the facts alone; the story is skipped over."""

    facts: dict[str, Any]


_READ = msgspec.json.Decoder(_Content)


def facts_of(kept: Kept) -> Facts:
    """The facts as they were judged. Raises RegisterError where they can no longer be read."""
    key = vault.unwrap(kept.key_id, kept.wrapped_key)
    return parse_facts(_READ.decode(vault.decrypt(key, kept.details, kept.id, "details")).facts)


class Comparison:
    """The profile as it stands beside the sandbox; what is compiled serves every declaration."""

    def __init__(self, before: Profile, after: ProfileVersion, rates: Rates) -> None:
        self._before, self._rates = before, rates
        self._versions: dict[str, Batch] = {}
        self._after = Batch(after, rates)

    def add(self, tally: Tally, declarations: Iterable[Kept]) -> Tally:
        """The tally with further declarations in it; those given before are not changed."""
        counting = _Counting(tally)
        for kept in declarations:
            try:
                facts = facts_of(kept)
                day = day_of(facts) or kept.filed_at.date()
                was = self._by(self._before.version_on(day)[0]).outcome(facts, day).effect.value
                will = self._after.outcome(facts, day).effect.value
            except (RegisterError, msgspec.DecodeError):
                counting.unreadable += 1
            else:
                counting.count(kept, was, will)
        return counting.tally()

    def _by(self, version: ProfileVersion) -> Batch:
        if version.version not in self._versions:
            self._versions[version.version] = Batch(version, self._rates)
        return self._versions[version.version]


class _Counting:
    """A tally by key, for as long as it grows."""

    def __init__(self, begun: Tally) -> None:
        self._cells = {(cell.kind, cell.unit): [cell.judged, cell.changed] for cell in begun.cells}
        self._moves = {(move.kind, move.before, move.after): move.many for move in begun.moves}
        self._newest = deque(begun.newest, maxlen=NEWEST)
        self.unreadable, self._otherwise = begun.unreadable, begun.recorded_otherwise

    def count(self, kept: Kept, was: str, will: str) -> None:
        """One more that was judged."""
        cell = self._cells.setdefault((kept.kind, kept.unit), [0, 0])
        cell[0] += 1
        self._otherwise += was != kept.effect
        if was != will:
            cell[1] += 1
            move = (kept.kind, was, will)
            self._moves[move] = self._moves.get(move, 0) + 1
            self._newest.append(Named(kept.id, was, will))

    def tally(self) -> Tally:
        """What was counted."""
        return Tally(
            [Cell(*key, *counts) for key, counts in self._cells.items()],
            [Move(*key, many) for key, many in self._moves.items()],
            list(self._newest),
            self.unreadable,
            self._otherwise,
        )
