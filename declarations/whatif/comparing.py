"""Judging declarations by the profile as it stands and by a sandbox, and counting where the effects part."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.batch import Batch, Outcome
from declarations.codes.earlier import PRIORS, EarlierGift, added_up, longest_reach
from declarations.codes.engine import day_of
from declarations.codes.facts import Facts, Flat, parse_facts
from declarations.codes.model import Profile, ProfileVersion
from declarations.codes.rates import Rates
from declarations.codes.vocabulary import Kind
from declarations.whatif.model import NEWEST, Cell, Figure, Move, Named, Tally
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


class Priors(msgspec.Struct, frozen=True):
    """What earlier gifts add to the facts of one declaration, under the profile as it stands and under the sandbox."""

    before: Flat = {}
    after: Flat = {}


_NONE = Priors()


def with_earlier(facts: Facts, priors: Flat) -> Facts:
    """The facts with earlier gifts as they were added up anew, in the place of what the day of filing knew."""
    if not priors and PRIORS.isdisjoint(facts.values):
        return facts
    rest = {name: value for name, value in facts.values.items() if name not in PRIORS}
    return Facts(facts.kind, {**rest, **priors})


class Comparison:
    """The profile as it stands beside the sandbox; what is compiled serves every declaration."""

    def __init__(self, before: Profile, after: ProfileVersion, rates: Rates) -> None:
        self._before, self._rates = before, rates
        self._versions: dict[str, Batch] = {}
        self._after = Batch(after, rates)
        self._tried = after
        self.reach = longest_reach((*before.versions, after))
        """How many days back earlier gifts can count; None where they never do."""

    def priors(self, day: date, earlier: Sequence[EarlierGift]) -> Priors:
        """Earlier gifts of the same giver, in the order of their days, added up for a gift of a day."""
        return Priors(*(self._added_up(version, day, earlier) for version in (self._version(day), self._tried)))

    def _version(self, day: date) -> ProfileVersion:
        return self._before.version_on(day)[0]

    def _added_up(self, version: ProfileVersion, day: date, earlier: Sequence[EarlierGift]) -> Flat:
        currency = version.currency or ""
        return added_up(earlier, version, day, lambda gift: gift.in_currency(currency, self._rates))

    def judged(self, facts: Facts, day: date, priors: Priors = _NONE) -> tuple[Outcome, Outcome]:
        """What follows under the profile as it stands, and under the sandbox."""
        if facts.kind is not Kind.GIFT:
            return self._by(self._version(day)).outcome(facts, day), self._after.outcome(facts, day)
        was, will = with_earlier(facts, priors.before), with_earlier(facts, priors.after)
        return self._by(self._version(day)).outcome(was, day), self._after.outcome(will, day)

    def add(self, tally: Tally, declarations: Iterable[Kept], priors: Mapping[UUID, Priors]) -> Tally:
        """The tally with further declarations in it; those given before are not changed."""
        counting = _Counting(tally)
        for kept in declarations:
            try:
                facts = facts_of(kept)
                day = day_of(facts) or kept.filed_at.date()
                was, will = self.judged(facts, day, priors.get(kept.id, _NONE))
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
        self._cells = {(cell.kind, cell.unit): [cell.judged, cell.changed, cell.reclassed] for cell in begun.cells}
        self._moves = _by_way(begun.moves)
        self._classes = _by_way(begun.classes)
        self._figures = {(each.kind, each.unit, each.effect): [each.today, each.tried] for each in begun.figures}
        self._newest = deque(begun.newest, maxlen=NEWEST)
        self.unreadable, self._otherwise = begun.unreadable, begun.recorded_otherwise

    def count(self, kept: Kept, was: Outcome, will: Outcome) -> None:
        """One more that was judged."""
        cell = self._cells.setdefault((kept.kind, kept.unit), [0, 0, 0])
        cell[0] += 1
        self._otherwise += was.effect.value != kept.effect
        for place, outcome in enumerate((was, will)):
            self._figures.setdefault((kept.kind, kept.unit, outcome.effect.value), [0, 0])[place] += 1
        if was.effect is not will.effect:
            cell[1] += 1
            self._moves[kept.kind, was.effect.value, will.effect.value] += 1
            self._newest.append(Named(kept.id, was.effect.value, will.effect.value))
        if was.review_class is not will.review_class:
            cell[2] += 1
            self._classes[kept.kind, was.review_class.value, will.review_class.value] += 1

    def tally(self) -> Tally:
        """What was counted."""
        return Tally(
            [Cell(*key, *counts) for key, counts in self._cells.items()],
            [Move(*key, many) for key, many in self._moves.items()],
            list(self._newest),
            self.unreadable,
            recorded_otherwise=self._otherwise,
            classes=[Move(*key, many) for key, many in self._classes.items()],
            figures=[Figure(*key, *both) for key, both in self._figures.items()],
        )


def _by_way(moves: Iterable[Move]) -> Counter[tuple[str, str, str]]:
    return Counter({(move.kind, move.before, move.after): move.many for move in moves})
