"""Periodic reports for tests: a register made up by chance and counted, so that its tables agree with each other."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from declarations.codes.bands import Band
from reports.periodic.catalogue import CATALOGUE, KINDS, TableSpec
from reports.periodic.counting import Counts, Gathered, tables
from reports.periodic.lines import ADVICE_TOPICS
from reports.periodic.model import DEFINITIONS, DataSet, Extracted, Place, Policy, Stand, Table
from reports.periodic.protection import Sum
from reports.periodic.publishing import knowledge_of
from reports.periodic.store import SETS

_CODES = {each.code: each.codes for each in CATALOGUE}
_EFFECTS = ("none", "noted", "disclose", "authorization_required", "referral", "accept_and_surrender", "not_acceptable")
_OUTCOMES = {
    "gift": ("authorize", "return_to_giver", "surrender_to_organization", "note", "refuse_authorization"),
    "outside_activity": ("authorize", "authorize_with_conditions", "refuse_authorization", "cease"),
    "conflict": ("measure", "no_measure_needed"),
}
_VERSIONS = (("un-style", "2024-01"), ("un-style", "2025-07"), ("meeting-participant", "2024-01"))


def case(chance: random.Random) -> dict[str, Any]:
    """A declaration as the reporter reads it; `p` and `q` are the periods of receipt and of the decision."""
    kind = chance.choices(KINDS, (60, 15, 6, 12, 7))[0]
    effect, span = chance.choice(_EFFECTS), chance.choice((0, 1))
    decided = kind != "nil" and chance.random() < 0.7
    version = chance.choices(_VERSIONS, (6, 3, 1))[0]
    of: dict[str, Any] = dict.fromkeys((*SETS_COLUMNS,))
    of |= {
        "p": span if chance.random() < 0.9 else None,
        "q": min(1, span + chance.choice((0, 0, 0, 1))) if decided else None,
        "kind": kind,
        "timely": chance.choices(("in_time", "late", "undated"), (8, 2, 1))[0],
        "gone": chance.random() < 0.04,
        "renewal": kind == "outside_activity" and chance.random() < 0.2,
        "effect": effect,
        "refused": effect in {"accept_and_surrender", "not_acceptable"},
        "leading_rule": chance.choice((f"ICSC-{effect[:3]}", f"INT-{kind}", f"INT-{kind}", None)),
        "outcome": chance.choice(_OUTCOMES.get(kind, ("note",))) if decided else None,
        "status": "closed" if decided else chance.choice(("submitted", "under_review")),
        "regime": version[0],
        "profile_version": version[1],
    }
    if kind in _OF_KIND:
        of |= _OF_KIND[kind](chance)
    if of["gone"]:
        of["status"] = "withdrawn"
    if decided:
        days = int(chance.expovariate(1 / 12))
        of |= {"in_target": days < 20, "to_decide": days, "to_declare": chance.choice((None, days // 2, days + 3))}
    return of


def _gift(chance: random.Random) -> dict[str, Any]:
    return {
        "category": chance.choices(_CODES["gifts"], [2.0**-place for place in range(len(_CODES["gifts"]))])[0] or None,
        "giver_type": chance.choice(_CODES["givers"]) or None,
        "direction": chance.choices(("received", "declined_by_me", "given"), (8, 1, 1))[0],
        "reference_currency": "USD",
        "value_band": chance.choices(("50", "250", "above"), (6, 3, 1))[0],
        "cumulative": chance.random() < 0.1,
    }


def _conflict(chance: random.Random) -> dict[str, Any]:
    return {
        "domain": chance.choice(_CODES["conflicts"]) or None,
        "nature": chance.choice(("actual", "potential", "perceived", None)),
    }


SETS_COLUMNS = tuple(dict.fromkeys(column for columns in SETS.values() for column in columns))


def _activity(chance: random.Random) -> dict[str, Any]:
    return {"activity_class": chance.choice(_CODES["activities"]) or None}


_OF_KIND = {"gift": _gift, "conflict": _conflict, "outside_activity": _activity}


def grouped(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Counts:
    """Rows that agree in the columns, and how many there are; without a period there is no row."""
    found = Counter(tuple(row[column] for column in columns) for row in rows if row[columns[0]] is not None)
    return [(*values, number) for values, number in found.items()]


def _some(chance: random.Random, scale: float, *columns: Sequence[Any]) -> Counts:
    """Groups of every period and every combination of the columns, some of them."""
    found = []
    for span in (0, 1):
        for _ in range(int(scale)):
            values = tuple(chance.choice(column) for column in columns)
            found.append((span, *values, 1 + int(chance.expovariate(4 / scale))))
    return found


def gathered(chance: random.Random, scale: float = 12, more: int = 0) -> Gathered:
    """A register of about fifteen times `scale` declarations, and a few more that came later."""
    rows = [case(chance) for _ in range(int(15 * scale))] + [case(random.Random(number)) for number in range(more)]
    held = [{"span": span, **_meeting(chance)} for span in (0, 1) for _ in range(2)]
    items = [
        {"span": span, "decision": decision} | {name: int(chance.expovariate(1 / scale)) for name in _ITEM}
        for span in (0, 1)
        for decision in _CODES["meetings"]
        if chance.random() < 0.6
    ]
    capacities = ("staff", "contractor", "intern", "expert")
    domains = _CODES["conflicts"]
    return Gathered(
        cases={name: grouped(rows, columns) for name, columns in SETS.items()},
        steps=_some(chance, scale, KINDS, ("amended", "withdrawn")),
        marked=[
            (mark, span, domain, n)
            for mark in ("disclosed", "addressed", "resolved")
            for span, domain, n in _some(chance, 3, domains)
        ],
        measures=_some(chance, 5, _CODES["measures"], ("done", "running", "overdue", "lifted")),
        people=_some(chance, scale, capacities, (True, True, False)),
        renewed=_some(chance, 4, _CODES["activities"], (True, False)),
        ended=_some(chance, 4, _CODES["activities"]),
        advice=_some(chance, scale, tuple(ADVICE_TOPICS), (True, False)),
        items=items,
        meetings=held,
        policies=[(1, "un-style", 1)],
    )


_ITEM = ("items", "nothing", "something", "stood_aside", "dispensed")


def _meeting(chance: random.Random) -> dict[str, int]:
    participants, asked = chance.randrange(4, 60), chance.randrange(8)
    rare = ("matters", "summon", "warn", "call_to_order", "urge", "informed")
    return {
        "meetings": 1,
        "participants": participants,
        "acknowledged": participants - chance.choice((0, 1, 2, participants // 2)),
        "opinions_asked": asked,
        "opinions_given": chance.randrange(asked + 1),
        **{name: chance.choice((0, 0, 1, 3)) for name in rare},
    }


def data_set(seed: int = 1, scale: float = 12, more: int = 0) -> DataSet:
    """A data set of half a year; with some declarations `more` it is the same register counted later."""
    found = gathered(random.Random(seed), scale, more)
    judged = sorted((row[1], row[2], row[4]) for row in found.cases["policies"] if row[0] == 1 and not row[3])
    return DataSet(
        definitions=DEFINITIONS,
        since=date(2026, 1, 1),
        until=date(2026, 6, 30),
        as_of=datetime(2026, 7, 3, 9, 30, tzinfo=UTC),
        tables=tables(found, 1),
        before=tables(found, 0),
        policies=tuple(Policy(*each) for each in judged),
        annex=(
            Extracted("2026-01", "gift", ("50", "un-style", "2024-01", "USD"), "government", "surrendered"),
            Extracted("2026-03", "hospitality", ("250", "un-style", "2024-01", "USD"), "commercial", "declined"),
        ),
        seal=Stand(41, 2310, "ab" * 32, "cd" * 64, "register-2026-01", 0, "ef" * 32),
    )


def table(chance: random.Random, spec: TableSpec, scale: float = 12) -> Table:
    """One table of such a register."""
    return next(each for each in tables(gathered(chance, scale), 1) if each.code == spec.code)


def counted(found: DataSet) -> tuple[dict[Place, int], list[Sum]]:
    """The numbers of a data set, and what a reader can add up."""
    known = knowledge_of(found.tables, found.policies)
    return known.numbers, known.sums


def band(code: str = "50") -> Band:
    """A value band of these data sets."""
    return Band(code, "un-style", "2024-01", "USD")
