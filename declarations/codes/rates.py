"""Rates of exchange: the latest rate with an effective date on or before a date, and exact conversion.

A table of a source quotes units of a currency for one unit of its base (UN operational rates: USD, ECB: EUR). Values
are compared as fractions, so a comparison is exact; amounts are rounded only to be shown.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import msgspec

from register.kernel.currency import Money, decimals_of

SAME_CURRENCY = "same currency"
"""The source of a rate of 1 between a currency and itself."""

_DIGITS_OF_RATE = 12


class Quote(msgspec.Struct, frozen=True):
    """Units of `currency` for one unit of the base, from `effective` on."""

    currency: str
    effective: date
    units: Decimal


class ReferenceValue(msgspec.Struct, frozen=True):
    """A value in the reference currency of a profile, and how it was found."""

    exact: Fraction
    currency: str
    rate: Decimal
    rate_date: date
    rate_source: str

    @property
    def amount(self) -> Decimal:
        """The amount to the minor unit of its currency, for showing and storing; comparisons use `exact`."""
        exact = decimal_of(self.exact, 40)
        unit = Decimal(1).scaleb(-decimals_of(self.currency))
        if self.rate_source == SAME_CURRENCY and exact != exact.quantize(unit, ROUND_HALF_UP):
            return exact
        return exact.quantize(unit, ROUND_HALF_UP)

    def to_object(self) -> dict[str, str]:
        """The value as text, as an evaluation writes it."""
        return {
            "amount": format(self.amount, "f"),
            "currency": self.currency,
            "rate": format(self.rate, "f"),
            "rate_date": self.rate_date.isoformat(),
            "rate_source": self.rate_source,
        }

    @property
    def money(self) -> Money:
        """The amount with its currency."""
        return Money(self.amount, self.currency)


def decimal_of(value: Fraction, digits: int) -> Decimal:
    """A fraction as a decimal of so many significant digits, without a tail of zeros."""
    with localcontext() as context:
        context.prec = digits
        found = Decimal(value.numerator) / Decimal(value.denominator)
        return Decimal(format(found.normalize(), "f"))


class RateTable:
    """The quotes of one source, by currency in order of their effective dates."""

    def __init__(self, source: str, base: str, quotes: Iterable[Quote]) -> None:
        self.source = source
        self.base = base
        ordered = sorted(quotes, key=lambda quote: quote.effective)
        self._days: dict[str, list[date]] = {}
        self._units: dict[str, list[Decimal]] = {}
        for quote in ordered:
            self._days.setdefault(quote.currency, []).append(quote.effective)
            self._units.setdefault(quote.currency, []).append(quote.units)

    def latest(self, currency: str, on: date) -> tuple[Fraction, date] | None:
        """Units for one unit of the base, and since when; None when nothing was in force yet."""
        if currency == self.base:
            return Fraction(1), on
        at = bisect_right(self._days.get(currency, []), on) - 1
        if at < 0:
            return None
        return Fraction(self._units[currency][at]), self._days[currency][at]

    def convert(self, value: Money, to: str, on: date) -> ReferenceValue | None:
        """The value in another currency by the rates in force on a date; the rate date is the older of the two."""
        have, want = self.latest(value.currency, on), self.latest(to, on)
        if have is None or want is None:
            return None
        rate = want[0] / have[0]
        return ReferenceValue(
            exact=Fraction(value.amount) * rate,
            currency=to,
            rate=decimal_of(rate, _DIGITS_OF_RATE),
            rate_date=min(have[1], want[1]),
            rate_source=self.source,
        )


class Rates:
    """Tables in order of preference; the first that knows both currencies on the date is used."""

    def __init__(self, tables: Iterable[RateTable] = ()) -> None:
        self.tables = tuple(tables)

    def convert(self, value: Money | None, to: str | None, on: date) -> ReferenceValue | None:
        """The value in the reference currency; None when value, currency or rate is not known."""
        if value is None or to is None:
            return None
        if value.currency == to:
            return ReferenceValue(Fraction(value.amount), to, Decimal(1), on, SAME_CURRENCY)
        for table in self.tables:
            found = table.convert(value, to, on)
            if found is not None:
                return found
        return None


NO_RATES = Rates()


def tables_of(quotes: Mapping[tuple[str, str], Iterable[Quote]]) -> Rates:
    """Rates from quotes by source and base, in the order of the mapping."""
    return Rates(RateTable(source, base, found) for (source, base), found in quotes.items())
