"""Loaded rates in the database: kept by source, read as of a day."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

import msgspec

from declarations.codes.rate_files import RateFile
from declarations.codes.rates import Quote, Rates, tables_of
from register.kernel.db import Transaction
from register.kernel.ids import new_id

_LATEST = """
select s.name, s.base, wanted.currency, found.effective, found.units
from rate_source s cross join unnest($1::text[]) as wanted (currency)
left join lateral (
    select effective, units from rate
    where source = s.id and rate.currency = wanted.currency and effective <= $2
    order by effective desc limit 1
) found on true
order by s.demonstration, s.loaded_at desc, s.name
"""
_SOURCE = """
insert into rate_source (id, name, base, demonstration, loaded_at) values ($1, $2, $3, $4, $5)
on conflict (name) do update set loaded_at = excluded.loaded_at where rate_source.base = excluded.base
returning id
"""
_RATES = """
with done as (
    insert into rate (id, source, currency, effective, units)
    select id, $1, currency, effective, units
    from unnest($2::uuid[], $3::text[], $4::date[], $5::numeric[]) as given (id, currency, effective, units)
    on conflict (source, currency, effective) do update set units = excluded.units where rate.units <> excluded.units
    returning (xmax = 0) as fresh
)
select count(*) filter (where fresh) as added, count(*) filter (where not fresh) as changed from done
"""


_SOURCES = """
select s.name, s.base, s.demonstration, s.loaded_at, count(r.id) as rates, max(r.effective) as newest
from rate_source s left join rate r on r.source = s.id
group by s.id order by s.demonstration, s.loaded_at desc, s.name
"""
_MOVED = """
select given.currency, given.effective, given.units, before.effective as was_effective, before.units as was_units
from (
    select distinct on (currency) currency, effective, units
    from unnest($2::text[], $3::date[], $4::numeric[]) as g (currency, effective, units)
    order by currency, effective desc
) given
join lateral (
    select r.effective, r.units from rate r join rate_source s on s.id = r.source
    where s.name = $1 and r.currency = given.currency and r.effective <= given.effective
    order by r.effective desc limit 1
) before on before.units <> given.units
order by abs(given.units / before.units - 1) desc, given.currency limit 20
"""


class SourceView(msgspec.Struct, frozen=True):
    """A source of rates as the register holds it."""

    name: str
    base: str
    demonstration: bool
    loaded_at: datetime
    rates: int
    newest: date | None


class Moved(msgspec.Struct, frozen=True):
    """A currency whose newest rate would be another one than now."""

    currency: str
    effective: date
    units: Decimal
    was_effective: date
    was_units: Decimal


async def sources(tx: Transaction) -> list[SourceView]:
    """Every source, the preferred one first."""
    return [SourceView(**dict(row)) for row in await tx.fetch(_SOURCES)]


async def moved(tx: Transaction, file: RateFile) -> list[Moved]:
    """The currencies whose newest rate of the source would change, the largest moves first."""
    quotes = file.quotes
    rows = await tx.fetch(
        _MOVED,
        file.source,
        [quote.currency for quote in quotes],
        [quote.effective for quote in quotes],
        [quote.units for quote in quotes],
    )
    return [Moved(**dict(row)) for row in rows]


class Loaded(msgspec.Struct, frozen=True):
    """How many rates were new, how many replaced another one; the rest was there already."""

    added: int
    changed: int


async def rates_for(tx: Transaction, currencies: Iterable[str], day: date) -> Rates:
    """The latest rates of the currencies on or before a day, by source, the preferred one first."""
    found: dict[tuple[str, str], list[Quote]] = {}
    for row in await tx.fetch(_LATEST, sorted(set(currencies)), day):
        quotes = found.setdefault((row["name"], row["base"]), [])
        if row["effective"] is not None:
            quotes.append(Quote(row["currency"], row["effective"], row["units"]))
    return tables_of(found)


_ALL = """
select s.name, s.base, r.currency, r.effective, r.units from rate_source s left join rate r on r.source = s.id
order by s.demonstration, s.loaded_at desc, s.name, r.currency, r.effective
"""


async def all_rates(tx: Transaction) -> Rates:
    """Every rate that is loaded, for judging many declarations of many days; the preferred source first."""
    found: dict[tuple[str, str], list[Quote]] = {}
    for row in await tx.fetch(_ALL):
        quotes = found.setdefault((row["name"], row["base"]), [])
        if row["effective"] is not None:
            quotes.append(Quote(row["currency"], row["effective"], row["units"]))
    return tables_of(found)


async def keep_rates(tx: Transaction, file: RateFile, *, demonstration: bool) -> Loaded | None:
    """Keep the rates of a file under its source; None when the source has rates of another base already."""
    source = await tx.fetchval(_SOURCE, new_id(), file.source, file.base, demonstration, tx.now)
    if source is None:
        return None
    quotes = file.quotes
    done = await tx.fetchrow(
        _RATES,
        source,
        [new_id() for _ in quotes],
        [quote.currency for quote in quotes],
        [quote.effective for quote in quotes],
        [quote.units for quote in quotes],
    )
    return Loaded(done["added"], done["changed"]) if done else Loaded(0, 0)
