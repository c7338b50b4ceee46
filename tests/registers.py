"""A whole register made up by chance and written by a superuser, for what counts it.

All kinds, several capacities, entries of older registers, amendments, withdrawals, renewals, revocations, decisions by
rule and by persons, marks and measures of conflicts, meetings and advice: columns and events as the register leaves
them, no content.
"""

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from register.kernel import clock
from register.kernel.ids import new_id
from reports.periodic.lines import ADVICE_TOPICS

UNTIL = clock.today() - timedelta(days=20)
SINCE = UNTIL - timedelta(days=99)
"""The period that is counted; cases lie in it, before and after it."""
CAPACITIES = ("staff", "contractor", "intern", "executive_head")
KINDS = ("gift", "outside_activity", "approval_request", "conflict", "nil")
CLASSES = ("employment", "teaching", "publication")
DOMAINS = ("financial", "procurement", "family")
EFFECTS = ("none", "disclose", "authorization_required", "accept_and_surrender", "not_acceptable")


class Bulk:
    """Rows by table, filled up where a column must not be empty and the test says nothing of it."""

    def __init__(self, superuser: asyncpg.Connection) -> None:
        self.superuser = superuser
        self.rows: dict[str, list[dict[str, Any]]] = {}

    def add(self, table: str, **values: Any) -> UUID:
        made = values.setdefault("id", new_id()) if table != "event" else values["stream"]
        self.rows.setdefault(table, []).append(values)
        return UUID(str(made))

    async def write(self) -> None:
        await self.superuser.execute("set session_replication_role = replica")
        for table, rows in self.rows.items():
            needed = await self._needed(table)
            full = [{name: _empty(kind, name) for name, kind in needed.items()} | row for row in rows]
            columns = sorted({name for row in full for name in row})
            places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
            await self.superuser.executemany(
                f"insert into {table} ({', '.join(columns)}) values ({places})",  # names of this test
                [[row.get(name) for name in columns] for row in full],
            )
        await self.superuser.execute("set session_replication_role = origin")

    async def _needed(self, table: str) -> dict[str, str]:
        rows = await self.superuser.fetch(
            "select column_name, data_type from information_schema.columns"
            " where table_name = $1 and is_nullable = 'NO' and data_type <> 'xid8' and is_generated = 'NEVER'"
            " and (column_default is null or column_default ilike 'null%')",
            table,
        )
        return {row["column_name"]: row["data_type"] for row in rows}


def _empty(kind: str, name: str) -> Any:
    values: dict[str, Any] = {
        "uuid": new_id(),
        "bytea": bytes(32),
        "date": date(2020, 1, 1),
        "timestamp with time zone": datetime(2020, 1, 1, tzinfo=UTC),
        "boolean": False,
        "ARRAY": [],
        "jsonb": "{}",
    }
    if kind in {"character varying", "text"}:
        return "x" if name != "reference" else "D-" + new_id().hex[-9:]
    return values.get(kind, 1)


def at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


class Chance(random.Random):
    """Days and choices."""

    def day(self, *, after: date | None = None) -> date:
        first = after or SINCE - timedelta(days=130)
        return first + timedelta(days=self.randrange(max((clock.today() - first).days, 1)))

    def often(self, share: float) -> bool:
        return self.random() < share


def people(bulk: Bulk, chance: Chance, many: int) -> list[UUID]:
    made = []
    for number in range(many):
        person = bulk.add(
            "person", email=f"many{number}@example.org", language="en", languages_read=["en"], active=True
        )
        made.append(person)
        held = chance.choice(CAPACITIES)
        left = chance.day() if chance.often(0.3) else None
        bulk.add("person_capacity", person=person, capacity=held, since=date(2019, 1, 1), until=left)
        if chance.often(0.1):  # the same capacity once more: one person
            bulk.add("person_capacity", person=person, capacity=held, since=date(2020, 1, 1), until=chance.day())
        if left is not None and chance.often(0.6):
            bulk.add("person_capacity", person=person, capacity=chance.choice(CAPACITIES), since=left, until=None)
    return made


def declaration(bulk: Bulk, chance: Chance, who: UUID, renews: UUID | None = None) -> UUID:
    """A case with everything that may happen to it."""
    kind = "outside_activity" if renews else chance.choice(KINDS)
    filed, imported = chance.day(), chance.often(0.12)
    event = filed - timedelta(days=chance.randrange(60)) if chance.often(0.8) and kind in {"gift", "conflict"} else None
    row: dict[str, Any] = {
        "kind": kind,
        "declarant": who,
        "filed_by": who,
        "capacity": "staff",
        "regime": chance.choice(("un-style", "meeting-participant")),
        "profile_version": chance.choice(("2024-01", "2025-07")),
        "reference_currency": chance.choice(("USD", None)),
        "event_date": event,
        "filed_at": at(filed, chance.choice((0, 12, 23))),
        "value_band": chance.choice(("50", "250", "above")),
        "alerts": [alert for alert in ("late", "cumulative") if chance.often(0.2)],
        "effect": chance.choice(
            ("none", "disclose", "authorization_required", "accept_and_surrender", "not_acceptable")
        ),
        "leading_rule": chance.choice(("ICSC-50", "INT-21", None)),
        "route": "office",
        "status": "submitted",
        "renews": renews,
        "imported": new_id() if imported else None,
        "items": 1,
        "version": 1,
        "words_language": "en",
    }
    row |= _of_kind(chance, kind, filed)
    made = bulk.add("declaration", id=new_id(), **row)
    stored = bulk.rows["declaration"][-1]
    if imported:
        stored |= {"status": chance.choice(("closed", "closed", "withdrawn")), "outcome": chance.choice((None, "note"))}
    else:
        _lived(bulk, chance, made, stored, filed)
    return made


def _of_kind(chance: Chance, kind: str, filed: date) -> dict[str, Any]:
    if kind == "gift":
        return {
            "category": chance.choice(("gift", "hospitality", "award", None)),
            "giver_type": chance.choice(("commercial", "government", None)),
            "direction": chance.choice(("received", "declined_by_me", "given")),
        }
    if kind == "outside_activity":
        starts = filed + timedelta(days=chance.randrange(-40, 40)) if chance.often(0.8) else None
        return {"activity_class": chance.choice((*CLASSES, None)), "start_date": starts}
    if kind == "conflict":
        natures = ("actual", "potential", "perceived", None)
        return {
            "domain": chance.choice((*DOMAINS, None)),
            "nature_declared": chance.choice(natures),
            "nature_assessed": chance.choice((*natures, None)),
        }
    return {}


def _event(bulk: Bulk, case: UUID, seq: int, name: str, day: date) -> None:
    bulk.add(
        "event",
        stream=case,
        seq=seq,
        kind="declaration",
        name=f"declaration:{name}",
        by="rule",
        at=at(day),
        payload=b"",
    )


def _lived(bulk: Bulk, chance: Chance, case: UUID, row: dict[str, Any], filed: date) -> None:
    seq, day = 1, filed
    _event(bulk, case, seq, "submitted", day)
    while chance.often(0.2):
        seq, day = seq + 1, chance.day(after=day)
        _event(bulk, case, seq, "amended", day)
        row["version"] += 1
    if chance.often(0.08):
        _event(bulk, case, seq + 1, "withdrawn", chance.day(after=day))
        row["status"] = "withdrawn"
    elif chance.often(0.2):
        row |= {"status": "closed", "outcome": "note", "decided_at": row["filed_at"]}
    elif chance.often(0.8):
        _decided(bulk, chance, case, row, day, seq)


def _decided(bulk: Bulk, chance: Chance, case: UUID, row: dict[str, Any], day: date, seq: int) -> None:
    kind, decided = row["kind"], chance.day(after=day)
    outcomes = {
        "gift": ("authorize", "return_to_giver", "surrender_to_organization", "refuse_authorization"),
        "outside_activity": ("authorize", "authorize_with_conditions", "refuse_authorization"),
        "conflict": ("measure", "no_measure_needed"),
    }
    row |= {
        "status": chance.choice(("decided", "closed")),
        "outcome": chance.choice(outcomes.get(kind, ("note",))),
        "decided_at": at(decided),
        "decided_by": new_id(),
        "due_on": day + timedelta(days=20),
    }
    if kind == "outside_activity" and row["outcome"].startswith("authorize"):
        _authorized(bulk, chance, case, row, decided, seq)
    if kind == "conflict":
        for mark in ("disclosed_at", "addressed_at", "resolved_at"):
            row[mark] = at(chance.day(after=decided)) if chance.often(0.5) else None
        for _ in range(chance.randrange(3)):
            bulk.add(
                "measure",
                declaration=case,
                code=chance.choice(("recusal", "monitoring")),
                carrier="declarant",
                set_at=at(decided),
                due_on=clock.today() + timedelta(days=chance.randrange(-60, 60)),
                state=chance.choice(("set", "reported", "done", "lifted")),
            )


def _authorized(bulk: Bulk, chance: Chance, case: UUID, row: dict[str, Any], decided: date, seq: int) -> None:
    ends = chance.day(after=decided) if chance.often(0.6) else clock.today() + timedelta(days=90)
    validity = chance.choice(("in_force", "expired", "superseded", "revoked", "changed"))
    if validity == "changed":  # reported anew, and decided again
        _event(bulk, case, seq + 1, "change_reported", again := chance.day(after=decided))
        decided = chance.day(after=again)
        row |= {"version": row["version"] + 1, "decided_at": at(decided)}
        validity = "in_force"
    if validity == "revoked":
        _event(bulk, case, seq + 1, "revoked", day := chance.day(after=decided))
        row |= {"outcome": "cease", "decided_at": at(day, 13)}
    bulk.add(
        "activity_authorization",
        declaration=case,
        starts_on=min(decided, ends),
        ends_on=ends,
        validity=validity,
        renews=row["renews"],
        decided_at=at(decided),
    )
    if validity == "expired":
        row["ended_on"] = min(ends, clock.today()) if chance.often(0.5) else None


def meetings(bulk: Bulk, chance: Chance) -> None:
    for _ in range(6):
        day = chance.day()
        meeting = bulk.add(
            "meeting", body="A", title="B", code="x", starts_on=day, ends_on=day, languages=["en"], version=1,
            status=chance.choice(("prepared", "open", "closed", "closed")),
        )  # fmt: skip
        present = [
            bulk.add(
                "participant",
                meeting=meeting,
                language="en",
                type="representative",
                function="delegate",
                body_role="member",
                acknowledged_at=at(day) if chance.often(0.7) else None,
                revoked_at=at(day) if chance.often(0.2) else None,
            )
            for _ in range(chance.randrange(3, 9))
        ]
        for number in range(4):
            item = bulk.add(
                "agenda_item", meeting=meeting, position=number, number=str(number), titles="{}", vote="show",
                decision=chance.choice(("election", "contract", "none")),
                called_at=at(day) if chance.often(0.8) else None,
                withdrawn_at=at(day) if chance.often(0.1) else None,
            )  # fmt: skip
            for who in present:
                _said(bulk, chance, meeting, item, who)
        for _ in range(4):
            _presided(bulk, chance, meeting)


def _said(bulk: Bulk, chance: Chance, meeting: UUID, item: UUID, who: UUID) -> None:
    for number in range(1, 1 + chance.randrange(3)):
        stance = chance.choice(("nothing", "something"))
        levels = ["personal"] if stance == "something" else []
        bulk.add(
            "meeting_answer", meeting=meeting, participant=who, item=item, number=number, stance=stance, levels=levels,
            medium="link",
        )  # fmt: skip
    for is_last in chance.choice(((), (), (True,), (False, True))):
        bulk.add(
            "standing_aside",
            meeting=meeting,
            item=item,
            participant=who,
            measure=(measure := chance.choice(("speaks_and_votes", "speaks", "leaves"))),
            by_matrix=False,
            dispensed=measure != "leaves" and chance.often(0.3),
            citation="x",
            reason="y",
            ended_at=None if is_last and chance.often(0.8) else at(UNTIL),
        )


def _presided(bulk: Bulk, chance: Chance, meeting: UUID) -> None:
    given = {"verdict": "compatible", "answered_at": at(UNTIL), "answered_by": new_id(), "answer": b"x"}
    bulk.add("presiding_opinion", meeting=meeting, **(given if chance.often(0.5) else {}))
    if chance.often(0.3):
        bulk.add("reported_matter", meeting=meeting, kind="abuse", named=[])
    if chance.often(0.5):
        bulk.add("presiding_measure", meeting=meeting, kind=chance.choice(("summon", "warn", "urge", "inform")))
    if chance.often(0.2):
        bulk.add("participants_informed", meeting=meeting)


def advice(bulk: Bulk, chance: Chance) -> None:
    for _ in range(40):
        asked = chance.often(0.5)
        bulk.add(
            "advice", asker=new_id() if asked else None, noted_by=None if asked else new_id(), route="office",
            channel="register" if asked else "mail", topic=chance.choice(tuple(ADVICE_TOPICS)), day=chance.day(),
            status=chance.choice(("open", "answered")),
        )  # fmt: skip


async def made_up(superuser: asyncpg.Connection, seed: int, cases: int) -> None:
    chance, bulk = Chance(seed), Bulk(superuser)
    everyone = people(bulk, chance, max(cases // 8, 5))
    for _ in range(cases):
        who = chance.choice(everyone)
        first = declaration(bulk, chance, who)
        if chance.often(0.1):
            declaration(bulk, chance, who, renews=first)
    meetings(bulk, chance)
    advice(bulk, chance)
    await bulk.write()
