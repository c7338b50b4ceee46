"""Somebody who has released reports, their corrections and every sum tries to find a number that is withheld.

The attacker shares no code with what protects: relations are written down here from what the tables mean, and solved
by elimination over fractions and by narrowing bounds until nothing moves. Whatever both together pin down is found.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec
import pytest

from reports.periodic.catalogue import CATALOGUE, Measure
from reports.periodic.model import TOTAL, DataSet, Place, Profile, Published, Table
from reports.periodic.publishing import Correction, Heading, knowledge_of, publish
from tests import periodic

Term = tuple[Place, int]
Relation = tuple[tuple[Term, ...], bool]
"""Terms of which the sum is nought, or is not less than nought where the second value says so."""
COUNTS = {(spec.code, column.code) for spec in CATALOGUE for column in spec.columns if column.measure is Measure.COUNT}
ACROSS = {
    "received": ("in_time", "late", "undated"),
    "givers": ("allowed", "not_allowed"),
    "conflicts": ("actual", "potential", "perceived", "unstated"),
    "measures": ("done", "running", "overdue", "lifted"),
    "advice": ("asked", "logged"),
    "gifts": (
        *("kept", "declined", "returned", "surrendered", "not_accepted", "given", "not_given", "pending", "not_known"),
    ),
    "effects": (
        *("none", "noted", "disclose", "authorization_required", "referral", "accept_and_surrender", "not_acceptable"),
    ),
}  # fmt: skip
WHOLES = (("people", "people", "declared"), ("times", "decided", "in_target"), ("times", "decided", "dated"))
JUDGED = "judged"


def equal(whole: Place, *parts: Place) -> Relation:
    return ((whole, 1), *((part, -1) for part in parts)), False


def at_least(whole: Place, *parts: Place) -> Relation:
    return ((whole, 1), *((part, -1) for part in parts)), True


def relations(lines: Mapping[str, Sequence[str]], policies: Sequence[Place]) -> list[Relation]:
    """What anybody knows who has read what the tables mean; `lines` are those that a report has."""
    found: list[Relation] = []
    for spec in CATALOGUE:
        parts = [line for line in lines.get(spec.code, ()) if line != TOTAL]
        for column in spec.columns:
            if spec.totals and parts and (spec.code, column.code) in COUNTS:
                whole = Place(spec.code, TOTAL, column.code)
                found.append(equal(whole, *(Place(spec.code, line, column.code) for line in parts)))
        for line in lines.get(spec.code, ()):
            if spec.code in ACROSS:
                of_line = (Place(spec.code, line, column) for column in ACROSS[spec.code])
                found.append(equal(Place(spec.code, line, "all"), *of_line))
    found += [
        at_least(Place(table, line, whole), Place(table, line, part))
        for table, whole, part in (*WHOLES, ("values", "all", "cumulative"))
        for line in lines.get(table, ())
    ]
    for kind in (*lines.get("received", ()),):
        received = Place("received", kind, "all")
        found.append(equal(received, Place("effects", kind, "all")))
        found.append(equal(received, Place("movements", kind, "new"), Place("movements", kind, "renewed")))
    everything, gifts = Place("received", TOTAL, "all"), Place("received", "gift", "all")
    found += [equal(gifts, Place(table, TOTAL, "all")) for table in ("gifts", "givers", "values")]
    found += [
        equal(everything, Place("rules", TOTAL, "all")),
        equal(Place("received", "conflict", "all"), Place("conflicts", TOTAL, "all")),
        equal(Place("received", "outside_activity", "all"), Place("activities", TOTAL, "received")),
        equal(
            Place("givers", TOTAL, "not_allowed"),
            Place("effects", "gift", "accept_and_surrender"),
            Place("effects", "gift", "not_acceptable"),
        ),
        at_least(
            Place("times", "outside_activity", "decided"),
            *(
                Place("activities", TOTAL, outcome)
                for outcome in ("authorize", "authorize_with_conditions", "refuse_authorization")
            ),
        ),
        at_least(Place("times", "conflict", "decided"), Place("resolved", TOTAL, "no_measure")),
        at_least(Place("presiding", "participants", "all"), Place("presiding", "acknowledged", "all")),
        at_least(Place("presiding", "opinions_asked", "all"), Place("presiding", "opinions_given", "all")),
    ]
    if policies:
        found.append(equal(everything, *policies))
    for led in {line.rpartition("|")[0] for line in lines.get("rules", ()) if line != TOTAL}:
        kind, effect = led.split("|")
        rules = (Place("rules", line, "all") for line in lines["rules"] if line.rpartition("|")[0] == led)
        found.append(equal(Place("effects", kind, effect), *rules))
    return found


class Contradiction(Exception):
    """No numbers at all are as somebody took them to be: two reports did not count the same."""


class Attacker:
    """Bounds of every number that somebody does not see, narrowed as far as the relations allow."""

    def __init__(self, seen: Mapping[Place, int | None], every: Iterable[Relation], hidden: Iterable[Place]) -> None:
        self.seen = {place: number for place, number in seen.items() if number is not None}
        self.low = dict.fromkeys((place for place, number in seen.items() if number is None), 0)
        self.low.update(dict.fromkeys(hidden, 1))
        self.high: dict[Place, int | None] = dict.fromkeys(self.low)
        self.every = [self._known(relation) for relation in every]

    def _known(self, relation: Relation) -> tuple[dict[Place, int], int, bool]:
        """The terms that are not seen, what the others add up to; a line that is in no table is nought."""
        terms, open_ones, known = relation[0], {}, 0
        for place, sign in terms:
            if place in self.low:
                open_ones[place] = sign
            else:
                known += sign * self.seen.get(place, 0)
        return open_ones, known, relation[1]

    def solved(self) -> dict[Place, int]:
        """The numbers that can be nothing else. Raises Contradiction."""
        self._eliminate()
        while self._narrow():
            pass
        return {place: low for place, low in self.low.items() if low == self.high[place]}

    def _narrow(self) -> bool:
        before = dict(self.low), dict(self.high)
        for terms, known, is_bound in self.every:
            self._at_least_nought(terms, known)
            if not is_bound:
                self._at_least_nought({place: -sign for place, sign in terms.items()}, -known)
        if any(high is not None and high < self.low[place] for place, high in self.high.items()):
            raise Contradiction  # bounds that crossed would go on for ever
        return (self.low, self.high) != before

    def _at_least_nought(self, terms: Mapping[Place, int], known: int) -> None:
        """Each term is at least what the others, at their greatest, leave to it."""
        greatest = {place: self._greatest(place, sign) for place, sign in terms.items()}
        boundless = [place for place, most in greatest.items() if most is None]
        total = known + sum(most for most in greatest.values() if most is not None)
        if len(boundless) > 1:
            return
        for place in boundless or terms:
            others, sign = total - (greatest[place] or 0), terms[place]
            if sign > 0:
                self.low[place] = max(self.low[place], -(others // sign))
            else:
                most, high = others // -sign, self.high[place]
                self.high[place] = most if high is None else min(high, most)

    def _greatest(self, place: Place, sign: int) -> int | None:
        if sign < 0:
            return sign * self.low[place]
        high = self.high[place]
        return None if high is None else sign * high

    def _eliminate(self) -> None:
        """Gauss over fractions: a row with one number left gives it away, and every short row is a relation more."""
        rows = [
            ({p: Fraction(s) for p, s in terms.items()}, Fraction(known))
            for terms, known, more in self.every
            if not more
        ]
        reduced: list[tuple[Place, dict[Place, Fraction], Fraction]] = []
        for terms, known in rows:
            row, rest = dict(terms), known
            for pivot, other, constant in reduced:
                row, rest = _without(row, rest, pivot, other, constant)
            if row:
                pivot = min(row)
                own = {place: one / row[pivot] for place, one in row.items()}
                constant = rest / row[pivot]
                reduced = [(p, *_without(r, c, pivot, own, constant)) for p, r, c in reduced]
                reduced.append((pivot, own, constant))
            elif rest and terms:
                raise Contradiction
        for _, row, constant in reduced:
            if all(one.denominator == 1 for one in row.values()):
                self.every.append(({place: int(one) for place, one in row.items()}, int(constant), False))


def _without(
    row: dict[Place, Fraction], rest: Fraction, pivot: Place, other: Mapping[Place, Fraction], constant: Fraction
) -> tuple[dict[Place, Fraction], Fraction]:
    factor = row.get(pivot)
    if not factor:
        return row, rest
    summed = {place: row.get(place, Fraction(0)) - factor * other.get(place, Fraction(0)) for place in {*row, *other}}
    return {place: one for place, one in summed.items() if one}, rest - factor * constant


def told(tables: Iterable[Table]) -> dict[Place, int | None]:
    return {p: n for table in tables for p, n in table.cells() if (p.table, p.column) in COUNTS}


def attack(reports: Sequence[Published], *, before: bool = False) -> dict[Place, int]:
    """What all reports on one period together give away.

    The last counts; what only the others show is taken for unchanged until that cannot be, then the last stands alone.
    """
    try:
        return _attack(reports, before=before)
    except Contradiction:
        if len(reports) == 1:
            raise  # what one report shows was counted together
        return _attack(reports[-1:], before=before)


def _attack(reports: Sequence[Published], *, before: bool) -> dict[Place, int]:
    seen: dict[Place, int | None] = {}
    policies: dict[Place, int | None] = {}
    lines: dict[str, dict[str, None]] = {}
    for report in reports:
        for place, number in told(report.before if before else report.tables).items():
            lines.setdefault(place.table, {})[place.line] = None
            seen[place] = seen.get(place) if number is None else number
        for policy in () if before else report.policies:
            judged = Place(JUDGED, f"{policy.regime}|{policy.version}", "all")
            policies[judged] = policies.get(judged) if policy.declarations is None else policy.declarations
    everything = relations({table: tuple(of) for table, of in lines.items()}, tuple(policies))
    known = {place for terms, _ in everything for place, _ in terms}
    tables = {table.code for report in reports for table in (report.before if before else report.tables)}
    missing = {place: None for place in known - seen.keys() - policies.keys() if place.table not in {*tables, JUDGED}}
    hidden = [
        place for place, number in {**seen, **policies}.items() if number is None and not _may_be_nought(place, seen)
    ]
    return Attacker({**seen, **policies, **missing}, everything, hidden).solved()


def _may_be_nought(place: Place, seen: Mapping[Place, int | None]) -> bool:
    """Nought is shown, but not of a part of a group of which the number is withheld."""
    if place.table == "people":
        return place.column == "declared" and seen.get(Place("people", place.line, "people"), 0) is None
    lines = {"acknowledged": "participants"}
    return place.table == "presiding" and seen.get(Place("presiding", lines.get(place.line, ""), "all"), 0) is None


def released(found: DataSet, profile: Profile = Profile.GENERAL_ASSEMBLY, **more: object) -> Published:
    return publish(found, Heading(profile, "A/1", {}, annex=bool(more.pop("annex", False))), 5, **more)  # type: ignore[arg-type]


def true_numbers(found: DataSet, *, before: bool = False) -> dict[Place, int]:
    return knowledge_of(found.before if before else found.tables, () if before else found.policies).numbers


def found_out(reports: Sequence[Published], counted: DataSet, *, before: bool = False) -> dict[Place, int]:
    """The withheld numbers that the attacker names rightly."""
    hidden = set(reports[-1].withheld_before) if before else withheld(reports[-1])
    solved, true = attack(reports, before=before), true_numbers(counted, before=before)
    return {place: number for place, number in solved.items() if place in hidden and true.get(place, 0) == number}


def withheld(report: Published) -> set[Place]:
    gone = {Place(JUDGED, f"{p.regime}|{p.version}", "all") for p in report.policies if p.declarations is None}
    return {*report.withheld, *gone}


FULL = os.environ.get("PROOF") == "full"
SEEDS = range(1, 1001) if FULL else (3, 4)


@pytest.mark.proof
@pytest.mark.parametrize("seed", SEEDS)
def test_no_number_that_is_withheld_can_be_found(seed: int) -> None:
    found = periodic.data_set(seed, scale=(4, 9, 25)[seed % 3])
    inside, public = released(found), released(found, Profile.PUBLIC)
    again = periodic.data_set(seed, scale=(4, 9, 25)[seed % 3], more=3)
    corrected = released(again, correction=Correction(inside, {}))
    for reports in ([inside], [inside, public]):
        assert not found_out(reports, found), seed
    assert not found_out([inside, corrected], again), seed
    assert not found_out([inside], found, before=True), seed


def test_of_a_group_of_few_nobody_reads_that_none_of_them_declared() -> None:
    """The one executive head is no number: nought would say what that person left undone."""
    few, none_of_few = 0, 0
    for seed in range(1, 13):
        found = periodic.data_set(seed, scale=4)
        report, true = released(found), true_numbers(found)
        if "people" in report.left_out:
            continue
        for place in [place for place in true if (place.table, place.column) == ("people", "people")]:
            declared = Place("people", place.line, "declared")
            if 0 < true[place] < 5:
                few += 1
                none_of_few += true[declared] == 0
                assert {place, declared} <= set(report.withheld), (seed, place)
    assert few > none_of_few > 0


def test_what_counts_no_person_is_shown_however_small() -> None:
    small = set()
    for seed in range(1, 13):
        found = periodic.data_set(seed, scale=4)
        report = released(found)
        places = {p: n for p, n in told(found.tables).items() if p.table == "policies" or p.line == "meetings"}
        assert not places.keys() & set(report.withheld)
        small |= {
            p.table for p, number in places.items() if number and 0 < number < 5 and p.table not in report.left_out
        }
    assert small == {"policies", "presiding"}


def test_a_correction_says_which_numbers_it_changes() -> None:
    first = released(periodic.data_set(3))
    corrected = released(periodic.data_set(3, more=3), correction=Correction(first, {}))
    had, has = told(first.tables), told(corrected.tables)
    of_counts = [each for each in corrected.changed if (each.place.table, each.place.column) in COUNTS]
    assert {each.place for each in of_counts} >= {
        place for place in had.keys() & has.keys() if had[place] != has[place]
    }
    assert all(had.get(each.place, 0) == each.before != each.after == has.get(each.place, 0) for each in of_counts)
    assert not first.changed


def test_a_listed_annex_gives_nothing_else_away() -> None:
    for seed in (70,):
        found = periodic.data_set(seed)
        plain = released(found)
        listed = released(found, Profile.PUBLIC, annex=True, others=[plain])
        assert not found_out([plain, listed], found)


@pytest.mark.proof
@pytest.mark.parametrize("seed", [1, 2] if FULL else [1])
def test_without_complements_the_attacker_finds_what_is_withheld(seed: int) -> None:
    found = periodic.data_set(seed)
    said = released(found)
    naive = tuple(_only_small_withheld(table) for table in found.tables)
    report = msgspec.structs.replace(said, tables=naive, left_out=())
    solved, true = attack([report]), true_numbers(found)
    small = {place for place, number in told(naive).items() if number is None}
    assert len(solved.keys() & small) > 10
    assert all(solved[place] == true[place] for place in solved.keys() & small)


def _only_small_withheld(table: Table) -> Table:
    def shown(place: Place, number: int | None) -> int | None:
        return None if (place.table, place.column) in COUNTS and number and number < 5 else number

    lines = [
        msgspec.structs.replace(
            line,
            numbers=tuple(
                shown(Place(table.code, line.code, column), number)
                for column, number in zip(table.columns, line.numbers, strict=True)
            ),
        )
        for line in table.lines
    ]
    return msgspec.structs.replace(table, lines=tuple(lines))


@pytest.mark.proof
@pytest.mark.parametrize("forgotten", ["effects", "movements", "givers"] if FULL else ["effects"])
def test_a_relation_that_is_forgotten_is_found_by_the_attacker(forgotten: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the total of rules follows from the effects that they lead to, of which the control is the next."""
    from reports.periodic import relations as known

    every = tuple(known._same())
    kept = [each for each in every if forgotten not in {place.table for place in (each[0], *each[1])}]
    monkeypatch.setattr(known, "_same", lambda: kept)
    reports = [(found, released(found)) for found in (periodic.data_set(seed, scale=6) for seed in (1, 2))]
    assert any(found_out([report], found) for found, report in reports)


def test_what_a_rule_leads_to_is_known_from_the_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: where the protection does not add the rules of an effect up, somebody with the codes does."""
    from reports.periodic import relations as known

    monkeypatch.setattr(known, "_led_to", lambda _tables: ())
    found = periodic.data_set(1, scale=9)
    assert found_out([released(found)], found)
