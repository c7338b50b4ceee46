"""Loaded rates: latest on or before a day, the preferred source first, corrected when loaded again."""

from datetime import date
from decimal import Decimal

import asyncpg
import pytest

from declarations.codes import service, store
from declarations.codes.rate_files import RateFile
from declarations.codes.rates import Quote
from register.kernel.currency import Money
from register.kernel.db import transaction
from register.kernel.errors import Invalid
from register.kernel.identity import ANONYMOUS
from tests.databases import Database

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def file_of(*quotes: tuple[str, date, str], source: str = "Own treasury", base: str = "USD") -> RateFile:
    return RateFile(source, base, tuple(Quote(code, day, Decimal(units)) for code, day, units in quotes))


async def convert(day: date, currency: str = "EUR") -> tuple[str, str] | None:
    async with transaction(ANONYMOUS) as tx:
        rates = await store.rates_for(tx, {currency, "USD"}, day)
    found = rates.convert(Money(Decimal(100), currency), "USD", day)
    return (str(found.amount), found.rate_source) if found else None


async def test_the_latest_rate_on_or_before_the_day_is_used(database: Database) -> None:
    await service.load_rates(file_of(("EUR", MAY, "0.8"), ("EUR", JUNE, "0.5")))
    assert await convert(date(2026, 5, 31)) == ("125.00", "Own treasury")
    assert await convert(JUNE) == ("200.00", "Own treasury")


async def test_before_the_first_rate_the_value_is_not_known(database: Database) -> None:
    await service.load_rates(file_of(("EUR", MAY, "0.8")))
    assert await convert(date(2026, 4, 30)) is None


async def test_loading_the_same_file_again_changes_nothing_and_a_correction_counts(database: Database) -> None:
    first = await service.load_rates(file_of(("EUR", MAY, "0.8"), ("CHF", MAY, "0.9")))
    again = await service.load_rates(file_of(("EUR", MAY, "0.8"), ("CHF", MAY, "0.9")))
    corrected = await service.load_rates(file_of(("EUR", MAY, "0.85"), ("CHF", MAY, "0.9")))
    assert [(done.added, done.changed) for done in (first, again, corrected)] == [(2, 0), (0, 0), (0, 1)]


async def test_a_real_source_is_preferred_to_the_demonstration_whenever_it_was_loaded(database: Database) -> None:
    await service.load_rates(file_of(("EUR", MAY, "0.5")))
    await service.load_demonstration_rates()
    assert await convert(MAY) == ("200.00", "Own treasury")
    yen = await convert(MAY, "JPY")
    assert yen is not None
    assert yen[1] == service.DEMONSTRATION_SOURCE


async def test_a_source_keeps_its_base(database: Database) -> None:
    await service.load_rates(file_of(("EUR", MAY, "0.8")))
    with pytest.raises(Invalid):
        await service.load_rates(file_of(("USD", MAY, "1.2"), base="EUR"))


async def test_nobody_but_the_loader_writes_rates(database: Database) -> None:
    await service.load_rates(file_of(("EUR", MAY, "0.8")))
    async with transaction(ANONYMOUS) as tx:
        assert await tx.execute("update rate set units = 1") == "UPDATE 0"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(ANONYMOUS) as tx:
            await store.keep_rates(tx, file_of(("EUR", JUNE, "0.8"), source="Forged"), demonstration=False)
