"""What one giver gave: counted over the declarations that row security shows to the reader, and no others."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from declarations.codes.decisions import Period
from declarations.codes.periods import period_start
from declarations.parties.records import GiverTotal, GiverTotals
from register.kernel.currency import Money
from register.kernel.db import Transaction

_YEARS = 3
_MOST_PERSONS = 20
_OF_PARTY = (
    "(party = any ((select giver_parties($1, ''))::uuid[])"
    " or (party_key <> '' and party_key = any ((select giver_keys($1, ''))::text[])))"
)
_NAMING = (
    f"select count(*) from declaration where {_OF_PARTY} and status <> 'withdrawn'"
    " and declarant <> $2 and filed_by <> $2"
)
_OF_GIVER = (
    f"{_OF_PARTY} and kind = 'gift' and direction = 'received' and status <> 'withdrawn' and event_date <= $2"
    " and declarant <> $4 and filed_by <> $4"
)
_SUMMED = (
    "reference_currency as currency, count(*) as received, count(reference_amount) as valued,"
    " coalesce(sum(reference_amount), 0) as sum"
)
_BY_YEAR = (
    f"select extract(year from event_date)::int as of, {_SUMMED} from declaration"
    f" where {_OF_GIVER} and event_date >= $3 group by 1, 2 order by 1 desc"
)
_BY_PERSON = (
    f"select d.declarant as of, trim(p.first_name || ' ' || p.family_name) as name, {_SUMMED} from ("
    f"select * from declaration where {_OF_GIVER} and event_date >= $3) d"
    " join person p on p.id = d.declarant group by 1, 2, 3 order by 4 desc, 1"
)


def added_up(rows: Iterable[Any], declarant: str = "") -> GiverTotal:
    """Rows of several currencies as one total; amounts of different currencies are never added."""
    rows = list(rows)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["valued"]:
            sums[row["currency"]] += row["sum"]
    received = sum(row["received"] for row in rows)
    return GiverTotal(
        received=received,
        not_valued=received - sum(row["valued"] for row in rows),
        sums=tuple(Money(amount, currency) for currency, amount in sorted(sums.items())),
        declarant=declarant,
    )


async def naming(tx: Transaction, party: UUID) -> int:
    """How many declarations of every kind count as the party's."""
    found: int = await tx.fetchval(_NAMING, party, tx.identity.person)
    return found


async def totals(tx: Transaction, party: UUID) -> GiverTotals:
    """Received from a party: the last twelve months, calendar years, and by person."""
    today = tx.now.date()
    since = period_start(Period.ROLLING_12M, today, (1, 1))
    by_year = await tx.fetch(_BY_YEAR, party, today, date(today.year - _YEARS + 1, 1, 1), tx.identity.person)
    by_person = await tx.fetch(_BY_PERSON, party, today, since, tx.identity.person)
    years = sorted({row["of"] for row in by_year}, reverse=True)
    persons = list(dict.fromkeys(row["of"] for row in by_person))[:_MOST_PERSONS]
    return GiverTotals(
        rolling_since=since,
        rolling=added_up(by_person),
        calendar=tuple((year, added_up(row for row in by_year if row["of"] == year)) for year in years),
        persons=tuple(_of_person([row for row in by_person if row["of"] == person]) for person in persons),
    )


def _of_person(rows: list[Any]) -> GiverTotal:
    return added_up(rows, rows[0]["name"])
