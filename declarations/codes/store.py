"""Loaded rates in the database: kept by source, read as of a day."""

from collections.abc import Iterable
from datetime import date

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
