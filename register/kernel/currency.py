"""Currencies of ISO 4217, withdrawn ones included for old records, and money as an exact amount in one of them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

import msgspec
from babel import Locale as Cldr
from babel.core import get_global
from babel.numbers import get_territory_currencies, list_currencies

from register.kernel.locales import Locale, locale_of


def _codes(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# ISO 4217 table A.1: minor units other than two.
_DECIMALS: Mapping[str, int] = {
    **dict.fromkeys(_codes("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"), 0),
    **dict.fromkeys(_codes("BHD IQD JOD KWD LYD OMR TND"), 3),
    **dict.fromkeys(_codes("CLF UYW"), 4),
}
# Codes for metals, tests and "no currency" measure no gift.
_NOT_MONEY = _codes("XAG XAU XPD XPT XBA XBB XBC XBD XTS XXX XRE XSU XUA XFO XFU XEU")
_INTERNATIONAL = frozenset({"XDR"})

CURRENCIES: frozenset[str] = frozenset(code for code in list_currencies() if len(code) == 3) - _NOT_MONEY


class Money(msgspec.Struct, frozen=True, order=False):
    """An exact amount in a currency of ISO 4217, present or withdrawn. ValueError for anything else."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            message = "an amount is a finite number"
            raise ValueError(message)
        if self.currency not in CURRENCIES:
            message = f"not a currency of ISO 4217: {self.currency[:8]!r}"
            raise ValueError(message)


def decimals_of(currency: str) -> int:
    """How many decimals an amount in `currency` has (ISO 4217, minor unit)."""
    return _DECIMALS.get(currency, 2)


@lru_cache(maxsize=64)
def current_currencies(on: date) -> tuple[str, ...]:
    """Codes that were legal tender somewhere on a date, and the special drawing right, in alphabetical order."""
    found: set[str] = set(_INTERNATIONAL)
    for territory in get_global("territory_currencies"):
        found.update(get_territory_currencies(territory, start_date=on, end_date=on))
    return tuple(sorted(found & CURRENCIES))


def currency_name(code: str, locale: Locale | str | None = None) -> str:
    """The name of a currency in the reader's language, such as `euro`; the code where there is no name."""
    return str(Cldr.parse(locale_of(locale).babel).currencies.get(code, code))
