"""Small numbers taken out of tables so that no sum gives them back.

A number under the threshold could point to a person. Leaving it out is not enough: a reader subtracts. So for every
number that is left out, the reader’s own question is asked of a solver: which least and greatest value would fit
everything that stays? As long as one of them can be pinned down, one more number of the same sum is left out; a
table in which no other number is left to hide behind is left out as a whole.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from highspy import Highs, HighsModelStatus, HighsVarType, kHighsInf

from reports.periodic.model import Place


class Sum(NamedTuple):
    """What a reader knows of the numbers: a total is the sum of its parts."""

    total: Place
    parts: tuple[Place, ...]


class Protected(msgspec.Struct, frozen=True):
    """What is not shown, and the tables that are not shown at all."""

    withheld: frozenset[Place]
    left_out: frozenset[str]


class Earlier(msgspec.Struct, frozen=True):
    """What the report that is corrected showed: its numbers, and what it withheld or left out."""

    shown: Mapping[Place, int]
    withheld: frozenset[Place]
    left_out: frozenset[str]


def protect(
    numbers: Mapping[Place, int],
    sums: Sequence[Sum],
    threshold: int,
    earlier: Earlier | None = None,
    public: Collection[Place] = (),
) -> Protected:
    """What to withhold of `numbers`, counts that are not negative, so that none under `threshold` can be found.

    Nought is shown: it says that there was nobody. What is `public` anyhow stays, and hides nothing. With `earlier`,
    what that report withheld stays withheld, and a number that it showed hides nothing now, since a reader may take it
    for unchanged.
    """
    parts = [_Protecting(own, joined, threshold, earlier, public).carried_out() for own, joined in apart(numbers, sums)]
    left_out = frozenset[str]().union(*(each.left_out for each in parts))
    withheld = frozenset[Place]().union(*(each.withheld for each in parts))
    return Protected(frozenset(place for place in withheld if place.table not in left_out), left_out)


def apart(numbers: Mapping[Place, int], sums: Sequence[Sum]) -> list[tuple[dict[Place, int], list[Sum]]]:
    """The numbers in groups that no sum joins: what is hidden in one says nothing of another."""
    head = {place: place for place in numbers}

    def first(place: Place) -> Place:
        while head[place] != place:
            head[place] = place = head[head[place]]
        return place

    for total, parts in sums:
        for part in parts:
            head[first(part)] = first(total)
    groups: dict[Place, tuple[dict[Place, int], list[Sum]]] = {}
    for place, number in numbers.items():
        groups.setdefault(first(place), ({}, []))[0][place] = number
    for each in sums:
        groups[first(each.total)][1].append(each)
    return list(groups.values())


class _Protecting:
    """The work: what is hidden so far grows until every hidden number is safe or its table is left out."""

    def __init__(
        self,
        numbers: Mapping[Place, int],
        sums: Sequence[Sum],
        threshold: int,
        earlier: Earlier | None,
        public: Collection[Place],
    ) -> None:
        self.numbers, self.sums, self.threshold = numbers, sums, threshold
        self.public = frozenset(public)
        self.small = {place for place, number in numbers.items() if 0 < number < threshold} - self.public
        self.kept = earlier.withheld & numbers.keys() - self.public if earlier else frozenset()
        self.shown_before = earlier.shown if earlier else {}
        self.hidden = self.small | self.kept
        self.left_out = set(earlier.left_out) if earlier else set()
        self.safe: set[Place] = set()
        """Hidden numbers of which a reader cannot be sure; hiding more never makes a reader surer."""

    def carried_out(self) -> Protected:
        while exposed := self._exposed():
            self._cover(exposed)
        withheld = frozenset(place for place in self.hidden if place.table not in self.left_out)
        return Protected(withheld, frozenset(self.left_out))

    def _exposed(self) -> Place | None:
        """The first hidden number that a reader could find."""
        gone = {place for place in self.numbers if place.table in self.left_out}
        unknown = gone | self.hidden
        guessed = {place for place in unknown - gone if self.shown_before.get(place) == self.numbers[place]}
        reader = Reader(self.numbers, self.sums, unknown - guessed, at_least_one=self.hidden - self.kept - gone)
        for place in sorted(self.hidden - gone - self.safe, key=lambda each: (each not in self.small, each)):
            needed = self.threshold - 1 if place in self.small else 1
            if place in guessed or not reader.is_in_doubt(place, needed):
                return place
            self.safe.add(place)
        return None

    def _cover(self, place: Place) -> None:
        """Hide one more number of a sum that gives this one away, or leave out its table."""
        sums = sorted(self._around(place), key=lambda each: (self._hidden_in(each), each))
        for totals in (False, True):
            for each in sums:
                choice = [each.total] if totals else each.parts
                free = [number for number in choice if number != place and self._can_hide(number)]
                if free:
                    self.hidden.add(min(free, key=self._cost))
                    return
        self.left_out.add(place.table)

    def _around(self, place: Place) -> set[Sum]:
        """The sums that lead to this number over hidden ones: any of them may be what gives it away."""
        found: set[Sum] = set()
        reached, waiting = {place}, [place]
        while waiting:
            for each in self._sums_of(waiting.pop()):
                found.add(each)
                fresh = {number for number in (each.total, *each.parts) if number in self.hidden} - reached
                reached |= fresh
                waiting += fresh
        return found

    def _sums_of(self, place: Place) -> list[Sum]:
        return [each for each in self.sums if place == each.total or place in each.parts]

    def _hidden_in(self, wanted: Sum) -> int:
        return sum(place in self.hidden for place in (wanted.total, *wanted.parts))

    def _cost(self, place: Place) -> tuple[int, int, Place]:
        """A number that stands alone in its other sums needs cover of its own; a small number is a small loss."""
        alone = sum(self._hidden_in(each) == 0 for each in self._sums_of(place))
        return alone, self.numbers[place], place

    def _can_hide(self, place: Place) -> bool:
        if place in self.public:
            return False
        fresh = self.numbers[place] > 0 and place not in self.hidden and place.table not in self.left_out
        return fresh and self.shown_before.get(place) != self.numbers[place]


class Reader:
    """Somebody who holds the published numbers and every sum, and solves for what is missing.

    `at_least_one` are the hidden numbers of which a reader knows that they are not nought, as noughts are shown.
    """

    def __init__(
        self,
        numbers: Mapping[Place, int],
        sums: Iterable[Sum],
        unknown: Collection[Place],
        at_least_one: Collection[Place] = (),
    ) -> None:
        self._columns = {place: number for number, place in enumerate(sorted(unknown))}
        self._seen: list[tuple[int, int]] = [(numbers[place], numbers[place]) for place in self._columns]
        self._model = Highs()  # type: ignore[no-untyped-call]  # the solver carries no annotations
        self._model.setOptionValue("output_flag", False)
        for place, column in self._columns.items():
            self._model.addVar(1 if place in at_least_one else 0, kHighsInf)
            self._model.changeColIntegrality(column, HighsVarType.kInteger)
        for total, parts in sums:
            self._add(numbers, total, parts)

    def _add(self, numbers: Mapping[Place, int], total: Place, parts: Sequence[Place]) -> None:
        signed = [(total, -1), *((part, 1) for part in parts)]
        open_ones = [(self._columns[place], sign) for place, sign in signed if place in self._columns]
        if open_ones:
            known = -sum(sign * numbers[place] for place, sign in signed if place not in self._columns)
            self._model.addRow(
                known, known, len(open_ones), [c for c, _ in open_ones], [float(s) for _, s in open_ones]
            )

    def is_in_doubt(self, place: Place, width: int) -> bool:
        """Whether the values that would fit lie at least `width` apart."""
        column = self._columns[place]
        for sign in (1.0, -1.0):
            least, most = self._seen[column]
            if most - least >= width:
                return True
            self._ask(column, sign)
        least, most = self._seen[column]
        return most - least >= width

    def _ask(self, column: int, sign: float) -> None:
        """Solve for the least (1) or greatest (-1) value; each answer widens what is known to fit of every number."""
        bound = 10**6  # a sum may leave a number without any bound above: as good as no knowledge
        self._model.changeColCost(column, sign)
        low, up = self._model.getCol(column)[2:4]
        self._model.changeColBounds(column, low, min(up, bound))
        self._model.run()
        if self._model.getModelStatus() == HighsModelStatus.kOptimal:
            values = self._model.getSolution().col_value
            self._seen = [
                (min(least, round(value)), max(most, round(value)))
                for (least, most), value in zip(self._seen, values, strict=True)
            ]
        self._model.changeColBounds(column, low, up)
        self._model.changeColCost(column, 0.0)
