"""How fast many declarations are judged: the batch beside `evaluate` one by one, on the same facts, in one run.

The facts are those of a mixed register: seven gifts in ten, half of the amounts in other currencies, one gift in five
with an earlier total. All of them are different; nothing is judged twice.
"""

import gc
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from declarations.codes import vocabulary as words
from declarations.codes.batch import Batch, Outcome
from declarations.codes.earlier import EarlierGift
from declarations.codes.engine import day_of, evaluate
from declarations.codes.facts import FORMS, Facts, parse_facts
from declarations.codes.library import shipped
from declarations.codes.rates import Quote, Rates, RateTable
from declarations.codes.vocabulary import Kind
from declarations.whatif.comparing import Comparison, Priors

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
PART = 20_000
ALONE = 2_000
WANTED = 5.0
"""How many times faster the batch is at least; a figure for one machine would say nothing of another."""

_KINDS = (*[Kind.GIFT] * 7, Kind.OUTSIDE_ACTIVITY, Kind.CONFLICT, Kind.APPROVAL_REQUEST)
_CHOICES: dict[Kind, dict[str, Any]] = {
    Kind.GIFT: {
        "direction": words.Direction,
        "category": words.GiftCategory,
        "giver_type": words.GiverType,
        "giver_relation": words.GiverRelation,
    },
    Kind.OUTSIDE_ACTIVITY: {"activity_class": words.ActivityClass, "during_leave": words.Leave},
    Kind.CONFLICT: {
        "domain": words.ConflictDomain,
        "interest_holder": words.InterestHolder,
        "nature_declared": words.Nature,
    },
    Kind.APPROVAL_REQUEST: {"subject": words.ApprovalSubject},
}
_FLAGS = {
    kind: [name for name, form in FORMS[kind].items() if getattr(form, "__name__", "") == "flag"] for kind in _CHOICES
}
_FIRST = date(2021, 1, 1)


def _money(chance: Random) -> dict[str, str] | None:
    amount = Decimal(chance.randrange(100, 100_000)) / 100
    currency = chance.choice(("USD", "USD", "USD", "EUR", "CHF", "JPY"))
    return {"amount": format(amount, "f"), "currency": currency} if chance.random() < 0.9 else None


def _facts(chance: Random) -> Facts:
    kind = chance.choice(_KINDS)
    day = _FIRST + timedelta(days=chance.randrange(1800))
    raw: dict[str, Any] = {"kind": kind.value, "capacity": "staff"}
    raw |= {name: chance.choice(list(values)).value for name, values in _CHOICES[kind].items()}
    raw |= {name: chance.random() < 0.08 if chance.random() < 0.97 else None for name in _FLAGS[kind]}
    raw["filed_date"] = (day + timedelta(days=chance.randrange(30))).isoformat()
    if kind is Kind.GIFT:
        raw |= {"event_date": day.isoformat(), "value": _money(chance)}
        if chance.random() < 0.2:
            raw["prior_total"] = _money(chance)
        if chance.random() < 0.05:
            earlier = (day - timedelta(days=9)).isoformat()
            raw["prior_values"] = [{"amount": "25", "currency": "USD", "date": earlier}]
    if kind is Kind.OUTSIDE_ACTIVITY:
        end = day + timedelta(days=chance.randrange(900))
        raw |= {"start_date": day.isoformat(), "end_date": end.isoformat(), "hours_per_week": chance.randrange(40)}
    return parse_facts(raw)


def parts(rows: int, seed: int = 1) -> Iterator[list[Facts]]:
    """Facts in parts that fit into memory."""
    chance = Random(seed)
    for _ in range(rows // PART):
        yield [_facts(chance) for _ in range(PART)]


def added_anew(rows: int, known: Rates) -> float:
    """Evaluations a second where one gift in five has earlier ones that are added up anew, under two versions."""
    profile = shipped().profile("un-style")
    judges, chance, spent, done = Comparison(profile, profile.versions[-1], known), Random(2), 0.0, 0
    for part in parts(rows):
        each = [(facts, day, _earlier(chance, facts, day)) for facts in part if (day := day_of(facts))]
        gc.collect()
        began = time.process_time()
        for facts, day, earlier in each:
            judges.judged(facts, day, judges.priors(day, earlier) if earlier else Priors())
        spent += time.process_time() - began
        done += 2 * len(each)
    return done / spent


def _earlier(chance: Random, facts: Facts, day: date) -> list[EarlierGift]:
    if facts.kind is not Kind.GIFT or chance.random() > 0.2:
        return []
    days = sorted(chance.randrange(400) for _ in range(chance.randrange(1, 4)))
    return [EarlierGift(Decimal(25), "EUR", Decimal("27.17"), "USD", day - timedelta(ago)) for ago in days[::-1]]


def rates() -> Rates:
    """Monthly rates of three currencies, as the United Nations publish them."""
    quotes = [
        Quote(currency, date(year, month, 1), units + Decimal(month) / 1000)
        for currency, units in (("EUR", Decimal("0.92")), ("CHF", Decimal("0.88")), ("JPY", Decimal("148.3")))
        for year in range(2020, 2027)
        for month in range(1, 13)
    ]
    return Rates([RateTable("Bench", "USD", quotes)])


def main() -> int:
    """Print evaluations a second of both, their ratio, and memory; 1 when the batch is too slow or says otherwise."""
    version, known = shipped().profile("un-style").versions[-1], rates()
    batch = Batch(version, known)
    spent, done, alone, differ = 0.0, 0, 0.0, 0
    for part in parts(ROWS):
        gc.collect()
        began = time.process_time()
        found = [batch.outcome(facts) for facts in part]
        spent += time.process_time() - began
        done += len(part)
        if not alone:
            began = time.process_time()
            singly = [evaluate(facts, version, known) for facts in part[:ALONE]]
            alone = ALONE / (time.process_time() - began)
            differ = sum(Outcome.of(each) != told for each, told in zip(singly, found, strict=False))
    many = done / spent
    print(f"{many:,.0f} evaluations a second on one core ({done:,} different facts), one by one {alone:,.0f}")
    print(f"{many / alone:.1f} times as fast; {differ} of {ALONE:,} differ")
    print(f"{added_anew(min(ROWS, 5 * PART), known):,.0f} a second with earlier gifts added up anew for two versions")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB with {PART:,} facts held")
    return int(many / alone < WANTED or differ > 0)


if __name__ == "__main__":
    sys.exit(main())
