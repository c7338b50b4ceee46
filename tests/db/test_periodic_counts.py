"""Every number of a periodic report against the same number added up in plain Python from the rows and events."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from register.kernel import clock
from reports.periodic.catalogue import CATALOGUE, Measure
from reports.periodic.model import TOTAL, DataSet, Place, Table
from reports.periodic.relations import rests_of, sums_of
from reports.periodic.service.making import count, spans_of
from tests.factories import World
from tests.registers import SINCE, UNTIL, made_up

FULL = os.environ.get("PROOF") == "full"
Row = Mapping[str, Any]


class Register:
    """All rows, as a superuser reads them."""

    def __init__(self, rows: Mapping[str, list[Row]], since: date, until: date) -> None:
        self.rows, self.since, self.until = rows, since, until
        self.events: dict[UUID, list[Row]] = {}
        for event in rows["event"]:
            self.events.setdefault(event["stream"], []).append(event)
        self.permits = {row["declaration"]: row for row in rows["activity_authorization"]}
        self.cases = {row["id"]: row for row in rows["declaration"]}

    @classmethod
    async def read(cls, superuser: asyncpg.Connection, since: date, until: date) -> "Register":
        rows: dict[str, list[Row]] = {
            table: [dict(row) for row in await superuser.fetch(f"select * from {table}")] for table in TABLES
        }
        return cls(rows, since, until)

    def within(self, day: date | None) -> bool:
        return day is not None and self.since <= day <= self.until

    def standing(self) -> Iterator[Row]:
        return (row for row in self.cases.values() if row["status"] != "withdrawn")

    def received(self) -> list[Row]:
        return [row for row in self.standing() if self.within(received(row))]

    def decided(self) -> list[tuple[Row, date]]:
        """Cases on which a person decided, with the day; ending an authorization is no decision on a declaration."""
        found = []
        for row in self.standing():
            if row["decided_by"] is None or row["decided_at"] is None:
                continue
            permit = self.permits.get(row["id"])
            is_revoked = row["outcome"] == "cease" and permit is not None
            day = (permit["decided_at"] if is_revoked and permit else row["decided_at"]).date()
            if self.within(day):
                found.append((row, day))
        return found


TABLES = (
    *("declaration", "event", "activity_authorization", "measure", "person_capacity", "advice", "meeting"),
    *("agenda_item", "participant", "meeting_answer", "standing_aside", "presiding_opinion", "reported_matter"),
    *("presiding_measure", "participants_informed"),
)


def received(row: Row) -> date:
    """What an older register held counts on the day of its event."""
    filed: date = row["filed_at"].date()
    return filed if row["imported"] is None else row["event_date"] or row["start_date"] or filed


Cells = Counter[tuple[str, str, str]]


def by_hand(register: Register) -> dict[Place, int]:
    """Every count of every table but the days."""
    cells: Cells = Counter()
    for add in (_people, _received, _movements, _of_gifts, _of_activities, _of_conflicts, _in_meetings, _days):
        cells.update(add(register))
    for row in register.rows["advice"]:
        if register.within(row["day"]):
            cells["advice", row["topic"], "asked" if row["channel"] == "register" else "logged"] += 1
    return {Place(*place): number for place, number in cells.items()}


def _people(register: Register) -> Cells:
    declared = {row["declarant"] for row in register.received()}
    held = {
        (row["person"], row["capacity"])
        for row in register.rows["person_capacity"]
        if row["since"] <= register.until and (row["until"] is None or row["until"] >= register.until)
    }
    cells: Cells = Counter(("people", capacity, "people") for _, capacity in held)
    cells.update(("people", capacity, "declared") for person, capacity in held if person in declared)
    return cells


def _received(register: Register) -> Cells:
    cells: Cells = Counter()
    for row in register.received():
        dated = row["event_date"] or row["start_date"]
        timely = "late" if "late" in row["alerts"] else "in_time" if dated else "undated"
        cells["received", row["kind"], timely] += 1
        cells["effects", row["kind"], row["effect"]] += 1
        cells["rules", f"{row['kind']}|{row['effect']}|{row['leading_rule'] or ''}", "all"] += 1
        cells["movements", row["kind"], "renewed" if row["renews"] else "new"] += 1
    return cells


def _movements(register: Register) -> Cells:
    steps = {"amended": "amended", "change_reported": "amended", "withdrawn": "withdrawn"}
    return Counter(
        ("movements", register.cases[event["stream"]]["kind"], steps[name])
        for event in register.rows["event"]
        if (name := event["name"].removeprefix("declaration:")) in steps and register.within(event["at"].date())
    )


DECIDED = {
    ("received", "note"): "kept",
    ("received", "authorize"): "kept",
    ("received", "refuse_authorization"): "not_known",
    ("received", "not_permitted"): "not_known",
    ("offered_to_me", "note"): "kept",
    ("offered_to_me", "authorize"): "kept",
    ("offered_to_me", "refuse_authorization"): "not_accepted",
    ("offered_to_me", "not_permitted"): "not_accepted",
    ("given", "note"): "given",
    ("given", "authorize"): "given",
    ("given", "refuse_authorization"): "not_given",
    ("given", "not_permitted"): "not_given",
}
"""What became of a gift, by where it was and what was decided: a refusal does not say where a received one went."""


def _fate(row: Row) -> str:
    is_open = row["status"] in {"submitted", "under_review", "information_requested"}
    match row["direction"], None if is_open else row["outcome"]:
        case _, "return_to_giver":
            return "returned"
        case _, "surrender_to_organization":
            return "surrendered"
        case "declined_by_me", _:
            return "declined"
        case _, None:
            return "not_known" if row["status"] == "closed" else "pending"
        case decided:
            return DECIDED[decided]


def _of_gifts(register: Register) -> Cells:
    cells: Cells = Counter()
    for row in register.received():
        if row["kind"] == "gift":
            cells["gifts", row["category"] or "", _fate(row)] += 1
            refused = row["effect"] in {"accept_and_surrender", "not_acceptable"}
            cells["givers", row["giver_type"] or "", "not_allowed" if refused else "allowed"] += 1
            band = (row["regime"], row["profile_version"], row["reference_currency"] or "", row["value_band"])
            cells["values", "|".join(band), "all"] += 1
            cells["values", "|".join(band), "cumulative"] += "cumulative" in row["alerts"]
    return cells


def listed_by_hand(register: Register) -> Counter[tuple[object, ...]]:
    """Every gift of the annex: its month, and what is published of it."""
    return Counter(
        (
            (row["event_date"] or received(row)).isoformat()[:7],
            row["category"],
            (row["value_band"], row["regime"], row["profile_version"], row["reference_currency"] or ""),
            row["giver_type"],
            _fate(row),
        )
        for row in register.received()
        if row["kind"] == "gift"
    )


def _ended(register: Register, permit: Row) -> date | None:
    case, steps = register.cases[permit["declaration"]], register.events.get(permit["declaration"], [])
    if permit["validity"] == "revoked":
        day: date = max(event["at"] for event in steps if event["name"] == "declaration:revoked").date()
        return day
    if permit["validity"] == "superseded":
        return None
    ends = [permit["ends_on"]] if permit["ends_on"] < clock.today() else []
    return min([*ends, *([case["ended_on"]] if case["ended_on"] else [])], default=None)


def _of_activities(register: Register) -> Cells:
    cells: Cells = Counter()
    for row in register.received():
        if row["kind"] == "outside_activity":
            cells["activities", row["activity_class"] or "", "received"] += 1
    for row, _ in register.decided():
        if row["kind"] == "outside_activity" and row["outcome"] != "cease":
            cells["activities", row["activity_class"] or "", row["outcome"]] += 1
    for permit in register.permits.values():
        of = register.cases[permit["declaration"]]["activity_class"] or ""
        cells["activities", of, "renewed"] += bool(permit["renews"]) and register.within(permit["decided_at"].date())
        cells["activities", of, "ended"] += register.within(_ended(register, permit))
    return cells


def _of_conflicts(register: Register) -> Cells:
    cells: Cells = Counter()
    for row in register.received():
        if row["kind"] == "conflict":
            nature = row["nature_assessed"] or row["nature_declared"] or "unstated"
            cells["conflicts", row["domain"] or "", nature] += 1
    for row in register.standing():
        for mark in ("disclosed", "addressed", "resolved"):
            day = row[f"{mark}_at"]
            cells["resolved", row["domain"] or "", mark] += day is not None and register.within(day.date())
    for row, _ in register.decided():
        cells["resolved", row["domain"] or "", "no_measure"] += row["outcome"] == "no_measure_needed"
    for measure in register.rows["measure"]:
        if register.within(measure["set_at"].date()):
            is_over = measure["state"] in {"done", "lifted"}
            now = measure["state"] if is_over else "overdue" if measure["due_on"] < clock.today() else "running"
            cells["measures", measure["code"], now] += 1
    return cells


def _in_meetings(register: Register) -> Cells:
    cells: Cells = Counter()
    for meeting in register.rows["meeting"]:
        if meeting["status"] != "prepared" and register.within(meeting["starts_on"]):
            own = {
                table: [row for row in register.rows[table] if row["meeting"] == meeting["id"]] for table in TABLES[7:]
            }
            for line, number in _presiding(own).items():
                cells["presiding", line, "all"] += number
            for item in own["agenda_item"]:
                if item["called_at"] and not item["withdrawn_at"]:
                    for column, number in _on_item(own, item["id"]).items():
                        cells["meetings", item["decision"], column] += number
    return cells


def _presiding(own: Mapping[str, list[Row]]) -> dict[str, int]:
    present = [row for row in own["participant"] if row["revoked_at"] is None]
    taken = Counter(row["kind"] for row in own["presiding_measure"])
    return {
        "meetings": 1,
        "participants": len(present),
        "acknowledged": sum(row["acknowledged_at"] is not None for row in present),
        "opinions_asked": len(own["presiding_opinion"]),
        "opinions_given": sum(row["answered_at"] is not None for row in own["presiding_opinion"]),
        "matters": len(own["reported_matter"]),
        **{kind: taken[kind] for kind in ("summon", "warn", "call_to_order", "urge")},
        "informed": len(own["participants_informed"]),
    }


LEFT_OUT = {"speaks", "leaves", "papers_withheld", "hands_over_chair", "replaced"}
"""What somebody who stands aside does; whoever speaks and votes takes part as before."""


def _on_item(own: Mapping[str, list[Row]], item: UUID) -> dict[str, int]:
    answers = sorted((row for row in own["meeting_answer"] if row["item"] == item), key=lambda row: row["number"])
    last = {row["participant"]: row["stance"] for row in answers}
    aside = [row for row in own["standing_aside"] if row["item"] == item and row["ended_at"] is None]
    return {
        "items": 1,
        "nothing": sum(stance == "nothing" for stance in last.values()),
        "something": sum(stance == "something" for stance in last.values()),
        "stood_aside": len(
            {row["participant"] for row in aside if not row["dispensed"] and row["measure"] in LEFT_OUT}
        ),
        "dispensed": len({row["participant"] for row in aside if row["dispensed"]}),
    }


def _days(register: Register) -> Cells:
    cells: Cells = Counter()
    waits: dict[str, dict[str, list[int]]] = {"to_declare": {}, "to_decide": {}}
    for row, day in register.decided():
        kind, filed = row["kind"], row["filed_at"].date()
        cells["times", kind, "decided"] += 1
        cells["times", kind, "in_target"] += day <= row["due_on"]
        changes = [e["at"].date() for e in register.events[row["id"]] if e["name"] == "declaration:change_reported"]
        for line in (kind, TOTAL):
            waits["to_decide"].setdefault(line, []).append((day - max([filed, *changes])).days)
            if row["event_date"]:
                waits["to_declare"].setdefault(line, []).append((filed - row["event_date"]).days)
        cells["times", kind, "dated"] += row["event_date"] is not None
    for name, lines in waits.items():
        for line, days in lines.items():
            cells["times", line, name] = _reached(days, 0.5)
            if len(days) >= 10:
                cells["times", line, f"{name}_9"] = _reached(days, 0.9)
    return cells


def _reached(days: Iterable[int], share: float) -> int:
    """So many days were enough for this share of the cases."""
    ordered = sorted(days)
    return next(day for number, day in enumerate(ordered, 1) if number >= share * len(ordered))


def compared(tables: Iterable[Table], expected: Mapping[Place, int]) -> list[tuple[Place, int | None, int]]:
    """Where a table says something else; sums and totals are added up anew from the lines."""
    found = dict(_plain(tables))
    return sorted(
        (place, found.get(place), expected.get(place, 0))
        for place in found.keys() | {place for place, number in expected.items() if number}
        if place.table != "policies" and (found.get(place) or 0) != expected.get(place, 0)
    )


def _plain(tables: Iterable[Table]) -> Iterator[tuple[Place, int | None]]:
    specs = {spec.code: spec for spec in CATALOGUE}
    for table in tables:
        for place, number in table.cells():
            column = specs[place.table].column(place.column)
            if not column.sums and (place.line != TOTAL or column.measure is not Measure.COUNT):
                yield place, number


def check_sums(tables: Iterable[Table]) -> None:
    """Totals agree within and across tables, and no part is more than its whole."""
    by_code = {table.code: table for table in tables}
    numbers = {place: number or 0 for table in by_code.values() for place, number in table.cells()}
    for total, parts in sums_of(CATALOGUE, by_code):
        assert numbers[total] == sum(numbers[part] for part in parts), (total, parts)
    for whole, parts, _ in rests_of(CATALOGUE, by_code):
        assert numbers[whole] >= sum(numbers[part] for part in parts), (whole, parts)


async def both(superuser: asyncpg.Connection, counted: DataSet) -> list[tuple[Place, int | None, int]]:
    spans = spans_of(SINCE, UNTIL)
    now, before = await Register.read(superuser, *spans[:2]), await Register.read(superuser, *spans[2:])
    return compared(counted.tables, by_hand(now)) + compared(counted.before, by_hand(before))


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(1, 200) if FULL else (1, 2, 3))
async def test_every_number_is_what_adding_up_by_hand_gives(
    world: World, superuser: asyncpg.Connection, seed: int
) -> None:
    await made_up(superuser, seed, 400)
    counted = await count(SINCE, UNTIL)
    assert await both(superuser, counted) == []
    check_sums(counted.tables)
    check_sums(counted.before)
    listed = Counter(
        (gift.month, gift.category, gift.band, gift.giver_type, gift.disposition) for gift in counted.annex
    )
    by_one = listed_by_hand(await Register.read(superuser, SINCE, UNTIL))
    assert listed == by_one
    assert listed != by_one - Counter([next(iter(by_one))]), "the control: one gift fewer"
    assert sum(policy.declarations or 0 for policy in counted.policies) == next(
        table.at(TOTAL, "all") for table in counted.tables if table.code == "received"
    )


async def test_a_number_that_is_off_by_one_is_found(world: World, superuser: asyncpg.Connection) -> None:
    await made_up(superuser, 7, 60)
    counted = await count(SINCE, UNTIL)
    await superuser.execute(
        "update declaration set status = 'withdrawn' where id = (select id from declaration where status <> 'withdrawn'"
        " and imported is null and (filed_at at time zone 'UTC')::date between $1 and $2 limit 1)",
        SINCE,
        UNTIL,
    )
    assert await both(superuser, counted)
