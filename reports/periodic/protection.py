"""Small numbers taken out of tables so that no sum gives them back.

A number under the threshold could point to a person. Leaving it out is not enough: a reader subtracts. So for every
number that is left out, the reader’s own question is asked of a solver: which least and greatest value would fit
everything that stays? As long as one of them can be pinned down, one more number of the same sum is left out; a
table in which no other number is left to hide behind is left out as a whole.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from highspy import Highs, HighsModelStatus, HighsVarType

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
    """What another report on the same period showed: its numbers, and what it withheld or left out."""

    shown: Mapping[Place, int]
    withheld: frozenset[Place]
    left_out: frozenset[str]


class Rests(msgspec.Struct, frozen=True):
    """Numbers that are printed nowhere: what is left of a whole; of those not shielded everything may be known."""

    shielded: frozenset[Place] = frozenset()
    others: frozenset[Place] = frozenset()
    within: Mapping[Place, Place] = {}
    """Parts by their wholes, of which the rest is shielded: of a small whole nought is withheld as well."""


class _Told(msgspec.Struct, frozen=True):
    """What protecting goes by."""

    threshold: int
    earlier: tuple[Earlier, ...]
    public: frozenset[Place]
    rests: Rests


def protect(
    numbers: Mapping[Place, int],
    sums: Sequence[Sum],
    threshold: int,
    earlier: Sequence[Earlier] = (),
    public: Collection[Place] = (),
    rests: Rests | None = None,
) -> Protected:
    """What to withhold of `numbers`, counts that are not negative, so that none under `threshold` can be found.

    Nought is shown: it says that there was nobody; but of one known person it would say what that person left undone,
    so that a part of a small whole is withheld whatever it is. What is `public` anyhow stays, and hides nothing. What
    reports before this one withheld stays withheld, and a number that one of them showed hides nothing now, since a
    reader may take it for unchanged. `rests` stand in no table, yet a reader knows that they are there.
    """
    rests = rests or Rests()
    told = _Told(threshold, tuple(earlier), frozenset(public), rests)
    parts = [_Protecting(own, joined, told).carried_out() for own, joined in apart(numbers, sums)]
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

    def __init__(self, numbers: Mapping[Place, int], sums: Sequence[Sum], told: _Told) -> None:
        self.numbers, self.threshold, self.public = numbers, told.threshold, told.public
        self.sums_of: dict[Place, list[Sum]] = {place: [] for place in numbers}
        for each in sums:
            for place in (each.total, *each.parts):
                self.sums_of[place].append(each)
        self.totals = {each.total for each in sums}
        self.within = told.rests.within
        self.unprinted = (told.rests.shielded | told.rests.others) & numbers.keys()
        self.known = {
            place for place, number in numbers.items() if any(one.shown.get(place) == number for one in told.earlier)
        }
        """What an earlier report shows, and shows still."""
        free = self.public | self.known
        self.small = {place for place, number in numbers.items() if 0 < number < told.threshold} - told.rests.others
        self.bare = {
            part for part, whole in told.rests.within.items() if part in numbers and whole in self.small - free
        }
        """Parts of a small whole, which may be nought."""
        self.small = (self.small | self.bare) - free
        self.kept = {place for one in told.earlier for place in one.withheld if place in numbers} - free
        self.hidden = self.small | self.kept | self.unprinted
        self.left_out = {table for one in told.earlier for table in one.left_out}
        self.safe = set(self.unprinted - self.small)
        """Hidden numbers of which a reader cannot be sure; hiding more never makes a reader surer."""
        self.reader = Reader(numbers, sums)
        self._tell_reader()

    def carried_out(self) -> Protected:
        """The end of it."""
        while exposed := self._plainly_exposed() or self._exposed():
            self._cover_all(exposed)
            self._tell_reader()
        shown = (place for place in self.hidden - self.unprinted if place.table not in self.left_out)
        return Protected(frozenset(shown), frozenset(self.left_out))

    def _cover_all(self, exposed: Iterable[Place]) -> None:
        """Cover numbers that lie apart from each other; what covers one may have covered the next as well."""
        touched: set[Sum] = set()
        for place in exposed:
            if touched.isdisjoint(self.sums_of[place]):
                cover = self._cover_for(place)
                if cover is not None:
                    self.hidden.add(cover)
                    touched.update(self.sums_of[cover])
                elif not touched:
                    self.left_out.add(place.table)
                    return

    def _tell_reader(self) -> None:
        """What is not printed any more, and of what a reader knows that it is not nought."""
        gone = {place for place in self.numbers if place.table in self.left_out}
        told = self.hidden - self.kept - self.unprinted - gone
        unsure = {part for part, whole in self.within.items() if whole in self.hidden}  # it may be one of the bare ones
        self.reader.lose((gone | self.hidden) - self.known, told - unsure)

    def _pending(self) -> list[Place]:
        pending = (place for place in self.hidden - self.safe if place.table not in self.left_out)
        return sorted(pending, key=lambda each: (each not in self.small, each))

    def _plainly_exposed(self) -> list[Place]:
        """Hidden numbers that are the only ones of a sum."""
        return [
            place
            for place in self._pending()
            if any(self._hidden_in(each) == 1 and self._is_told(each) for each in self.sums_of[place])
        ]

    def _is_told(self, wanted: Sum) -> bool:
        """Whether all tables of a sum are in the report."""
        places = (wanted.total, *wanted.parts)
        return all(place.table not in self.left_out or place in self.known for place in places)

    def _exposed(self) -> list[Place]:
        """Hidden numbers that a reader could find."""
        pending = self._pending()
        needed = {place: self.threshold - 1 if place in self.small else 1 for place in pending}
        self.reader.look_around(needed)
        exposed = [place for place in pending if not self.reader.is_in_doubt(place, needed[place])]
        self.safe.update(set(pending).difference(exposed))
        return exposed

    def _cover_for(self, place: Place) -> Place | None:
        """One more number to hide, of a sum that gives this one away; None where there is none left."""
        around = self._around(place)
        for totals in (False, True):
            for each in around:
                free = [
                    number
                    for number in (each.total, *each.parts)
                    if number != place and self._can_hide(number) and (totals or number not in self.totals)
                ]
                if free:
                    return min(free, key=self._cost)
        return None

    def _around(self, place: Place) -> list[Sum]:
        """The sums that lead to this number over hidden ones, the nearest first: any may be what gives it away."""
        found: dict[Sum, None] = {}
        reached, waiting = {place}, [place]
        while waiting:
            further = []
            sums = {each for number in waiting for each in self.sums_of[number]}
            for each in sorted(sums, key=lambda each: (self._hidden_in(each), each)):
                found[each] = None
                fresh = {number for number in (each.total, *each.parts) if number in self.hidden} - reached
                reached |= fresh
                further += sorted(fresh)
            waiting = further
        return list(found)

    def _hidden_in(self, wanted: Sum) -> int:
        return sum(place in self.hidden for place in (wanted.total, *wanted.parts))

    def _cost(self, place: Place) -> tuple[int, int, Place]:
        """A number that stands alone in its other sums needs cover of its own; a small number is a small loss."""
        alone = sum(self._hidden_in(each) == 0 for each in self.sums_of[place])
        return alone, self.numbers[place], place

    def _can_hide(self, place: Place) -> bool:
        fresh = self.numbers[place] > 0 and place not in self.hidden and place.table not in self.left_out
        return fresh and place not in self.public and place not in self.known


class Reader:
    """Somebody who holds the published numbers and every sum, and solves for what is missing."""

    def __init__(self, numbers: Mapping[Place, int], sums: Iterable[Sum]) -> None:
        self._columns = {place: number for number, place in enumerate(sorted(numbers))}
        self._seen = [(numbers[place], numbers[place]) for place in self._columns]
        self._most = 2 * max(numbers.values(), default=0) + 100
        """A sum may leave a number without any bound: as good as no knowledge."""
        self._unknown: dict[int, int] = {}
        self._model = Highs()  # type: ignore[no-untyped-call]  # the solver carries no annotations
        self._model.setOptionValue("output_flag", False)
        self._model.setOptionValue("random_seed", 1)
        for place, column in self._columns.items():
            self._model.addVar(numbers[place], numbers[place])
            self._model.changeColIntegrality(column, HighsVarType.kInteger)
        for total, parts in sums:
            places = [self._columns[place] for place in (total, *parts)]
            self._model.addRow(0, 0, len(places), places, [-1.0, *[1.0] * len(parts)])

    def lose(self, unknown: Collection[Place], at_least_one: Collection[Place]) -> None:
        """These are not printed; of some of them a reader knows that they are not nought, as noughts are shown."""
        lowest = {self._columns[place]: int(place in at_least_one) for place in unknown}
        for column, low in lowest.items() - self._unknown.items():
            self._model.changeColBounds(column, low, self._most)
        self._unknown = lowest

    def is_in_doubt(self, place: Place, width: int) -> bool:
        """Whether the values that would fit lie at least `width` apart."""
        column = self._columns[place]
        for sign in (1.0, -1.0):
            if self._width(column) >= width:
                return True
            self._ask({column: sign})
        return self._width(column) >= width

    def look_around(self, needed: Mapping[Place, int]) -> None:
        """Ask for many numbers at once, as long as that shows of one more that a reader cannot be sure of it."""
        wanted = {self._columns[place]: width for place, width in needed.items()}
        signs = dict.fromkeys(wanted, 1.0)
        while wanted:
            for way in (1.0, -1.0):
                self._ask({column: way * signs[column] * (1 + column % 7) for column in wanted})
            still = {column: width for column, width in wanted.items() if self._width(column) < width}
            if len(still) == len(wanted):
                return
            wanted = still
            signs = {column: -signs[column] if number % 2 else signs[column] for number, column in enumerate(wanted)}

    def _width(self, column: int) -> int:
        least, most = self._seen[column]
        return most - least

    def _ask(self, costs: Mapping[int, float]) -> None:
        """Solve for the least; each answer widens what is known to fit of every number."""
        for column, cost in costs.items():
            self._model.changeColCost(column, cost)
        for relaxed in (True, False):
            self._model.setOptionValue("solve_relaxation", relaxed)
            self._model.run()
            if self._model.getModelStatus() != HighsModelStatus.kOptimal:
                break
            values = self._model.getSolution().col_value
            if all(abs(value - round(value)) < _WHOLE for value in values):
                self._widen([round(value) for value in values])
                break
        for column in costs:
            self._model.changeColCost(column, 0.0)

    def _widen(self, values: Sequence[int]) -> None:
        self._seen = [
            (min(least, value), max(most, value)) for (least, most), value in zip(self._seen, values, strict=True)
        ]


_WHOLE = 1e-6
"""How near to a whole number the solver comes."""
