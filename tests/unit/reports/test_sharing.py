"""What few persons share is not shown, and what is not shown is not told from what is."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from reports.engagements.sharing import AS_ONE, COARSENED, FEWEST, Shared, Value, few_of, too_few
from reports.engagements.sharing import Group as Told

Known = dict[tuple[str, Value], frozenset[UUID]]
PEOPLE = [UUID(int=n) for n in range(1, 9)]
FILED = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from("abcdef")), max_size=60)


def counted(column: str, rows: list[tuple[UUID, str]], kind: str = "") -> tuple[list[Shared], Known]:
    """What the database says of rows: the marks of persons collide, so that all of them are doubtful."""
    values = sorted({value for _, value in rows})
    persons = {value: frozenset(person for person, each in rows if each == value) for value in values}
    shared = [Shared(column, (kind, value), sum(each == value for _, each in rows), 1) for value in values]
    return shared, {(column, (kind, value)): persons[value] for value in values}


@given(FILED)
def test_every_value_that_is_told_is_shared_by_enough_persons(rows: list[tuple[UUID, str]]) -> None:
    hidden = few_of(*counted("regime", rows)).get("regime", set())
    told: dict[str, set[UUID]] = {}
    for person, value in rows:
        told.setdefault("" if ("", value) in hidden else value, set()).add(person)
    if len({person for person, _ in rows}) >= FEWEST:
        assert all(len(persons) >= FEWEST for persons in told.values())
    else:
        assert set(told) <= {""}, "an extract of fewer persons tells no value at all"


@given(FILED)
def test_no_more_is_hidden_than_it_takes(rows: list[tuple[UUID, str]]) -> None:
    hidden = few_of(*counted("regime", rows)).get("regime", set())
    few = {
        value
        for value in {each for _, each in rows}
        if len({person for person, each in rows if each == value}) < FEWEST
    }
    assert {("", value) for value in few} <= hidden
    assert len(hidden) <= len(few) + 1
    if not few:
        assert not hidden


def test_with_one_small_group_goes_the_least_used_of_the_others() -> None:
    groups = {
        ("", "many"): Told(900, frozenset(), True),
        ("", "some"): Told(40, frozenset(), True),
        ("", "one"): Told(60, frozenset(PEOPLE[:1]), False),
    }
    assert too_few(groups) == {("", "one"), ("", "some")}
    del groups["", "one"]
    assert too_few(groups) == set(), "the control"


def test_small_groups_that_are_many_persons_together_take_no_other_with_them() -> None:
    groups = {
        ("", "many"): Told(900, frozenset(), True),
        ("", "three"): Told(3, frozenset(PEOPLE[:3]), False),
        ("", "others"): Told(4, frozenset(PEOPLE[3:6]), False),
    }
    assert too_few(groups) == {("", "three"), ("", "others")}


def test_each_kind_of_declaration_counts_for_itself() -> None:
    gifts, of_gifts = counted("class", [(each, "other") for each in PEOPLE], "gift")
    conflicts, of_conflicts = counted("class", [(PEOPLE[0], "other")], "conflict")
    found = few_of([*gifts, *conflicts], {**of_gifts, **of_conflicts})
    assert found == {"class": {("conflict", "other")}}


def test_an_office_that_one_person_holds_counts_with_those_it_is_told_as() -> None:
    rows = [(each, "staff") for each in PEOPLE[:4]] + [(PEOPLE[7], "executive_head")]
    assert few_of(*counted("capacity", rows)) == {"capacity": set()}
    assert few_of(*counted("regime", rows)) != {"regime": set()}, "the control"
    assert set(AS_ONE) <= set(COARSENED)


def test_marks_of_persons_never_promise_more_persons_than_there_are() -> None:
    assert not Shared("regime", ("", "x"), 100, 0b1111).is_surely_shared
    assert Shared("regime", ("", "x"), 100, 0b11111).is_surely_shared
    assert Shared("regime", ("", "x"), 100, -(1 << 63) | 0b1111).is_surely_shared, "the last mark is the sign"
