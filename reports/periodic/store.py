"""What a periodic report reads: views without names, ids and stories, each counted by the database in one pass."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain, repeat
from typing import Any

from register.kernel import clock
from register.kernel.dates import local
from register.kernel.db import Transaction
from register.ledger.configuration import current as ledger
from register.ledger.store import last_seal
from reports.model import Fate
from reports.periodic.counting import Counts, Gathered
from reports.periodic.model import Extracted, Stand
from reports.words import disposition

Spans = tuple[date, date, date, date]
"""First and last day of the period, then of the period before."""

_SPAN = "case when {day} between $1 and $2 then 1 when {day} between $3 and $4 then 0 end"
_RECEIVED, _DECIDED = _SPAN.format(day="received"), _SPAN.format(day="decided")
_LISTED = (
    *("kind", "timely", "gone", "renewal", "effect", "leading_rule", "category", "direction", "outcome", "status"),
    *("giver_type", "refused", "regime", "profile_version", "reference_currency", "value_band", "cumulative"),
    *("activity_class", "domain", "nature", "in_target", "to_declare", "to_decide"),
)
SETS: Mapping[str, tuple[str, ...]] = {
    "received": ("p", "kind", "timely", "gone", "renewal"),
    "effects": ("p", "kind", "effect", "gone"),
    "rules": ("p", "kind", "effect", "leading_rule", "gone"),
    "gifts": ("p", "kind", "category", "direction", "outcome", "status"),
    "givers": ("p", "kind", "giver_type", "refused", "gone"),
    "values": ("p", "kind", "regime", "profile_version", "reference_currency", "value_band", "cumulative", "gone"),
    "activities": ("p", "kind", "activity_class", "gone"),
    "conflicts": ("p", "kind", "domain", "nature", "gone"),
    "policies": ("p", "regime", "profile_version", "gone"),
    "outcomes": ("q", "kind", "activity_class", "outcome", "gone"),
    "unmeasured": ("q", "kind", "domain", "outcome", "gone"),
    "targets": ("q", "kind", "in_target", "gone"),
    "declaring": ("q", "kind", "to_declare", "gone"),
    "deciding": ("q", "kind", "to_decide", "gone"),
}
"""What declarations are counted by; `p` is the period of receipt, `q` that of the decision."""
_COLUMNS = ("p", "q", *_LISTED)
_GROUPED = ", ".join(f"({', '.join(columns)})" for columns in SETS.values())
_CASES = f"""
    with spanned as (
        select *, {_RECEIVED} as p, {_DECIDED} as q, effect in ('accept_and_surrender', 'not_acceptable') as refused
        from report_case
    )
    select grouping({", ".join(_COLUMNS)}) as mask, {", ".join(_COLUMNS)}, count(*) as n
    from spanned where p is not null or q is not null
    group by grouping sets ({_GROUPED})
"""
_MASKS = {
    sum(1 << (len(_COLUMNS) - 1 - place) for place, column in enumerate(_COLUMNS) if column not in columns): name
    for name, columns in SETS.items()
}


async def cases(tx: Transaction, spans: Spans) -> Mapping[str, Counts]:
    """Declarations counted in every way of SETS, in one pass over the register."""
    found: dict[str, list[Sequence[Any]]] = {name: [] for name in SETS}
    for row in await tx.fetch(_CASES, *spans):
        name = _MASKS[row["mask"]]
        if row[SETS[name][0]] is not None:
            found[name].append((*(row[column] for column in SETS[name]), row["n"]))
    return found


def _grouped(view: str, day: str, *columns: str) -> str:
    listed = ", ".join(columns)
    return f"""
        select span, {listed}, count(*) as n from (select *, {_SPAN.format(day=day)} as span from {view}) v
        where span is not null group by span, {listed}
    """


_MARKED = " union all ".join(
    f"""select '{mark}' as mark, {_SPAN.format(day=mark)} as span, domain, count(*) as n from report_case
        where kind = 'conflict' and not gone and {mark} is not null group by 2, 3"""
    for mark in ("disclosed", "addressed", "resolved")
)
_MEASURES = f"""
    select span, code, case when state in ('done', 'lifted') then state when due_on < $5 then 'overdue'
        else 'running' end as now, count(*) as n
    from (select *, {_SPAN.format(day="set_on")} as span from report_measure) m where span is not null group by 1, 2, 3
"""
_PEOPLE = """
    select span, capacity, exists (select from unnest(days) day where day between since_day and until_day) as declared,
        count(distinct holder) as n
    from report_capacity, (values (1, $1::date, $2::date), (0, $3::date, $4::date)) s (span, since_day, until_day)
    where since <= until_day and (until is null or until >= until_day)
    group by 1, 2, 3
"""
_ITEMS = ("nothing", "something", "stood_aside", "dispensed")
_ITEM = f"""
    select span, decision, count(*) as items, {", ".join(f"sum({each})::bigint as {each}" for each in _ITEMS)}
    from (select *, {_SPAN.format(day="day")} as span from report_item where called) i
    where span is not null group by 1, 2
"""
_PRESIDING = (
    *("participants", "acknowledged", "opinions_asked", "opinions_given", "matters", "summon", "warn"),
    *("call_to_order", "urge", "informed"),
)
_MEETING = f"""
    select span, count(*) as meetings, {", ".join(f"sum({each})::bigint as {each}" for each in _PRESIDING)}
    from (select *, {_SPAN.format(day="day")} as span from report_meeting) m where span is not null group by 1
"""
_ANNEX = """
    select month, category, value_band, giver_type, direction, outcome, status, regime, profile_version,
        reference_currency, count(*) as n
    from report_gift where received between $1 and $2
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
"""
"""Many gifts are alike: each sort leaves the database once."""
STEPS = _grouped("report_step", "day", "kind", "name")
RENEWED = _grouped("report_authorization", "decided", "activity_class", "renewal")
ENDED = _grouped("report_authorization", "ended", "activity_class")
ADVICE = _grouped("report_advice", "day", "topic", "logged")


async def groups(tx: Transaction, statement: str, spans: Spans, *more: Any) -> Counts:
    """The groups of one of the statements of this module."""
    return [tuple(row) for row in await tx.fetch(statement, *spans, *more)]


async def gathered(tx: Transaction, spans: Spans, policies: Counts) -> Gathered:
    """Everything that the tables of both periods are made of, in the snapshot of the transaction."""
    today = local(clock.now()).date()
    return Gathered(
        cases=await cases(tx, spans),
        steps=await groups(tx, STEPS, spans),
        marked=await groups(tx, _MARKED, spans),
        measures=await groups(tx, _MEASURES, spans, today),
        people=await groups(tx, _PEOPLE, spans),
        renewed=await groups(tx, RENEWED, spans),
        ended=await groups(tx, ENDED, spans),
        advice=await groups(tx, ADVICE, spans),
        items=[dict(row) for row in await tx.fetch(_ITEM, *spans)],
        meetings=[dict(row) for row in await tx.fetch(_MEETING, *spans)],
        policies=policies,
    )


async def annex(tx: Transaction, since: date, until: date) -> tuple[Extracted, ...]:
    """The gifts of the period as the publication policy lets them be published, in an order that names nobody."""
    alike = (repeat(_extracted(row), row["n"]) for row in await tx.fetch(_ANNEX, since, until))
    return tuple(chain.from_iterable(alike))


def _extracted(row: Any) -> Extracted:
    return Extracted(
        month=row["month"],
        category=row["category"],
        band=(row["value_band"], row["regime"], row["profile_version"], row["reference_currency"] or ""),
        giver_type=row["giver_type"],
        disposition=disposition(Fate(row["direction"], row["outcome"], row["status"])),
    )


async def stand(tx: Transaction) -> Stand | None:
    """The last seal, and how many entries wait for the next."""
    seal = await last_seal(tx)
    if seal is None:
        return None
    waiting = await tx.fetchval("select count(*) from report_unsealed")
    public = dict(ledger().keys().published()).get(seal.key_id, b"")
    return Stand(seal.n, seal.size, seal.root.hex(), seal.signature.hex(), seal.key_id, waiting, public.hex())
